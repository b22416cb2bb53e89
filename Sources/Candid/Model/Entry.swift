public import Foundation

/// One event, and when and in which run it happened.
public struct Entry: Hashable, Sendable, Codable {
    /// The run.
    public var run: RunID
    /// When it happened, to the millisecond.
    public var time: Timestamp
    /// What happened.
    public var event: Event

    /// Creates an entry.
    public init(run: RunID, time: Timestamp, event: Event) {
        self.run = run
        self.time = time
        self.event = event
    }
}

/// A moment in UTC to the millisecond, written as `2026-11-22T19:45:12.123Z`.
///
/// Written times sort as text, so that a ledger needs no date functions.
public struct Timestamp: Hashable, Sendable, Comparable, LosslessStringConvertible {
    /// Milliseconds since 1970.
    public let milliseconds: Int64

    /// Rounds a date down to the millisecond.
    public init(_ date: Date) {
        milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded(.down))
    }

    /// Reads a written time.
    public init?(_ description: String) {
        guard let date = try? Self.style.parse(description) else { return nil }
        milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
    }

    /// The moment as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// The written form.
    public var description: String {
        // Half a millisecond more, because the style cuts what a Double can't hold exactly.
        Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000).formatted(Self.style)
    }

    /// The day in UTC, such as `2026-11-22`.
    public var day: String { String(description.prefix(10)) }

    /// Orders moments.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

extension Timestamp: Codable {
    /// Decodes the written form.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let time = Timestamp(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a time such as 2026-11-22T19:45:12.123Z")
        }
        self = time
    }

    /// Encodes the written form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
