public import Foundation

/// What a run costs, in US dollars.
///
/// An unknown price is a nil `Cost`, never a cost of 0.
public struct Cost: Hashable, Sendable, Codable {
    /// How the figure came about.
    public enum Basis: String, Hashable, Sendable, Codable {
        /// Reckoned before the run.
        case estimate
        /// Reckoned afterwards from what the provider says it used.
        case settled
    }

    /// The lower bound in US dollars.
    public var low: Decimal
    /// The upper bound in US dollars; equal to the lower one where the price is exact.
    public var high: Decimal
    /// How the figure came about.
    public var basis: Basis
    /// Where the price comes from, in words.
    public var source: String

    /// Creates a cost.
    public init(low: Decimal, high: Decimal, basis: Basis, source: String) {
        self.low = low
        self.high = high
        self.basis = basis
        self.source = source
    }

    /// The cost of a picture that nobody is charged for.
    static func nothing(_ engine: Engine, _ basis: Basis) -> Cost {
        Cost(
            low: 0, high: 0, basis: basis,
            source: engine.isEmbedded
                ? "the embedded engine charges nothing" : "\(engine.id) runs on a machine of yours")
    }

    /// The cost of so many pictures at this cost each.
    public func times(_ count: Int) -> Cost {
        Cost(
            low: low * Decimal(count), high: high * Decimal(count), basis: basis, source: source)
    }

    /// Both together.
    func adding(_ other: Cost) -> Cost {
        Cost(
            low: low + other.low, high: high + other.high, basis: basis,
            source: source == other.source ? source : "\(source); \(other.source)")
    }

    /// The same figure as a settlement.
    public var asSettled: Cost {
        Cost(low: low, high: high, basis: .settled, source: source)
    }
}

extension Cost {
    /// An amount as people read it: four decimals, or six of less than a cent; the bounds of a range
    /// are rounded outwards.
    static func figure(_ amount: Decimal, _ rounding: Decimal.RoundingMode) -> String {
        var (value, rounded) = (amount, Decimal())
        NSDecimalRound(&rounded, &value, amount < Decimal(1) / 100 ? 6 : 4, rounding)
        return "\(rounded)"
    }

    /// The figure alone, such as `0.04 to 0.08 USD`.
    public var figure: String {
        low == high
            ? "\(Self.figure(low, .plain)) USD"
            : "\(Self.figure(low, .down)) to \(Self.figure(high, .up)) USD"
    }
}

extension Cost: CustomStringConvertible {
    /// The figure in words, such as `0.04 to 0.08 USD (estimate; …)`.
    public var description: String {
        "\(figure) (\(basis == .settled ? source : "estimate; \(source)"))"
    }
}
