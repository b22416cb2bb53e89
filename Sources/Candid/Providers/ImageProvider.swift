/// How to speak to one image service.
///
/// A provider is a codec: it turns an order into bytes and replies into the next step. It never
/// performs I/O, so every provider is tested from recorded bytes alone.
public protocol ImageProvider: Sendable {
    /// What the service can do, and within which limits.
    var engine: Engine { get }

    /// Encodes an order.
    ///
    /// The prompt's text must appear in the body unchanged. An order that the service cannot
    /// honour exactly is refused with ``ProviderFailure/unsupported(_:)``, never adjusted.
    func begin(_ order: Order) throws(ProviderFailure) -> WireRequest

    /// Reads a whole reply and says what to do next.
    func resume(_ reply: WireReply) throws(ProviderFailure) -> Step

    /// Reads one server-sent event of a streamed reply.
    func resume(_ event: ServerSentEvent) throws(ProviderFailure) -> StreamStep
}

/// What to do after a reply.
public enum Step: Hashable, Sendable {
    /// The pictures are here.
    case finish(Answer)
    /// Ask again: the service is still drawing, or the pictures are elsewhere.
    case send(WireRequest, after: Duration)
}

/// What an event of a streamed reply brought.
public enum StreamStep: Hashable, Sendable {
    /// Nothing that matters.
    case nothing
    /// An unfinished picture.
    case partial(index: Int, bytes: [UInt8])
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

    /// Adds what came later in the same stream.
    mutating func add(_ later: Answer) {
        pictures += later.pictures
        report = report.merged(with: later.report)
    }
}

extension EngineReport {
    /// The report of both: later figures are added, later words win.
    fileprivate func merged(with later: EngineReport) -> EngineReport {
        EngineReport(
            version: later.version ?? version,
            used: used.merging(later.used) { $1 },
            seed: later.seed ?? seed,
            requestID: later.requestID ?? requestID,
            usage: usage.merging(later.usage, uniquingKeysWith: +),
            notDrawn: later.notDrawn.isEmpty ? notDrawn : later.notDrawn,
            scenes: scenes + later.scenes)
    }
}
