import Foundation
import Testing

@testable import Candid

@Suite struct RetirementTests {
    private func retirement(on day: String, at time: String) throws -> Retirement {
        let now = try #require(Timestamp(time))
        return try #require(Retirement(of: "m-1", on: day, replacement: "m-2", now: now))
    }

    @Test(arguments: [
        ("2026-09-02T00:00:00.000Z", 90, true), ("2026-09-01T23:59:59.999Z", 91, false),
        ("2026-12-01T00:00:00.000Z", 0, true), ("2026-12-24T12:00:00.000Z", -23, true),
    ])
    func `it is warned about from 90 days before on`(
        time: String, days: Int, isNear: Bool
    ) throws {
        let retirement = try retirement(on: "2026-12-01", at: time)
        #expect(retirement.daysLeft == days)
        #expect(retirement.isNear == isNear)
    }

    @Test(arguments: [
        (
            "2026-11-25T10:00:00.000Z",
            "m-1 stops answering on 2026-12-01, in 6 days; m-2 takes its place"
        ),
        ("2026-11-30T10:00:00.000Z", "m-1 stops answering tomorrow; m-2 takes its place"),
        ("2026-12-01T10:00:00.000Z", "m-1 stops answering today; m-2 takes its place"),
        (
            "2026-12-02T10:00:00.000Z",
            "m-1 was to stop answering on 2026-12-01; m-2 takes its place"
        ),
    ])
    func `it says when and what takes the place`(time: String, words: String) throws {
        #expect(try retirement(on: "2026-12-01", at: time).words == words)
    }

    @Test func `what is no day is no retirement`() {
        #expect(
            Retirement(
                of: "m", on: "soon", replacement: nil,
                now: Timestamp(Date(timeIntervalSince1970: 0))) == nil)
    }

    @Test func `every day in the catalogue can be read, and has a replacement`() throws {
        let now = try #require(Timestamp("2026-11-25T00:00:00.000Z"))
        var count = 0
        for engine in try Catalogue.included().engines {
            for model in engine.models where model.shutdownDate != nil {
                let retirement = try #require(engine.retirement(of: model.name, now: now))
                #expect(retirement.replacement != nil, "\(engine.id) \(model.name)")
                count += 1
            }
        }
        #expect(count > 0)
    }

    @Test func `models that answer for ever have none`() throws {
        let engine = try Catalogue.included().engine(named: "openai")
        #expect(
            engine.retirement(
                of: engine.defaultModel, now: Timestamp(Date(timeIntervalSince1970: 0))) == nil)
    }
}
