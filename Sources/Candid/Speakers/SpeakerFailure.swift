/// Every way in which a speaker or a judge can let us down.
public enum SpeakerFailure: Error, Hashable, Sendable {
    /// The service did.
    case service(ProviderFailure)
    /// The speaker itself declined, in its own words.
    case declined(String)
    /// A filter of the service's stopped it; what it says of it.
    case filtered(String)
    /// The answer reached the limit of tokens; what there is of it.
    case cutOff(String)
    /// The answer is empty.
    case empty
    /// The answer is no JSON; what it is.
    case notJSON(String)
    /// The answer is JSON, but not as it was asked for; why.
    case wrongJSON(String)
}

extension SpeakerFailure {
    /// Whether asking again with the error can help.
    public var isRepairable: Bool {
        switch self {
        case .cutOff, .empty, .notJSON, .wrongJSON: true
        case .service, .declined, .filtered: false
        }
    }

    /// What went wrong, in words for people and for the speaker.
    public var message: String {
        switch self {
        case .service(let failure): failure.message
        case .declined(let words): "the speaker declined" + Self.quoted(words)
        case .filtered(let words): "a filter stopped the answer" + Self.quoted(words)
        case .cutOff(let words):
            "the answer was cut off at the limit of tokens" + Self.quoted(words)
        case .empty: "the answer is empty"
        case .notJSON(let words): "the answer is not JSON" + Self.quoted(words)
        case .wrongJSON(let objection): objection
        }
    }

    private static func quoted(_ words: String) -> String {
        guard !words.isEmpty else { return "" }
        let head = words.unicodeScalars.prefix(160)
        return
            ": “\(String(String.UnicodeScalarView(head)))\(words.unicodeScalars.count > 160 ? "…" : "")”"
    }

    /// The record of the failure.
    ///
    /// - Parameter free: Whether the speaker is known never to charge.
    /// - Returns: The record.
    public func record(free: Bool) -> Failure {
        switch self {
        case .service(let failure): Failure(failure, free: free)
        case .declined, .filtered: Failure(.refusedByProvider, message)
        case .cutOff, .empty, .notJSON, .wrongJSON: Failure(.unreadable, message)
        }
    }
}
