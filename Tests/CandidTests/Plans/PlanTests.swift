import CandidTesting
import NIOCore
import Testing

@testable import Candid

@Suite struct PlanTests {
    @Test(arguments: [
        ("a red pear", nil),
        ("", "prompt 1 has no words"),
        ("…!", "prompt 1 has no words"),
        ("a\u{0}pear", "prompt 1 holds a NUL byte"),
        ("눈 위의 배", "prompt 1 is not written in the brief's language"),
    ])
    func `a prompt that can't be meant is objected to`(prompt: String, says: String?) {
        #expect(Plan.objection(to: answer(prompt), for: Prompt("a pear")) == says)
    }

    @Test func `lettering in another script does not make a prompt foreign`() {
        #expect(
            Plan.objection(to: answer("a shop sign that says “배”"), for: Prompt("a shop sign"))
                == nil)
    }

    @Test func `a plan of the wrong count is not what was asked for`() {
        #expect(Plan.schema(count: 1).objection(to: answer("a pear")) == nil)
        #expect(Plan.schema(count: 2).objection(to: answer("a pear"))?.contains("2") == true)
    }

    @Test(arguments: [0, Plan.limit + 1])
    func `an impossible count is refused before anything is asked`(count: Int) async throws {
        let ledger = MemoryLedger()
        let speaker = try SpeakerCatalogue.included().speaker(named: "sketch")
        let route = SpeakerRoute(
            speaker.provider(at: SpeakerAddress("https://test/v1")), model: "m", ledger: ledger,
            world: .replaying())
        await #expect(throws: Refusal.self) {
            try await route.plan(for: Prompt("a pear"), count: count)
        }
        #expect(await ledger.entries.isEmpty)
    }

    private func answer(_ prompt: String) -> JSONValue {
        .object([
            "prompts": .list([
                .object([
                    "title": .text("One"), "prompt": .text(prompt), "size": .null,
                    "why": .text("plain"), "must_show": .list([]), "must_not_show": .list([]),
                ])
            ])
        ])
    }
}
