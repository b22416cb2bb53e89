import Crypto
import Pixels

/// A picture while it comes off the wire.
///
/// Each stretch is decoded, hashed, looked at and put away before the next one, so that neither the
/// text nor the picture is held. A picture for which no store has room is held, and nothing else is
/// different.
struct ArrivingPicture: Sendable {
    private let store: (any PictureStore)?
    private var decoder = Base64Decoder()
    private var room: [UInt8]
    private var filled = 0
    private var shelf: (any PictureShelf)?
    private var hash = SHA256()
    private var glance = FileGlance()
    private var held: [UInt8] = []
    private let expected: Int

    /// Smaller pictures, and there may be many of them, are not worth a file before they have a name.
    private static let stretch = 48 << 10

    /// Begins a picture.
    ///
    /// - Parameters:
    ///   - expected: How many bytes are likely to come.
    ///   - store: Where a large picture goes.
    init(expected: Int, into store: (any PictureStore)?) {
        self.expected = expected
        self.store = store
        room = [UInt8](repeating: 0, count: Self.stretch + Base64Decoder.slack)
    }

    /// Takes base64 text.
    ///
    /// - Returns: How many characters were used up: all of them, or as many as stand before one that
    ///   is not base64's.
    mutating func take(base64 text: UnsafeRawBufferPointer) -> Int {
        var used = 0
        while used < text.count {
            let rest = UnsafeRawBufferPointer(rebasing: text[used...])
            var (decoder, filled) = (decoder, filled)
            let (more, written) = room.withUnsafeMutableBytes { room in
                decoder.decode(
                    rest, into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
            }
            filled += written
            used += more
            self.decoder = decoder
            self.filled = filled
            if filled >= Self.stretch { putAway() }
            guard more > 0 else { break }
        }
        return used
    }

    /// Takes the picture's own bytes.
    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        if filled + bytes.count <= Self.stretch {
            let start = filled
            room.withUnsafeMutableBytes { room in
                UnsafeMutableRawBufferPointer(rebasing: room[start...]).copyMemory(from: bytes)
            }
            filled += bytes.count
        } else {
            putAway()
            putAway(bytes)
        }
    }

    /// Ends the picture.
    ///
    /// - Returns: The picture; nil if its base64 text is not whole.
    mutating func finish() -> ReceivedFile? {
        guard let last = decoder.finish() else { return nil }
        last.withUnsafeBytes { take($0) }
        guard let shelf else {
            held.append(contentsOf: room.prefix(filled))
            defer { held = [] }
            return .whole(held)
        }
        putAway()
        return .shelved(ShelvedPicture(on: shelf, Digest(hash.finalize()), glance))
    }

    private mutating func putAway() {
        let filled = filled
        self.filled = 0
        let full = room
        full.withUnsafeBytes { putAway(UnsafeRawBufferPointer(rebasing: $0[..<filled])) }
    }

    private mutating func putAway(_ bytes: UnsafeRawBufferPointer) {
        guard !bytes.isEmpty else { return }
        if shelf == nil, held.isEmpty { shelf = store?.shelf() }
        guard let shelf else {
            if held.isEmpty { held.reserveCapacity(max(expected, bytes.count)) }
            return held.append(contentsOf: bytes)
        }
        hash.update(bufferPointer: bytes)
        glance.see(bytes)
        shelf.append(bytes)
    }
}

/// A picture's file as it was received.
public enum ReceivedFile: Hashable, Sendable {
    /// All its bytes.
    case whole([UInt8])
    /// It lies in the store already, but not yet under its name.
    case shelved(ShelvedPicture)

    /// Its length in bytes.
    public var count: Int {
        switch self {
        case .whole(let bytes): bytes.count
        case .shelved(let picture): picture.count
        }
    }

    /// The SHA-256 of its bytes.
    public var digest: Digest {
        switch self {
        case .whole(let bytes): Digest(of: bytes)
        case .shelved(let picture): picture.digest
        }
    }

    /// All its bytes.
    ///
    /// - Throws: What reading from the store throws.
    public func bytes() throws -> [UInt8] {
        switch self {
        case .whole(let bytes): bytes
        case .shelved(let picture): try picture.bytes()
        }
    }

    /// Its first bytes: enough for the header of any usual file.
    public var head: [UInt8] {
        switch self {
        case .whole(let bytes): bytes
        case .shelved(let picture): picture.glance.head
        }
    }

    /// The size in its header; nil where the file does not say it plainly.
    var size: Size? {
        get throws {
            // Few files have so much before their size that their first bytes don't say it.
            if let size = Size(headerOf: head) { return size }
            guard case .shelved = self else { return nil }
            return Size(headerOf: try bytes())
        }
    }

    /// What is wrong with it.
    var flaw: PictureFlaw? {
        get throws {
            guard case .shelved(let picture) = self,
                case .known(let end) = picture.glance.end
            else { return PictureFlaw(in: try bytes()) }
            return try PictureFlaw(
                end, of: picture.count, try size, whole: { try picture.bytes() })
        }
    }
}

/// A picture that was hashed and looked at while it went into a store.
public struct ShelvedPicture: Hashable, Sendable {
    /// The SHA-256 of its bytes.
    public let digest: Digest
    /// Where it lies.
    public let shelf: any PictureShelf
    let glance: FileGlance

    init(on shelf: any PictureShelf, _ digest: Digest, _ glance: FileGlance) {
        self.shelf = shelf
        self.digest = digest
        self.glance = glance
    }

    /// Its length in bytes.
    public var count: Int { glance.count }

    /// All its bytes.
    ///
    /// - Throws: What reading from the store throws.
    public func bytes() throws -> [UInt8] { try shelf.bytes() }

    /// Pictures with the same bytes are the same.
    public static func == (one: Self, other: Self) -> Bool { one.digest == other.digest }

    /// Hashes the digest.
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
