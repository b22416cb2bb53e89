public import Foundation

/// The most that a caller may spend, in US dollars; nil is no bound.
public struct KeyBudget: Hashable, Sendable, Codable {
    /// On a day (UTC).
    public var day: Decimal?
    /// In a calendar month (UTC).
    public var month: Decimal?

    /// Creates a budget without any bound.
    public init() {}

    /// Whether there is no bound.
    public var isEmpty: Bool { day == nil && month == nil }

    /// For how long a bound counts.
    public enum Period: String, Hashable, Sendable, CaseIterable {
        /// A day (UTC).
        case day
        /// A calendar month (UTC).
        case month

        /// By what name a refusal has it.
        public var field: String { "budget.key.\(rawValue)" }

        /// When the next one begins.
        public func end(after time: Date) -> Date {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = .gmt
            let component: Calendar.Component = self == .day ? .day : .month
            return calendar.dateInterval(of: component, for: time)?.end ?? time
        }
    }
}

/// What a caller has spent or holds, in US dollars.
public struct KeySpending: Hashable, Sendable {
    /// On a day (UTC).
    public var day: Decimal
    /// In a calendar month (UTC).
    public var month: Decimal

    /// Creates the sums.
    public init(day: Decimal = 0, month: Decimal = 0) {
        self.day = day
        self.month = month
    }
}
