/// OpenAI's `/v1/decisions`: a judge that says how likely statements about a picture are.
public struct OpenAIDecisionsJudge: SpeakerProvider {
    /// What the service is.
    public let speaker: Speaker
    private let address: SpeakerAddress

    /// The most statements in one request.
    private static let most = 400

    /// Creates a codec.
    public init(_ speaker: Speaker, _ address: SpeakerAddress) {
        self.speaker = speaker
        self.address = address
    }

    /// Encodes the statements as predicates about the messages.
    public func begin(
        _ question: Question, model: String, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest {
        try speaker.check(question)
        guard case .likelihoods(let statements) = question.form,
            1...Self.most ~= statements.count
        else {
            throw .unsupported(
                Refusal(
                    field: speaker.id, reason: "it weighs 1 to \(Self.most) statements at a time",
                    wayOut: "Ask in parts."))
        }
        var input: [JSONValue] = []
        if let system = question.system {
            input.append(.object(["role": .text("system"), "content": .text(system)]))
        }
        for message in question.messages { input.append(try json(message, materials)) }
        let questions = statements.map {
            JSONValue.object(["type": .text("predicate"), "instructions": .text($0)])
        }
        return address.post(
            "/decisions",
            ["model": .text(model), "input": .list(input), "questions": .list(questions)])
    }

    /// Reads the probabilities, in the statements' order.
    public func resume(_ reply: Reply) throws(ProviderFailure) -> Saying {
        let json = try reply.speakerJSON()
        guard let answers = json["answers"]?.list, !answers.isEmpty else {
            throw .unreadable(status: reply.status, detail: "the decision has no “answers”")
        }
        var likelihoods: [Double?] = []
        for answer in answers {
            let probability = answer["probability"]?.number
            guard probability.map({ 0...1 ~= $0 }) ?? (answer["type"]?.text == "refusal") else {
                throw .unreadable(
                    status: reply.status,
                    detail: "answer \(likelihoods.count + 1) of the decision is no probability")
            }
            likelihoods.append(probability)
        }
        return Saying(
            "", model: json["model"]?.text, likelihoods: likelihoods,
            usage: OpenAIAnswer.usage(json["usage"]), requestID: reply.requestID)
    }

    private func json(
        _ message: Message, _ materials: Materials
    ) throws(ProviderFailure) -> JSONValue {
        var parts: [JSONValue] = []
        for picture in message.pictures {
            parts.append(
                .object([
                    "type": .text("input_image"),
                    "image_url": .text(try materials.dataURL(of: picture)),
                ]))
        }
        parts.append(.object(["type": .text("input_text"), "text": .text(message.text)]))
        return .object(["role": .text("user"), "content": .list(parts)])
    }
}
