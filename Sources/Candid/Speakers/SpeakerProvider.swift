import Foundation
import NIOCore

/// How to speak to one speaker or judge.
///
/// A codec, like ``ImageProvider``: it turns a question into bytes and a reply into what was said,
/// and never performs I/O.
public protocol SpeakerProvider: Sendable {
    /// What the service is.
    var speaker: Speaker { get }

    /// Encodes a question.
    ///
    /// - Parameters:
    ///   - question: The question; every text of it must appear in the body unchanged.
    ///   - model: The model to ask.
    ///   - materials: The bytes of the question's pictures.
    /// - Returns: The request.
    /// - Throws: ``ProviderFailure/unsupported(_:)`` for what the service can't be asked.
    func begin(
        _ question: Question, model: String, _ materials: Materials
    ) throws(ProviderFailure) -> WireRequest

    /// Reads a reply.
    ///
    /// What was declined, filtered or cut off is a saying, too, because it has been said and paid.
    ///
    /// - Throws: ``ProviderFailure`` for everything that is no saying.
    func resume(_ reply: Reply) throws(ProviderFailure) -> Saying
}

/// Where a speaker is reached.
public struct SpeakerAddress: Hashable, Sendable {
    /// The address up to and including the version, such as `https://api.openai.com/v1`.
    public var base: String
    /// Header fields for every request, such as the one that holds the key.
    public var headers: [String: String]

    /// Creates an address.
    public init(_ base: String, headers: [String: String] = [:]) {
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.headers = headers
    }

    /// A request with a JSON body, its keys in alphabetical order.
    func post(_ path: String, _ body: [String: JSONValue]) -> WireRequest {
        WireRequest(
            "POST", base + path,
            headers: headers.merging(["content-type": "application/json"]) { $1 },
            body: JSONValue.object(body).encoded())
    }
}

extension Speaker {
    /// The codec for the speaker's dialect.
    public func provider(at address: SpeakerAddress) -> any SpeakerProvider {
        switch dialect {
        case .openAIChat: OpenAIChatSpeaker(self, address)
        case .openAIResponses: OpenAIResponsesSpeaker(self, address)
        case .openAIDecisions: OpenAIDecisionsJudge(self, address)
        case .anthropic: AnthropicSpeaker(self, address)
        case .gemini: GeminiSpeaker(self, address)
        }
    }

    /// The system text, with the schema in it where the service has no field for one.
    func system(of question: Question) -> String? {
        guard case .json(let schema) = question.form, structure == .object || structure == .words
        else { return question.system }
        let demand =
            "Answer with one JSON object and nothing else. It must satisfy this JSON Schema:\n"
            + String(buffer: schema.json.encoded())
        return question.system.map { $0 + "\n\n" + demand } ?? demand
    }
}

extension Materials {
    /// A picture as a data URL, which every service takes and no address leaks.
    func dataURL(of picture: InputPicture) throws(ProviderFailure) -> String {
        "data:\(picture.format.mediaType);base64,"
            + Data(try bytes(of: picture)).base64EncodedString()
    }
}

extension Reply {
    /// The body of a reply that is no error.
    func speakerJSON() throws(ProviderFailure) -> JSONValue {
        guard (200..<300).contains(status) else { throw OpenAIError.failure(of: self) }
        guard let json else {
            throw .unreadable(status: status, detail: "the speaker's answer is not JSON")
        }
        if let error = OpenAIError(json) { throw error.failure(status: status) }
        return json
    }
}
