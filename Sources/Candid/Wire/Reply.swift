import NIOCore

/// A whole reply, read: what a provider's codec works on.
public struct Reply: Hashable, Sendable {
    /// What the body holds.
    public enum Body: Hashable, Sendable {
        /// JSON, its pictures decoded.
        case json(JSONValue)
        /// Anything else, such as a picture, or a proxy's page.
        case other([UInt8])
        /// A picture that went into a store while it arrived.
        case shelved(ShelvedPicture)
    }

    /// The HTTP status.
    public var status: Int
    /// The header fields, their names in lower case.
    public var headers: [String: String]
    /// The body.
    public var body: Body

    /// Creates a reply.
    public init(status: Int, headers: [String: String] = [:], body: Body) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// Reads a reply that is here already.
    ///
    /// - Throws: ``ProviderFailure`` if the body begins as JSON and is not.
    public init(
        _ reply: WireReply, pictureKeys: Set<String> = [], into store: (any PictureStore)? = nil
    ) throws(ProviderFailure) {
        var reader = ReplyReader(
            status: reply.status, headers: reply.headers, pictureKeys: pictureKeys, into: store,
            limit: max(1, reply.body.readableBytes))
        try reader.take(reply.body)
        self = try reader.finish()
    }

    /// The body, if it is JSON.
    public var json: JSONValue? {
        if case .json(let value) = body { value } else { nil }
    }

    /// The body, if it is no JSON and not empty.
    var file: ReceivedFile? {
        switch body {
        case .json: nil
        case .other(let bytes): bytes.isEmpty ? nil : .whole(bytes)
        case .shelved(let picture): .shelved(picture)
        }
    }

    /// The provider's own name for the request, by the usual header fields.
    public var requestID: String? { headers["x-request-id"] ?? headers["request-id"] }
}

/// Reads a reply's body as it arrives.
///
/// Bytes tell JSON from the rest, since services label it as they like.
struct ReplyReader: Sendable {
    private let status: Int
    private let headers: [String: String]
    private let pictureKeys: Set<String>
    private let limit: Int
    private let store: (any PictureStore)?
    private var json: JSONReader?
    private var other: ArrivingPicture?
    private var otherCount = 0
    /// Whether an error's body has said enough, so that the rest of it need not be read.
    private(set) var isFull = false

    /// An error's body is read so far, and no further: nobody needs more of it.
    private static let errorLimit = 1 << 20

    init(
        status: Int, headers: [String: String], pictureKeys: Set<String>,
        into store: (any PictureStore)? = nil, limit: Int
    ) {
        self.status = status
        self.store = status < 400 ? store : nil
        self.headers = headers
        self.pictureKeys = pictureKeys
        self.limit = status < 400 ? limit : min(limit, Self.errorLimit)
    }

    mutating func take(_ chunk: ByteBuffer) throws(ProviderFailure) {
        do throws(ProviderFailure) {
            try add(chunk)
        } catch .tooLarge(let limit) {
            // The status has said what matters: a long page is no reason to forget it.
            guard status >= 400 else { throw .tooLarge(limit: limit) }
            (json, isFull) = (nil, true)
        }
    }

    private mutating func add(_ chunk: ByteBuffer) throws(ProviderFailure) {
        if json == nil, other == nil { begin(with: chunk) }
        if json != nil {
            do throws(JSONProblem) {
                try json?.take(chunk)
            } catch {
                throw failure(error)
            }
        } else if other != nil {
            otherCount += chunk.readableBytes
            guard otherCount <= limit else { throw .tooLarge(limit: limit) }
            chunk.withUnsafeReadableBytes { other?.take($0) }
        }
    }

    mutating func finish() throws(ProviderFailure) -> Reply {
        guard json != nil else {
            let body: Reply.Body =
                switch other?.finish() {
                case .shelved(let picture): .shelved(picture)
                case .whole(let bytes): .other(bytes)
                case nil: .other([])
                }
            return Reply(status: status, headers: headers, body: body)
        }
        do throws(JSONProblem) {
            guard let value = try json?.finish() else { throw .truncated }
            return Reply(status: status, headers: headers, body: .json(value))
        } catch {
            throw failure(error)
        }
    }

    private mutating func begin(with chunk: ByteBuffer) {
        let blanks: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = chunk.readableBytesView.first(where: { !blanks.contains($0) }) else {
            return
        }
        let expected = min(limit, headers["content-length"].flatMap(Int.init) ?? 0)
        guard first == 0x7B || first == 0x5B else {
            let isPicture = PictureFormat(sniffing: chunk.readableBytesView) != nil
            other = ArrivingPicture(expected: expected, into: isPicture ? store : nil)
            return
        }
        json = JSONReader(
            limits: .reply(bytes: limit), pictureKeys: pictureKeys, into: store,
            expected: expected)
    }

    private func failure(_ problem: JSONProblem) -> ProviderFailure {
        if case .tooLarge(let limit) = problem { return .tooLarge(limit: limit) }
        return .unreadable(status: status, detail: "the answer is unreadable: \(problem)")
    }
}
