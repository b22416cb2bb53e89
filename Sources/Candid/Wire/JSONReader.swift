public import NIOCore

/// What is wrong with a JSON text.
public enum JSONProblem: Error, Hashable, Sendable {
    /// It is not JSON, after so many bytes.
    case malformed(String, at: Int)
    /// It ends too early.
    case truncated
    /// It holds more bytes than the limit.
    case tooLarge(limit: Int)
    /// It is nested deeper than the limit.
    case tooDeep(limit: Int)
    /// It holds more values than the limit.
    case tooMany(limit: Int)
    /// A picture's text is not base64; where it stands.
    case notBase64(String)
    /// An object has a key twice, where that is refused; its place.
    case repeated(String)
}

extension JSONProblem: CustomStringConvertible {
    /// The problem in words.
    public var description: String {
        switch self {
        case .malformed(let detail, let place): "no valid JSON at byte \(place): \(detail)"
        case .truncated: "JSON that ends too early"
        case .tooLarge(let limit): "more than \(limit) bytes"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .tooMany(let limit): "more than \(limit) values"
        case .notBase64(let place): "\(place) holds no picture as base64 text"
        case .repeated(let place): "\(place) stands there twice"
        }
    }
}

/// Reads JSON (RFC 8259) as its bytes arrive, within limits that are set before anything is kept.
///
/// Strings under certain keys are pictures in base64. They are decoded on the way in, so that an
/// answer's text and its pictures are never both in memory; with a store, large ones are not in
/// memory at all.
public struct JSONReader: Sendable {
    /// What is too much.
    public struct Limits: Hashable, Sendable {
        /// Bytes in all.
        public var bytes: Int
        /// Bytes in one string that is no picture, as it is kept.
        public var text: Int
        /// Levels of nesting.
        public var depth = 64
        /// Values in all.
        public var values = 200_000
        /// Whether an object may have a key twice, of which the last one counts.
        ///
        /// Whoever passes the text on must not take it: others count the first one (RFC 8259, 4).
        public var repeatedKeys = true

        /// Creates limits with the usual depth and number of values.
        public init(bytes: Int) {
            self.bytes = bytes
            text = bytes
        }

        /// Limits for what comes from a provider: whatever is longer than 64 MB of text is no answer.
        static func reply(bytes: Int) -> Self {
            var limits = Limits(bytes: bytes)
            limits.text = min(bytes, 64 << 20)
            return limits
        }
    }

    enum State: Hashable {
        case value, firstValue, firstKey, key, colon, next, end
        case number, literal
        case string(isKey: Bool)
        case escape(isKey: Bool)
        case unicode(isKey: Bool)
        case picture, pictureEscape
    }

    enum Frame {
        case list([JSONValue])
        case object([String: JSONValue], key: String)
    }

    let limits: Limits
    let pictureKeys: Set<String>
    let store: (any PictureStore)?
    /// How many bytes are still likely to come.
    var expected: Int
    var state = State.value
    var frames: [Frame] = []
    var token: [UInt8] = []
    var digits: [UInt8] = []
    var surrogate: UInt16?
    /// The picture that is being read.
    var picture: ArrivingPicture?
    /// A data URL's head, until its comma; nil once the picture's own text has begun.
    var pictureHead: [UInt8]?
    var root: JSONValue?
    var values = 0
    var position = 0

    /// Creates a reader.
    ///
    /// - Parameters:
    ///   - limits: What is too much.
    ///   - pictureKeys: The keys whose strings, or lists of strings, are pictures.
    ///   - store: Where large pictures go while they arrive; nil holds them in memory.
    ///   - expected: How many bytes are likely to come.
    public init(
        limits: Limits, pictureKeys: Set<String> = [], into store: (any PictureStore)? = nil,
        expected: Int = 0
    ) {
        self.limits = limits
        self.pictureKeys = pictureKeys
        self.store = store
        self.expected = min(expected, limits.bytes)
    }

    /// Reads a whole text.
    public static func read(
        _ bytes: some Sequence<UInt8>, limits: Limits, pictureKeys: Set<String> = [],
        into store: (any PictureStore)? = nil
    ) throws(JSONProblem) -> JSONValue {
        var reader = JSONReader(limits: limits, pictureKeys: pictureKeys, into: store)
        try reader.take(ByteBuffer(bytes: bytes))
        return try reader.finish()
    }

    /// Takes the next bytes.
    public mutating func take(_ chunk: ByteBuffer) throws(JSONProblem) {
        // NIO's accessor can't carry the type of an error through.
        let outcome: Result<Void, JSONProblem> = chunk.withUnsafeReadableBytes { bytes in
            do throws(JSONProblem) {
                return .success(try take(bytes))
            } catch {
                return .failure(error)
            }
        }
        try outcome.get()
    }

    /// Takes the next bytes in place.
    mutating func take(_ chunk: UnsafeRawBufferPointer) throws(JSONProblem) {
        guard chunk.count <= limits.bytes - position else { throw .tooLarge(limit: limits.bytes) }
        var index = 0
        let before = position
        while index < chunk.count {
            position = before + index
            switch state {
            case .string(let isKey): index = try takeString(chunk, from: index, isKey: isKey)
            case .picture: index = try takePicture(chunk, from: index)
            default:
                // A number ends with the byte after it, which is then read again.
                if try take(chunk[index]) { index += 1 }
            }
        }
        position = before + chunk.count
        expected -= chunk.count
    }

    /// Ends the text.
    ///
    /// - Returns: The value that it holds.
    public mutating func finish() throws(JSONProblem) -> JSONValue {
        if state == .number { try endNumber() }
        guard state == .end, let root else { throw .truncated }
        return root
    }

    /// Whether a whole value has been read.
    var isComplete: Bool { state == .end }

    /// The place of the value that is being read, such as `data[0].b64_json`.
    var path: String {
        var path = ""
        for frame in frames {
            switch frame {
            case .list(let list): path += "[\(list.count)]"
            case .object(_, let key): path += path.isEmpty ? key : ".\(key)"
            }
        }
        return path.isEmpty ? "the text" : path
    }

    func malformed(_ detail: String) -> JSONProblem { .malformed(detail, at: position) }
}
