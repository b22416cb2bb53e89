public import Foundation

/// How often something may happen: a bucket that fills steadily, and each time takes one out.
///
/// A full bucket holds a minute's worth, so that a burst is let through once.
public struct TokenBucket: Hashable, Sendable {
    private let rate: Double
    private var tokens: Double
    private var filled: Date

    /// Creates a full bucket.
    ///
    /// - Parameters:
    ///   - perMinute: How often in a minute, at least 1.
    ///   - time: Now.
    public init(perMinute: Int, at time: Date) {
        rate = Double(max(1, perMinute))
        tokens = rate
        filled = time
    }

    /// How often in a minute.
    public var perMinute: Int { Int(rate) }

    /// Takes one out.
    ///
    /// - Parameter time: Now; a clock that was set back fills nothing.
    /// - Returns: nil where there was one; otherwise the seconds until there is, more than 0.
    public mutating func take(at time: Date) -> TimeInterval? {
        let passed = max(0, time.timeIntervalSince(filled))
        tokens = min(rate, tokens + passed * rate / 60)
        filled = time
        guard tokens >= 1 else { return (1 - tokens) * 60 / rate }
        tokens -= 1
        return nil
    }
}
