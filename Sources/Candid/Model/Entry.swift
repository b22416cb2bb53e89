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

    /// The first moment of a day (UTC), such as `2026-11-22`; nil where there is no such day.
    ///
    /// - Parameter day: The day.
    /// - Returns: Its midnight.
    public static func start(of day: String) -> Timestamp? {
        let parts = day.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard parts.count == 3, day.utf8.count == 10 else { return nil }
        // The parser takes a 31st of February for a day in March.
        let date = DateComponents(
            calendar: Calendar(identifier: .gregorian), year: parts[0], month: parts[1],
            day: parts[2])
        return date.isValidDate ? Timestamp(day + "T00:00:00.000Z") : nil
    }

    /// The moment as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1000) }

    /// The written form.
    public var description: String {
        let (days, ofDay) = milliseconds.flooredDivision(by: 86_400_000)
        let (year, month, day) = Self.civil(days)
        let (minutes, thousandths) = ofDay.flooredDivision(by: 60_000)
        let rest = String(unsafeUninitializedCapacity: 20) { text in
            var place = 0
            func put(_ value: Int64, _ width: Int, _ mark: Unicode.Scalar) {
                var value = value
                for digit in (place..<place + width).reversed() {
                    text[digit] = UInt8(ascii: "0") + UInt8(value % 10)
                    value /= 10
                }
                text[place + width] = UInt8(ascii: mark)
                place += width + 1
            }
            put(month, 2, "-")
            put(day, 2, "T")
            put(minutes / 60, 2, ":")
            put(minutes % 60, 2, ":")
            put(thousandths / 1000, 2, ".")
            put(thousandths % 1000, 3, "Z")
            return place
        }
        return "\(year.padded(4))-\(rest)"
    }

    /// The day in UTC, such as `2026-11-22`.
    public var day: String { String(description.prefix(10)) }

    /// The month in UTC, such as `2026-11`.
    public var month: String { String(description.prefix(7)) }

    /// Orders moments.
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.milliseconds < b.milliseconds }

    /// The day of the Gregorian calendar that is so many days after 1970-01-01.
    ///
    /// Counted in eras of 400 years from March on, so that the leap day is a year's last (H. Hinnant,
    /// "chrono-Compatible Low-Level Date Algorithms", civil_from_days). Foundation's own style takes
    /// forty times as long, for every entry of every run.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, ofEra) = (days + 719_468).flooredDivision(by: 146_097)
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        return (
            year: year + era * 400 + (month >= 10 ? 1 : 0),
            month: month < 10 ? month + 3 : month - 9,
            day: ofYear - (153 * month + 2) / 5 + 1
        )
    }

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

extension Int64 {
    /// The quotient rounded down, and what remains, which is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, rest: Int64) {
        let rest = (self % divisor + divisor) % divisor
        return ((self - rest) / divisor, rest)
    }

    fileprivate func padded(_ width: Int) -> String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, width - digits.utf8.count)) + digits
    }
}
