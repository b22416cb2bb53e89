/// Every way in which a provider can let us down.
public enum ProviderFailure: Error, Hashable, Sendable {
    /// We refuse the order, because the service cannot honour it exactly.
    case unsupported(Refusal)
    /// The service declined the request, with its own code, words and HTTP status.
    case refused(code: String?, message: String, status: Int)
    /// Too many requests; the wait that the service asks for.
    case throttled(code: String?, message: String, retryAfter: Duration?)
    /// The service answered with something that is not in its documentation.
    case unreadable(status: Int, detail: String)
    /// The answer is larger than we take, in bytes.
    case tooLarge(limit: Int)
    /// No connection came about, so nothing was sent.
    case unreachable(String)
    /// The request went out, and the answer never came or broke off.
    case brokeOff(String)
}

extension Failure {
    /// The record of a provider's failure.
    ///
    /// - Parameters:
    ///   - failure: What happened.
    ///   - free: Whether the engine is known never to charge.
    init(_ failure: ProviderFailure, free: Bool) {
        switch failure {
        case .unsupported(let refusal):
            self.init(.refusedByUs, refusal.description)
        case .refused(let code, let message, let status):
            self.init(.refusedByProvider, message, code: code, status: status)
        case .throttled(let code, let message, _):
            self.init(.throttled, message, code: code, status: 429)
        case .unreadable(let status, let detail):
            self.init(.unreadable, detail, status: status, perhapsCharged: !free && status < 400)
        case .tooLarge(let limit):
            self.init(
                .unreadable,
                "the answer is larger than \(limit) bytes, more than Candid takes",
                perhapsCharged: !free)
        case .unreachable(let detail):
            self.init(.unreachable, detail)
        case .brokeOff(let detail):
            self.init(.unreachable, detail, perhapsCharged: !free)
        }
    }
}
