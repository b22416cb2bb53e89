internal import Pixels

/// Turns a small rendering into pixel art: a limited palette, then large square pixels.
struct PixelArt {
    /// The size of the small picture for a frame.
    static func grid(width: Int, height: Int) -> (width: Int, height: Int) {
        let cells = 144.0
        let scale = min(1, cells / Double(max(width, height)))
        return (max(1, Int(Double(width) * scale)), max(1, Int(Double(height) * scale)))
    }

    /// The small picture in few colours, blown up to the frame.
    static func finished(_ small: Pixmap, width: Int, height: Int, colours: Int = 32) -> Pixmap {
        let palette = MedianCut(small, colours: colours).palette
        let indexed = reduced(small, to: palette)
        var rgba = [UInt8](repeating: 0, count: width * height * 4)
        for y in 0..<height {
            let sy = y * small.height / height
            for x in 0..<width {
                let from = (sy * small.width + x * small.width / width) * 4
                let to = (y * width + x) * 4
                for channel in 0..<4 { rgba[to + channel] = indexed[from + channel] }
            }
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }

    private static let bayer: [Int] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]

    private static func reduced(_ small: Pixmap, to palette: [MedianCut.Entry]) -> [UInt8] {
        var out = small.rgba
        for y in 0..<small.height {
            for x in 0..<small.width {
                let at = (y * small.width + x) * 4
                guard small.rgba[at + 3] >= 128 else {
                    for channel in 0..<4 { out[at + channel] = 0 }
                    continue
                }
                let shift = (bayer[y % 4 * 4 + x % 4] - 7) / 2
                let wanted = (0..<3).map { Int(small.rgba[at + $0]) + shift }
                let best = palette.min { $0.distance(to: wanted) < $1.distance(to: wanted) }
                guard let best else { continue }
                for channel in 0..<3 { out[at + channel] = UInt8(best.channels[channel]) }
                out[at + 3] = 255
            }
        }
        return out
    }
}

/// Heckbert's median cut: the fullest box of colours is halved until there are enough.
struct MedianCut {
    struct Entry {
        let channels: [Int]

        func distance(to other: [Int]) -> Int {
            let red = channels[0] - other[0], green = channels[1] - other[1]
            let blue = channels[2] - other[2]
            return 3 * red * red + 6 * green * green + 2 * blue * blue
        }
    }

    let palette: [Entry]

    init(_ pixmap: Pixmap, colours: Int) {
        var pixels: [UInt32] = []
        for at in stride(from: 0, to: pixmap.rgba.count, by: 4) where pixmap.rgba[at + 3] >= 128 {
            let (red, green) = (UInt32(pixmap.rgba[at]), UInt32(pixmap.rgba[at + 1]))
            pixels.append(red << 16 | green << 8 | UInt32(pixmap.rgba[at + 2]))
        }
        var boxes = pixels.isEmpty ? [] : [pixels]
        while boxes.count < colours {
            let widest = boxes.indices.max { Self.weight(boxes[$0]) < Self.weight(boxes[$1]) }
            guard let widest, Self.spread(boxes[widest]).range > 0 else { break }
            let shift = Self.spread(boxes[widest]).shift
            let sorted = boxes[widest].sorted {
                ($0 >> shift & 255, $0) < ($1 >> shift & 255, $1)
            }
            let half = sorted.count / 2
            boxes[widest] = Array(sorted[..<half])
            boxes.append(Array(sorted[half...]))
        }
        palette = boxes.map(Self.average)
    }

    private static func weight(_ box: [UInt32]) -> Int {
        spread(box).range * Int(power(Double(box.count), 0.45))
    }

    private static func spread(_ box: [UInt32]) -> (range: Int, shift: UInt32) {
        guard box.count > 1 else { return (0, 0) }
        let spans = ([16, 8, 0] as [UInt32]).map { shift -> (range: Int, shift: UInt32) in
            var low: UInt32 = 255, high: UInt32 = 0
            for pixel in box {
                (low, high) = (min(low, pixel >> shift & 255), max(high, pixel >> shift & 255))
            }
            return (Int(high) - Int(low), shift)
        }
        return spans.max { $0.range < $1.range } ?? (0, 0)
    }

    private static func average(_ box: [UInt32]) -> Entry {
        Entry(
            channels: ([16, 8, 0] as [UInt32]).map { shift in
                box.reduce(0) { $0 + Int($1 >> shift & 255) } / max(1, box.count)
            })
    }
}
