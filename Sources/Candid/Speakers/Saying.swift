import Foundation
import NIOCore

/// What a speaker or a judge said.
public struct Saying: Hashable, Sendable, Codable {
    /// How it ended.
    public enum Ending: String, Hashable, Sendable, Codable {
        /// The speaker had said it all.
        case complete
        /// The limit of tokens cut it off.
        case cutOff = "cut_off"
        /// The speaker itself declined.
        case declined
        /// A filter of the service's stopped it.
        case filtered
    }

    /// The words, as they came; empty where there are none.
    public var text: String
    /// How it ended.
    public var ending: Ending
    /// The model, by the service's own name; nil where it does not say.
    public var model: String?
    /// For each statement how likely it is to be true, from 0 to 1; nil where the service declined.
    public var likelihoods: [Double?]?
    /// Tokens used, by the service's names.
    public var usage: [String: Int]
    /// The service's own identifier of the request.
    public var requestID: String?

    /// Creates a saying.
    public init(
        _ text: String, ending: Ending = .complete, model: String? = nil,
        likelihoods: [Double?]? = nil, usage: [String: Int] = [:], requestID: String? = nil
    ) {
        self.text = text
        self.ending = ending
        self.model = model
        self.likelihoods = likelihoods
        self.usage = usage
        self.requestID = requestID
    }

    private enum CodingKeys: String, CodingKey {
        case text, ending, model, likelihoods, usage
        case requestID = "request_id"
    }

    /// The words, where the speaker had said it all.
    ///
    /// - Throws: ``SpeakerFailure`` where it was cut off, declined, filtered, or said nothing.
    public func words() throws(SpeakerFailure) -> String {
        switch ending {
        case .cutOff: throw .cutOff(text)
        case .declined: throw .declined(text)
        case .filtered: throw .filtered(text)
        case .complete: break
        }
        guard !text.unicodeScalars.allSatisfy(\.properties.isWhitespace) else { throw .empty }
        return text
    }

    /// The JSON that the words are.
    ///
    /// A fence of backticks around it is taken off, because many models put one there unasked.
    ///
    /// - Parameter schema: What it must satisfy.
    /// - Returns: The JSON.
    /// - Throws: ``SpeakerFailure``.
    public func json(under schema: AnswerSchema) throws(SpeakerFailure) -> JSONValue {
        let words = try words()
        guard let value = JSONValue(text: Self.unfenced(words)) else { throw .notJSON(words) }
        if let objection = schema.objection(to: value) { throw .wrongJSON(objection) }
        return value
    }

    private static func unfenced(_ text: String) -> String {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.hasPrefix("```"), trimmed.hasSuffix("```"), trimmed.utf8.count > 6,
            let line = trimmed.firstIndex(where: \.isNewline)
        else { return trimmed }
        return String(trimmed[trimmed.index(after: line)...].dropLast(3))
    }
}
