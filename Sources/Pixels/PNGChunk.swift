internal import CDeflate

/// One chunk of a PNG file: a four-letter type, data and a checksum over both.
struct PNGChunk {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    let type: String
    let data: [UInt8]

    func append(to file: inout [UInt8]) {
        file.append(bigEndian: UInt32(data.count))
        let start = file.count
        file += type.utf8
        file += data
        let sum = file.withUnsafeBytes { bytes in
            libdeflate_crc32(
                0, UnsafeRawBufferPointer(rebasing: bytes[start...]).baseAddress,
                bytes.count - start)
        }
        file.append(bigEndian: sum)
    }

    /// Where the first chunk with picture data begins; nil where it is not among these first bytes.
    static func pictureStart(in head: [UInt8]) -> Int? {
        var at = signature.count
        while head.count - at >= 12 {
            if head[(at + 4)..<(at + 8)].elementsEqual("IDAT".utf8) { return at }
            let length = Int(head.bigEndian32(at: at))
            guard length <= head.count - at - 12 else { return nil }
            at += 12 + length
        }
        return nil
    }

    /// The place of each chunk in a file; fails on a chunk that runs past the end.
    static func spans(in file: [UInt8]) throws(ImageError) -> [Span] {
        var spans: [Span] = []
        var at = signature.count
        while at < file.count {
            guard file.count - at >= 12 else {
                throw .malformed(.png, reason: "it ends inside a chunk")
            }
            let length = Int(file.bigEndian32(at: at))
            guard length <= file.count - at - 12 else {
                throw .malformed(.png, reason: "a chunk runs past the end of the file")
            }
            let type = String(decoding: file[(at + 4)..<(at + 8)], as: UTF8.self)
            spans.append(Span(type: type, whole: at..<(at + 12 + length)))
            at += 12 + length
            if type == "IEND" { break }
        }
        return spans
    }

    struct Span {
        let type: String
        let whole: Range<Int>

        var data: Range<Int> { (whole.lowerBound + 8)..<(whole.upperBound - 4) }

        func hasRightSum(in file: [UInt8]) -> Bool {
            let sum = file[(whole.lowerBound + 4)..<data.upperBound].withUnsafeBytes {
                libdeflate_crc32(0, $0.baseAddress, $0.count)
            }
            return sum == file.bigEndian32(at: data.upperBound)
        }
    }
}

extension [UInt8] {
    func bigEndian32(at index: Int) -> UInt32 {
        self[index..<(index + 4)].reduce(0) { $0 << 8 | UInt32($1) }
    }

    func bigEndian16(at index: Int) -> Int { Int(self[index]) << 8 | Int(self[index + 1]) }

    func littleEndian32(at index: Int) -> UInt32 {
        self[index..<(index + 4)].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    mutating func append(bigEndian value: UInt32) {
        append(contentsOf: [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) })
    }

    mutating func append(littleEndian value: UInt32) {
        append(contentsOf: [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: value >> $0) })
    }
}
