import Candid
import Foundation
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z"), (-1, "1969-12-31T23:59:59.999Z"),
        (951_825_599_999, "2000-02-29T11:59:59.999Z"),
        (951_868_800_000, "2000-03-01T00:00:00.000Z"),
        (4_107_542_399_001, "2100-02-28T23:59:59.001Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ])
    func `leap years, centuries and times before 1970 are written right`(
        milliseconds: Int64, text: String
    ) {
        let time = Timestamp(Date(timeIntervalSince1970: Double(milliseconds) / 1000 + 0.0001))
        #expect(time.description == text)
        #expect(Timestamp(text) == time)
    }

    @Test func `it writes what Foundation's style writes, on four thousand days`() {
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
        for step in 0..<4000 {
            let milliseconds = Int64(step) * 86_399_917 * 7 - 2_000_000_000_000
            let date = Date(timeIntervalSince1970: (Double(milliseconds) + 0.5) / 1000)
            #expect(Timestamp(date).description == date.formatted(style))
        }
    }

    @Test(arguments: ["2026-11-22", "2024-02-29", "0150-06-18"])
    func `a day has a first moment`(day: String) {
        #expect(Timestamp.start(of: day) != nil)
    }

    @Test(arguments: [
        "2026-02-31", "2026-02-29", "2026-13-01", "2026-1-01", "yesterday", "", "2026-11-22T00",
    ])
    func `what is no day has none`(day: String) {
        #expect(Timestamp.start(of: day) == nil)
    }
}
