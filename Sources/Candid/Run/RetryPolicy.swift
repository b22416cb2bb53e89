/// When a request is sent again: only where nothing was made the first time.
public struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent at the most.
    public var attempts = 3
    /// The longest wait that a service may ask for; beyond it the run ends.
    public var longestWait = Duration.seconds(120)
    /// The first of our own waits at its longest; each one after is twice as long.
    public var firstWait = Duration.seconds(1)
    /// The longest of our own waits.
    public var longestOwnWait = Duration.seconds(30)

    /// Creates the usual policy.
    public init() {}

    /// How long to wait before sending again; nil where the run must end.
    ///
    /// Our own waits have full jitter, evenly from 0 to a bound that doubles, so that many clients
    /// do not come back together (“Exponential Backoff And Jitter”, AWS Architecture Blog, 2015).
    ///
    /// - Parameters:
    ///   - failure: What happened.
    ///   - attempt: How often the request was sent, from 1.
    ///   - random: A random number.
    /// - Returns: The wait, from 0 on.
    func wait(after failure: ProviderFailure, attempt: Int, random: UInt64) -> Duration? {
        guard attempt < attempts else { return nil }
        switch failure {
        case .throttled(_, _, let asked?): return asked <= longestWait ? asked : nil
        case .throttled: break
        // The service itself says that it broke down, so that there is no picture to pay for.
        case .failing(let code, _, _) where code != nil: break
        default: return nil
        }
        let bound = min(longestOwnWait, firstWait * (1 << min(attempt - 1, 16)))
        return bound * (Double(random >> 11) / Double(1 << 53))
    }
}
