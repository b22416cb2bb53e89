/// How a camera was held, as EXIF tells it: which way up a stored picture is meant.
enum Orientation: Int {
    case upright = 1
    case mirrored
    case turnedHalf
    case mirroredUpsideDown
    case mirroredTurnedLeft
    case turnedRight
    case mirroredTurnedRight
    case turnedLeft

    /// Whether width and height change places.
    var isSideways: Bool { rawValue >= 5 }

    /// The orientation in a JPEG file; upright where nothing readable says otherwise.
    init(ofJPEG file: [UInt8]) {
        var at = 2
        while at + 4 <= file.count, file[at] == 0xFF {
            let marker = file[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            let length = file.bigEndian16(at: at + 2)
            let end = at + 2 + length
            guard marker != 0xDA, length >= 2, end <= file.count else { break }
            if marker == 0xE1, let found = Self(exif: file[(at + 4)..<end]) {
                self = found
                return
            }
            at = end
        }
        self = .upright
    }

    /// Reads tag 0x0112 of the first directory; nil where there is none.
    private init?(exif segment: ArraySlice<UInt8>) {
        let name = Array("Exif".utf8) + [0, 0]
        guard segment.starts(with: name) else { return nil }
        let tiff = Array(segment.dropFirst(name.count))
        guard tiff.count >= 8 else { return nil }
        let isBig = tiff.starts(with: Array("MM".utf8))
        guard isBig || tiff.starts(with: Array("II".utf8)) else { return nil }
        func short(_ at: Int) -> Int {
            isBig ? Int(tiff[at]) << 8 | Int(tiff[at + 1]) : Int(tiff[at + 1]) << 8 | Int(tiff[at])
        }
        func long(_ at: Int) -> Int {
            isBig ? short(at) << 16 | short(at + 2) : short(at + 2) << 16 | short(at)
        }
        let directory = long(4)
        guard directory + 2 <= tiff.count else { return nil }
        for entry in 0..<short(directory) {
            let at = directory + 2 + entry * 12
            guard at + 12 <= tiff.count else { return nil }
            guard short(at) == 0x0112 else { continue }
            guard let found = Self(rawValue: short(at + 8)) else { return nil }
            self = found
            return
        }
        return nil
    }
}

extension Pixmap {
    /// The picture as it is meant to be seen.
    func upright(from orientation: Orientation) -> Pixmap {
        guard orientation != .upright else { return self }
        let (wide, high) = orientation.isSideways ? (height, width) : (width, height)
        let (right, bottom) = (width - 1, height - 1)
        let pixels = rgba.withUnsafeBytes { source in
            [UInt8](unsafeUninitializedCapacity: rgba.count) { out, count in
                let target = UnsafeMutableRawBufferPointer(out)
                for y in 0..<high {
                    for x in 0..<wide {
                        let from: (x: Int, y: Int) =
                            switch orientation {
                            case .upright: (x, y)
                            case .mirrored: (right - x, y)
                            case .turnedHalf: (right - x, bottom - y)
                            case .mirroredUpsideDown: (x, bottom - y)
                            case .mirroredTurnedLeft: (y, x)
                            case .turnedRight: (y, bottom - x)
                            case .mirroredTurnedRight: (right - y, bottom - x)
                            case .turnedLeft: (right - y, x)
                            }
                        target.storeBytes(
                            of: source.loadUnaligned(
                                fromByteOffset: (from.y &* width &+ from.x) &* 4, as: UInt32.self),
                            toByteOffset: (y &* wide &+ x) &* 4, as: UInt32.self)
                    }
                }
                count = rgba.count
            }
        }
        return Pixmap(width: wide, height: high, rgba: pixels)
    }
}
