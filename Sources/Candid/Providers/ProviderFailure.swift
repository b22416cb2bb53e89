/// Every way in which a provider can let us down.
public enum ProviderFailure: Error, Hashable, Sendable {
    /// We refuse the order, because the service cannot honour it exactly.
    case unsupported(Refusal)
    /// The service declined the request, with its own code, words and HTTP status.
    case refused(code: String?, message: String, status: Int)
    /// Not now: too many requests, or the service is overloaded. Nothing was made.
    case throttled(code: String?, message: String, retryAfter: Duration?)
    /// The service broke down over the request.
    case failing(code: String?, message: String, status: Int)
    /// The service answered with something that is not in its documentation.
    case unreadable(status: Int, detail: String)
    /// The answer is larger than we take, in bytes.
    case tooLarge(limit: Int)
    /// No connection came about, so nothing was sent.
    case unreachable(String)
    /// The request went out, and the answer never came or broke off.
    case brokeOff(String)
}

extension ProviderFailure {
    /// Whether a provider that charges may charge for what ended so.
    ///
    /// A refusal, a wait and a missing connection make nothing. What broke off or can't be read may
    /// have been made. Of a breakdown only the service's own words count: a proxy's page says
    /// nothing of what happens behind it.
    public var isPerhapsCharged: Bool {
        switch self {
        case .unsupported, .refused, .throttled, .unreachable: false
        case .failing(let code, _, _): code == nil
        case .unreadable(let status, _): status < 400 || status >= 500
        case .tooLarge, .brokeOff: true
        }
    }

    /// What went wrong, in words for people.
    public var message: String {
        switch self {
        case .unsupported(let refusal): refusal.description
        case .refused(_, let message, _), .throttled(_, let message, _),
            .failing(_, let message, _):
            message
        case .unreadable(_, let detail), .unreachable(let detail), .brokeOff(let detail): detail
        case .tooLarge(let limit):
            "the answer is larger than \(limit) bytes, more than Candid takes"
        }
    }

    /// The same failure without any of the secrets, which a service may repeat in its words.
    func redacting(_ secrets: [String]) -> ProviderFailure {
        func clean(_ text: String) -> String {
            secrets.reduce(text) { $1.utf8.count < 4 ? $0 : $0.replacing($1, with: "[key]") }
        }
        return switch self {
        case .unsupported, .tooLarge: self
        case .refused(let code, let message, let status):
            .refused(code: code, message: clean(message), status: status)
        case .throttled(let code, let message, let wait):
            .throttled(code: code, message: clean(message), retryAfter: wait)
        case .failing(let code, let message, let status):
            .failing(code: code, message: clean(message), status: status)
        case .unreadable(let status, let detail):
            .unreadable(status: status, detail: clean(detail))
        case .unreachable(let detail): .unreachable(clean(detail))
        case .brokeOff(let detail): .brokeOff(clean(detail))
        }
    }
}

extension Failure {
    /// The record of a provider's failure.
    ///
    /// - Parameters:
    ///   - failure: What happened.
    ///   - free: Whether the engine is known never to charge.
    init(_ failure: ProviderFailure, free: Bool) {
        let charged = !free && failure.isPerhapsCharged
        let message = failure.message
        switch failure {
        case .unsupported: self.init(.refusedByUs, message)
        case .refused(let code, _, let status):
            self.init(.refusedByProvider, message, code: code, status: status)
        case .throttled(let code, _, _):
            self.init(.throttled, message, code: code, status: 429)
        case .failing(let code, _, let status):
            self.init(.unreadable, message, code: code, status: status, perhapsCharged: charged)
        case .unreadable(let status, _):
            self.init(.unreadable, message, status: status, perhapsCharged: charged)
        case .tooLarge: self.init(.unreadable, message, perhapsCharged: charged)
        case .unreachable, .brokeOff: self.init(.unreachable, message, perhapsCharged: charged)
        }
    }
}
