import Foundation
import Testing

@testable import Candid
@testable import CandidServer

@Suite struct BatchRhythmTests {
    private let start = Date(timeIntervalSince1970: 1_800_000_000)

    private func batch(_ name: UInt64) throws -> BatchRecord {
        let note = BatchNote(
            engine: "openai", endpoint: "/v1/images/generations", runs: [], names: [],
            file: Digest(of: [0]), bytes: 1, url: "https://a.example/v1/batches")
        return try #require(
            BatchRecord([
                Entry(run: RunID(name), time: Timestamp(start), event: .batched(note)),
                Entry(
                    run: RunID(name), time: Timestamp(start),
                    event: .accepted(Acceptance(job: "batch_\(name)"))),
            ]))
    }

    /// How often it is asked from one hour to another, at the pace of the rounds.
    private func questions(
        _ rhythm: inout BatchRhythm, _ batch: BatchRecord, hours: Range<Double>
    ) -> Int {
        let pace = BatchRhythm.round / .seconds(1)
        return stride(from: hours.lowerBound * 3600, to: hours.upperBound * 3600, by: pace)
            .count { !rhythm.due([batch], at: start + $0).isEmpty }
    }

    @Test func `a batch is asked about more seldom the longer it takes, and not for ever`() throws {
        var rhythm = BatchRhythm()
        let batch = try batch(1)
        #expect(questions(&rhythm, batch, hours: 0..<1) == 6)
        #expect(questions(&rhythm, batch, hours: 1..<24) < 40)
        #expect(questions(&rhythm, batch, hours: 24..<48) == 24)
        #expect(questions(&rhythm, batch, hours: 960..<1000) == 0)
    }

    @Test func `another start asks at once and goes on in the same way`() throws {
        let batch = try batch(1)
        var rhythm = BatchRhythm()
        #expect(questions(&rhythm, batch, hours: 24..<25) == 1)
        var other = BatchRhythm()
        #expect(questions(&other, batch, hours: 24..<26) == 2)
    }

    @Test func `each is asked about by itself, and none where there is none`() throws {
        var rhythm = BatchRhythm()
        let (first, second) = (try batch(1), try batch(2))
        #expect(rhythm.due([], at: start).isEmpty)
        #expect(rhythm.due([first], at: start + 86_400).map(\.id) == [first.id])
        let later = rhythm.due([first, second], at: start + 86_460)
        #expect(later.map(\.id) == [second.id])
    }
}
