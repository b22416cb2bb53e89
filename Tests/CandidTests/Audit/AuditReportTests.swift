import Candid
import Foundation
import NIOCore
import Testing

@Suite struct AuditReportTests {
    @Test func `the worst comes first, and one harm is enough`() throws {
        let kept = try CanaryResultTests.canary("quotes")
        let doubled = try CanaryResultTests.canary("crlf")
        let altered = try CanaryResultTests.passed("accents", "cafe\u{301}", "caf\u{E9}")
        var twice = CanaryResultTests.trace(doubled)
        twice.arrivals.append(twice.arrivals[0])
        let report = AuditReport(
            gateway: "http://127.0.0.1:4000/v1", model: "painter",
            began: Date(timeIntervalSince1970: 0),
            results: [
                CanaryResult(kept, CanaryResultTests.trace(kept)), altered,
                CanaryResult(doubled, twice),
            ])
        #expect(report.results.map(\.canary.name) == ["crlf", "accents", "quotes"])
        #expect(report.tally == "1 doubled, 1 altered, 1 kept" && !report.isClean)
        let clean = AuditReport(
            gateway: "", model: "", began: Date(timeIntervalSince1970: 0),
            results: [CanaryResult(kept, CanaryResultTests.trace(kept))])
        #expect(clean.isClean && clean.count(.kept) == 1)
    }

    @Test func `every canary has a name of its own and is found by it in its own body`() {
        let canaries = Canaries(model: "painter", slow: 35)
        let all = canaries.all + [canaries.scout]
        #expect(Set(all.map(\.name)).count == all.count)
        for canary in all { #expect(Canary.name(in: canary.request.body) == canary.name) }
        #expect(Canary.name(in: ByteBuffer(string: "a canary-bird sings")) == "bird sings")
        #expect(Canary.name(in: ByteBuffer(string: "a pear")) == nil)
        #expect(!Canaries(model: "painter", slow: 0).all.contains { $0.name == "slow" })
    }

    @Test func `an excerpt keeps the changes and little else`() {
        let far = String(repeating: "far ", count: 100)
        let diff = WordDiff(
            from: Prompt(far + "a red car" + far), to: Prompt(far + "a blue car" + far))
        let shown = diff.excerpt(keeping: 8).rendered(.markers)
        #expect(shown == "…r far a [-red-]{+blue+} carfar …")
    }
}
