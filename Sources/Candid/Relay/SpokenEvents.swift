import NIOCore

/// What a streamed answer says, gathered from its events as they pass.
///
/// Chat Completions sends pieces of one choice, Responses ends with the whole response.
struct SpokenEvents {
    private var reader: EventReader
    private var saying = Saying("")
    private var response: JSONValue?
    private var failure: ProviderFailure?
    private var isEnded = false

    init(limit: Int) { reader = EventReader(limits: .reply(bytes: limit)) }

    /// Takes the next bytes.
    ///
    /// - Throws: ``ProviderFailure/unreadable(status:detail:)``.
    mutating func take(_ chunk: ByteBuffer) throws(ProviderFailure) {
        do throws(JSONProblem) {
            for event in try reader.take(chunk) { take(event) }
        } catch {
            throw .unreadable(status: 200, detail: "an event of the stream is unreadable: \(error)")
        }
    }

    /// What was said.
    ///
    /// - Throws: ``ProviderFailure`` where the stream told of one, or ended early.
    mutating func finish(_ provider: any SpeakerProvider) throws(ProviderFailure) -> Saying {
        if let last = try? reader.finish() { take(last) }
        if let failure { throw failure }
        if let response {
            return try provider.resume(Reply(status: 200, body: .json(response)))
        }
        guard isEnded else { throw .brokeOff("the stream ended before the answer did") }
        return saying
    }

    private mutating func take(_ event: WireEvent) {
        guard let json = event.data else {
            isEnded = true
            return
        }
        if let error = OpenAIError(json) { failure = error.failure(status: 200) }
        if let whole = json["response"], (json["type"]?.text ?? "").isEnd { response = whole }
        saying.model = json["model"]?.text ?? saying.model
        if json["usage"]?.object != nil { saying.usage = OpenAIAnswer.usage(json["usage"]) }
        guard let choice = json["choices"]?.list?.first else { return }
        saying.text += choice["delta"]?["content"]?.text ?? ""
        if let refusal = choice["delta"]?["refusal"]?.text {
            saying.text += refusal
            saying.ending = .declined
        }
        switch choice["finish_reason"]?.text {
        case nil: return
        case "length": saying.ending = .cutOff
        case "content_filter": saying.ending = .filtered
        default: break
        }
        isEnded = true
    }
}

extension String {
    /// Whether an event of this type ends a response.
    fileprivate var isEnd: Bool {
        ["response.completed", "response.incomplete", "response.failed"].contains(self)
    }
}
