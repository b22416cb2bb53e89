internal import CDeflate

/// Looks at a picture's file in passing, as its bytes go by, and keeps only its two ends.
public struct FileGlance: Sendable {
    /// How many bytes went by.
    public private(set) var count = 0
    /// The first bytes: enough for the header of any usual file.
    public private(set) var head: [UInt8] = []
    private var tail: [UInt8] = []
    private var chunks = ChunkWalk()

    private static let headLength = 64 << 10
    private static let tailLength = 4 << 10

    /// Creates a glance at nothing yet.
    public init() {}

    /// Sees the next bytes.
    public mutating func see(_ bytes: UnsafeRawBufferPointer) {
        count += bytes.count
        head += bytes.prefix(max(0, Self.headLength - head.count))
        if bytes.count >= Self.tailLength {
            tail = Array(bytes.suffix(Self.tailLength))
        } else {
            tail = Array((tail + bytes).suffix(Self.tailLength))
        }
        if head.starts(with: PNGChunk.signature.prefix(head.count)) { chunks.walk(bytes) }
    }

    /// Whether the file is all there, as ``FileEnd/init(of:)`` says it.
    public var end: End {
        if head.starts(with: PNGChunk.signature) { return .known(chunks.end) }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return jpegEnd }
        if head.starts(with: "RIFF".utf8) { return .known(webPEnd) }
        if head.starts(with: "GIF8".utf8) { return .known(tail.last == 0x3B ? .whole : .cutOff) }
        return .known(nil)
    }

    /// What a glance tells.
    public enum End: Sendable, Equatable {
        /// This; nil for a format that is not looked into.
        case known(FileEnd?)
        /// Only the whole file can tell.
        case unknown
    }

    private var jpegEnd: End {
        guard count > head.count else { return .known(FileEnd(of: head)) }
        switch FileEnd.jpegScan(in: head) {
        case .damaged: return .known(.damaged)
        case .begins(let at) where at <= count - tail.count && FileEnd.isClosed(tail[...]):
            return .known(.whole)
        case .begins, .comesLater: return .unknown
        }
    }

    private var webPEnd: FileEnd? {
        guard head.count >= 12, head[8..<12].elementsEqual("WEBP".utf8) else { return nil }
        return count >= Int(head.littleEndian32(at: 4)) + 8 ? .whole : .cutOff
    }
}

/// Walks along a PNG's chunks and adds up their sums.
private struct ChunkWalk: Sendable {
    private enum Place { case signature, header, data, sum, behind }

    private var place = Place.signature
    /// The bytes of a signature, header or sum so far.
    private var piece: [UInt8] = []
    private var left = PNGChunk.signature.count
    private var isLast = false
    private var isDamaged = false
    private var sum: UInt32 = 0

    var end: FileEnd {
        guard place == .behind else { return .cutOff }
        return isDamaged ? .damaged : .whole
    }

    mutating func walk(_ bytes: UnsafeRawBufferPointer) {
        var rest = bytes[...]
        while !rest.isEmpty, place != .behind {
            let part = UnsafeRawBufferPointer(rebasing: rest.prefix(left))
            if place == .data {
                sum = libdeflate_crc32(sum, part.baseAddress, part.count)
            } else {
                piece += part
            }
            left -= part.count
            rest = rest.dropFirst(part.count)
            while left == 0, place != .behind { step() }
        }
    }

    private mutating func step() {
        switch place {
        case .signature: (place, left) = (.header, 8)
        case .header:
            let type = piece[4...]
            isLast = type.elementsEqual("IEND".utf8)
            sum = type.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
            (place, left) = (.data, Int(piece.bigEndian32(at: 0)))
        case .data: (place, left) = (.sum, 4)
        case .sum:
            if piece.bigEndian32(at: 0) != sum { isDamaged = true }
            (place, left) = isLast ? (.behind, 0) : (.header, 8)
        case .behind: break
        }
        piece = []
    }
}
