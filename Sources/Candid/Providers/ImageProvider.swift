/// How to speak to one image service.
///
/// A provider is a codec: it turns an order into bytes and replies into the next step. It never
/// performs I/O, so every provider is tested from recorded bytes alone.
public protocol ImageProvider: Sendable {
    /// What the service can do, within which limits, and what it promises.
    var engine: Engine { get }

    /// The keys in the service's JSON whose strings are pictures in base64.
    var pictureKeys: Set<String> { get }

    /// Encodes an exchange's order.
    ///
    /// The prompt's text must appear in the body unchanged. An order that the service cannot
    /// honour exactly is refused with ``ProviderFailure/unsupported(_:)``, never adjusted.
    ///
    /// - Parameters:
    ///   - exchange: The order, and where to note what later replies need, such as a job's name.
    ///   - materials: The bytes of the order's pictures.
    /// - Returns: The request that buys the pictures.
    /// - Throws: ``ProviderFailure/unsupported(_:)``.
    func begin(
        _ exchange: inout Exchange, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest

    /// Reads a whole reply and says what to do next.
    func resume(_ reply: Reply, _ exchange: inout Exchange) throws(ProviderFailure) -> Step

    /// Reads one server-sent event of a streamed reply.
    func resume(
        _ event: WireEvent, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> StreamStep

    /// A request that asks what became of a job, after its answer was lost; it must cost nothing.
    ///
    /// - Parameters:
    ///   - job: The service's own name for the job.
    ///   - order: What was ordered.
    /// - Returns: The request, whose reply goes to ``resume(_:_:)-(Reply,_)``; nil where the service
    ///   can't be asked.
    func inquiry(about job: String, _ order: Order) -> WireRequest?

    /// Asks a service to stop a job that nobody waits for any more.
    ///
    /// - Parameter job: The service's own name for the job.
    /// - Returns: The request, whose reply nobody needs; nil where there is no such thing.
    func cancellation(of job: String) -> WireRequest?
}

extension ImageProvider {
    /// Most services take nothing back.
    public func cancellation(of job: String) -> WireRequest? { nil }

    /// Most services can't be asked.
    public func inquiry(about job: String, _ order: Order) -> WireRequest? { nil }

    /// Most services stream nothing.
    public func resume(
        _ event: WireEvent, _ exchange: inout Exchange
    ) throws(ProviderFailure) -> StreamStep {
        throw .unreadable(status: 200, detail: "\(engine.id) sent a stream that nobody asked for")
    }

    /// Encodes an order without pictures.
    public func begin(_ order: Order) throws(ProviderFailure) -> WireRequest {
        var exchange = Exchange(order, run: RunID(0))
        return try begin(&exchange, Materials())
    }
}

/// What a provider remembers from one request of a run to the next.
public struct Exchange: Hashable, Sendable {
    /// What was ordered.
    public let order: Order
    /// The run; services that let the caller name a job are given this name.
    public let run: RunID
    /// The service's own name for the job, once it is known: by it the service can be asked later.
    public var job: String?
    /// What is here so far, where pictures come one by one.
    public var answer = Answer(pictures: [], report: EngineReport())
    /// What is still to be fetched, where pictures lie at addresses.
    public var remaining: [String] = []
    /// What is still to be sent before the job begins, where pictures go up one by one.
    public var pending: [WireRequest] = []
    /// How often a job was asked about.
    public var polls = 0

    /// Creates the memory of a run that begins.
    public init(_ order: Order, run: RunID) {
        self.order = order
        self.run = run
    }
}

/// The bytes of an order's pictures, each under its digest.
public struct Materials: Hashable, Sendable {
    private var pictures: [Digest: [UInt8]]

    /// Creates materials.
    public init(_ pictures: [Digest: [UInt8]] = [:]) {
        self.pictures = pictures
    }

    /// Reads a picture.
    ///
    /// - Throws: ``ProviderFailure/unsupported(_:)`` if it is not among them.
    public func bytes(of picture: InputPicture) throws(ProviderFailure) -> [UInt8] {
        guard let bytes = pictures[picture.digest] else {
            throw .unsupported(
                Refusal(
                    field: "image", reason: "the picture \(picture.digest) is not in the store",
                    wayOut: "Give its file again."))
        }
        return bytes
    }
}

/// What to do after a reply.
public enum Step: Hashable, Sendable {
    /// The pictures are here.
    case finish(Answer)
    /// Ask on: the service is still drawing, or the pictures are elsewhere. Such a request buys
    /// nothing.
    case send(WireRequest, after: Duration)
}

/// What an event of a streamed reply brought.
public enum StreamStep: Hashable, Sendable {
    /// Nothing that matters.
    case nothing
    /// An unfinished picture.
    case partial(index: Int, ReceivedFile)
    /// Finished pictures; more may follow until the stream ends.
    case pictures(Answer)
}

/// What a service gave back.
public struct Answer: Hashable, Sendable {
    /// The pictures, in the service's order.
    public var pictures: [ReceivedPicture]
    /// What it says of its work.
    public var report: EngineReport

    /// Creates an answer.
    public init(pictures: [ReceivedPicture], report: EngineReport) {
        self.pictures = pictures
        self.report = report
    }

    /// Adds what came later.
    public mutating func add(_ later: Answer) {
        pictures += later.pictures
        report = report.merged(with: later.report)
    }
}
