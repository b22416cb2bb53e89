/// What a judge said of a session's picture; nothing of it is verified.
public struct SessionAnswer: Hashable, Sendable {
    /// The question, as it was put.
    public let question: String
    /// The judge's own words.
    public let words: String
    /// The judge, by its name in the catalogue of speakers.
    public let speaker: String
    /// The judge's model, by the service's own name.
    public let model: String
    /// The picture that it was shown.
    public let picture: SessionPicture
    /// The conversation with the judge, as the ledger has it.
    public let conversation: RunID
}

extension OpenSession {
    /// Asks a judge about the picture of a session, and writes down what it said.
    ///
    /// The picture and the session stay as they are.
    ///
    /// - Parameters:
    ///   - question: The question, sent as it is.
    ///   - judge: Whom to ask.
    ///   - store: Where the picture lies.
    /// - Returns: What the judge said.
    /// - Throws: ``Refusal`` where there is no picture, or it is gone; ``SpeakerFailure`` where the judge
    ///   said nothing of use; whatever the ledger and the store throw.
    public func ask(
        _ question: String, _ judge: SpeakerRoute, _ store: any PictureStore
    ) async throws -> SessionAnswer {
        let state = session.state
        guard let picture = state.picture else {
            throw Refusal(
                field: "picture", reason: "there is no picture yet to ask about",
                wayOut: "Say what the first one shows.")
        }
        guard let bytes = try await store.bytes(of: picture.file.digest) else {
            throw Refusal(
                field: "picture",
                reason: "the picture \(picture.file.digest) is no longer in the store",
                wayOut: "Put the file back, or go back to another turn.")
        }
        let (answer, run) = try await judge.converse(for: .describe) { conversation in
            let saying = try await conversation.ask(
                Question([Message(question, pictures: [picture.file])]),
                Materials([picture.file.digest: bytes]))
            return (words: try saying.words(), model: saying.model ?? judge.model)
        }
        try await note(.answered, state, words: "\(question)\n\(answer.words)")
        return SessionAnswer(
            question: question, words: answer.words, speaker: judge.speaker.id,
            model: answer.model, picture: picture, conversation: run)
    }
}
