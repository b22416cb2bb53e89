internal import CDeflate

/// Whether a picture's file is all there, told from its structure and without decoding it.
public enum FileEnd: Sendable, Equatable {
    /// It ends where its format says, and what is summed in it adds up.
    case whole
    /// It ends before.
    case cutOff
    /// Its parts don't fit together.
    case damaged

    /// Looks at a PNG, JPEG, WebP or GIF file; nil for any other.
    ///
    /// A file that goes on behind its end is whole: some cameras and editors append to it.
    public init?(of file: [UInt8]) {
        if file.starts(with: PNGChunk.signature) {
            self = Self.png(file)
        } else if file.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = Self.jpeg(file)
        } else if file.count >= 12, file.starts(with: "RIFF".utf8),
            file[8..<12].elementsEqual("WEBP".utf8)
        {
            self = file.count >= Int(file.littleEndian32(at: 4)) + 8 ? .whole : .cutOff
        } else if file.starts(with: "GIF8".utf8) {
            self = file.last == 0x3B ? .whole : .cutOff
        } else {
            return nil
        }
    }

    private static func png(_ file: [UInt8]) -> FileEnd {
        guard let spans = try? PNGChunk.spans(in: file), spans.last?.type == "IEND" else {
            return .cutOff
        }
        let isSummed = file.withUnsafeBytes { bytes in
            spans.allSatisfy { span in
                let summed = (span.whole.lowerBound + 4)..<(span.whole.upperBound - 4)
                let part = UnsafeRawBufferPointer(rebasing: bytes[summed])
                let sum = libdeflate_crc32(0, part.baseAddress, part.count)
                return sum == file.bigEndian32(at: summed.upperBound)
            }
        }
        return isSummed ? .whole : .damaged
    }

    /// Inside a scan `FF D9` can't occur, and a thumbnail's own lies in a segment that is skipped.
    private static func jpeg(_ file: [UInt8]) -> FileEnd {
        switch jpegScan(in: file) {
        case .begins(let at): isClosed(file[at...]) ? .whole : .cutOff
        case .comesLater: .cutOff
        case .damaged: .damaged
        }
    }

    /// Where a JPEG's first scan begins.
    enum JPEGScan {
        case begins(Int), comesLater, damaged
    }

    static func jpegScan(in file: [UInt8]) -> JPEGScan {
        var at = 2
        while at + 4 <= file.count {
            guard file[at] == 0xFF else { return .damaged }
            let marker = file[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            if marker == 0xDA { return .begins(at) }
            let length = file.bigEndian16(at: at + 2)
            guard length >= 2 else { return .damaged }
            at += 2 + length
        }
        return .comesLater
    }

    /// Whether a JPEG's scans come to their end.
    static func isClosed(_ scans: ArraySlice<UInt8>) -> Bool {
        scans.withUnsafeBufferPointer { scans in
            var at = scans.count - 2
            while at >= 0 {
                if scans[at] == 0xFF, scans[at + 1] == 0xD9 { return true }
                at -= 1
            }
            return false
        }
    }
}
