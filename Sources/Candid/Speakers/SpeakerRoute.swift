/// A speaker or judge within reach, and where every word of it is written down.
public struct SpeakerRoute: Sendable {
    /// Whom to ask.
    public var provider: any SpeakerProvider
    /// The model to ask.
    public var model: String
    /// Where it is all written down.
    public var ledger: any Ledger
    /// The outside.
    public var world: World
    /// The largest reply that is taken, in bytes.
    public var replyLimit = 16 << 20
    /// When a question is sent again.
    public var retries = RetryPolicy()
    /// What is known of the route's traffic; share it among the routes of a process.
    public var traffic: Traffic
    /// What answers cost, and what they may.
    public var purse = Purse()

    /// Creates a route.
    public init(
        _ provider: any SpeakerProvider, model: String, ledger: any Ledger, world: World
    ) {
        self.provider = provider
        self.model = model
        self.ledger = ledger
        self.world = world
        traffic = Traffic(world)
    }

    /// What the service is.
    public var speaker: Speaker { provider.speaker }

    /// Holds a conversation, which is a run of its own in the ledger, and ends it whatever happens.
    ///
    /// - Parameters:
    ///   - purpose: What it is for.
    ///   - talk: Asks, once or several times.
    /// - Returns: What came of it, and the run.
    /// - Throws: ``SpeakerFailure``, `CancellationError`, or whatever the ledger throws.
    public func converse<Outcome: Sendable>(
        for purpose: Questioning.Purpose,
        _ talk: (Conversation) async throws -> Outcome
    ) async throws -> (outcome: Outcome, run: RunID) {
        let conversation = Conversation(route: self, purpose: purpose)
        do {
            let outcome = try await talk(conversation)
            try await conversation.end(.finished)
            return (outcome, conversation.run)
        } catch let failure as SpeakerFailure {
            try await conversation.end(.failed(failure.record(free: speaker.isFree)))
            throw failure
        } catch is CancellationError {
            let note = Cancellation(perhapsCharged: !speaker.isFree)
            try await conversation.end(.cancelled(note))
            throw CancellationError()
        }
    }

    /// Asks one question in a conversation of its own.
    ///
    /// - Parameters:
    ///   - question: The question.
    ///   - materials: The bytes of its pictures.
    ///   - purpose: What it is for.
    /// - Returns: What was said, however it ended.
    /// - Throws: Like ``converse(for:_:)``.
    public func ask(
        _ question: Question, _ materials: Materials = Materials(),
        for purpose: Questioning.Purpose
    ) async throws -> Saying {
        try await converse(for: purpose) { try await $0.ask(question, materials) }.outcome
    }

    /// Asks a judge to look at pictures and answer in JSON.
    ///
    /// - Parameters:
    ///   - pictures: The files.
    ///   - text: What to say of them.
    ///   - schema: What the answer must satisfy.
    ///   - system: What the judge is told beside it.
    ///   - purpose: What it is for.
    /// - Returns: The answer, and the model by the service's own name.
    /// - Throws: ``Refusal`` where a file is no picture; else like ``converse(for:_:)``.
    public func look(
        at pictures: [[UInt8]], _ text: String, schema: AnswerSchema, system: String? = nil,
        for purpose: Questioning.Purpose
    ) async throws -> (answer: JSONValue, model: String) {
        var bytes: [Digest: [UInt8]] = [:]
        var inputs: [InputPicture] = []
        for (index, file) in pictures.enumerated() {
            guard let picture = InputPicture(file) else {
                throw Refusal(
                    field: "picture", reason: "file \(index + 1) is no picture",
                    wayOut: "Give a PNG, JPEG, WebP or GIF file.")
            }
            inputs.append(picture)
            bytes[picture.digest] = file
        }
        let question = Question(
            system: system, [Message(text, pictures: inputs)], form: .json(schema))
        let materials = Materials(bytes)
        return try await converse(for: purpose) { conversation in
            let saying = try await conversation.ask(question, materials)
            return (try saying.json(under: schema), saying.model ?? model)
        }.outcome
    }
}
