import CandidTesting
import Foundation
import Testing

@testable import Candid

@Suite struct RedeliveryTests {
    private func route(_ name: String) throws -> Fallback {
        let engine = try Catalogue.included().engine(named: name)
        return Fallback(
            OpenAIImagesProvider(engine, baseURL: "http://127.0.0.1:1"), model: engine.defaultModel)
    }

    private func names(_ steps: Redelivery) -> [String] {
        var (steps, names) = (steps, [String]())
        while let step = steps.next() {
            switch step {
            case .wrapper(let directive): names.append(directive.id)
            case .route(let fallback): names.append(fallback.provider.engine.id)
            }
        }
        return names
    }

    @Test func `wrappers get plainer, and only then another route is asked`() throws {
        let steps = Redelivery(after: nil, retries: 2, routes: [try route("sketch")])
        #expect(names(steps) == ["full-detail", "as-is", "sketch"])
    }

    @Test func `no wrapper is tried that is not plainer than the last one`() throws {
        let steps = Redelivery(after: Directive.named("as-is"), retries: 3, routes: [])
        #expect(names(steps) == ["as-is-twice"])
    }

    @Test func `a route that rewrites every prompt is none to turn to`() throws {
        let rewriter = try route("openai-responses")
        let steps = Redelivery(after: nil, retries: 0, routes: [rewriter, try route("sketch")])
        #expect(names(steps) == ["sketch"])
        #expect(steps.unfit.map(\.provider.engine.id) == ["openai-responses"])
    }

    /// A finished run by what it sent and what was reported.
    private func receipt(_ run: UInt64, _ directive: String?, _ revised: String?) throws -> Receipt
    {
        let draft = Draft(
            Order("a cat", engine: "openai", model: "m"),
            directive: directive.flatMap { Directive.named($0) })
        let words = draft.order.prompt
        let sending = Sending(prompt: words, url: "u", body: Digest(of: [1]), bytes: 1)
        let picture = Picture(
            digest: Digest(of: [1]), format: .png, bytes: 1, size: nil,
            revised: revised.map { Prompt($0 == "sent" ? words.text : $0) }, flaw: nil)
        let events: [Event] = [.drafted(draft), .sent(sending), .received(picture), .finished]
        let time = Timestamp(Date(timeIntervalSince1970: 0))
        return try #require(
            Receipt(events.map { Entry(run: RunID(run), time: time, event: $0) }))
    }

    @Test(
        arguments: [
            (nil, "a cat in a garden", Arrival.altered), (nil, nil, .undisclosed),
            ("as-is", "sent", .wrapped), ("as-is", "a cat", .asked), (nil, "a cat", .asked),
            ("as-is", "a cat in gold", .altered),
        ] as [(String?, String?, Arrival)])
    func `how far words got is measured by what was asked`(
        directive: String?, revised: String?, arrival: Arrival
    ) throws {
        #expect(try receipt(1, directive, revised).arrival == arrival)
    }

    @Test func `of all attempts the one counts whose words got farthest`() throws {
        let all = [
            try receipt(1, nil, "a cat in a golden garden with roses"),
            try receipt(2, "full-detail", "a cat in a garden"), try receipt(3, "as-is", "sent"),
        ]
        #expect(Receipt.farthest(of: all)?.id == RunID(3))
        #expect(Receipt.farthest(of: Array(all.prefix(2)))?.id == RunID(2))
        #expect(Receipt.farthest(of: [all[0], all[0]])?.id == RunID(1))
    }
}
