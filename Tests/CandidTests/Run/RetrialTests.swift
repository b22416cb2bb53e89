import Foundation
import Pixels
import Testing

@testable import Candid

@Suite struct RetrialTests {
    private static let size = Size(width: 512, height: 512)
    private static let catScene =
        #"{"things":[{"name":"cat","box":[100,100,60,60]},{"name":"person","box":[300,100,40,90]}]}"#

    private static func model(_ mask: Model.MaskUse?, takesSeed: Bool = false) -> Model {
        var model = Model(unknown: "painter")
        model.mask = mask
        model.takesSeed = takesSeed
        return model
    }

    private static func given(_ byte: UInt8) -> InputPicture {
        InputPicture(
            Picture(
                digest: Digest(of: [byte]), format: .png, bytes: 1, size: size, revised: nil))
    }

    private static func edit(hasMask: Bool = false) -> Order {
        var order = Order("make the cat blue", engine: "painter", model: "painter")
        order.inputs = [given(1)]
        if hasMask { order.mask = given(2) }
        return order
    }

    private static func verdict(
        _ claim: Claim, _ outcome: Verdict.Outcome, by check: String = "pixels"
    ) -> Verdict {
        Verdict(claim, outcome, by: check, because: "measured")
    }

    private static func receipt(
        _ order: Order, _ verdicts: [Verdict], scene: String? = nil, size: Size = size,
        isRuleBased: Bool = false
    ) throws -> Receipt {
        let run = RunID(7)
        var judgement = Judgement(of: Digest(of: [9]), verdicts)
        if isRuleBased {
            var judge = Judge(name: "sketch", model: "sketch-1") { _ in
                Look(reason: "", answer: .cannotTell)
            }
            judge.isRuleBased = true
            judgement.judge = JudgeNote(judge)
        }
        let events: [Event] = [
            .drafted(Draft(order)),
            .received(
                Picture(digest: Digest(of: [9]), format: .png, bytes: 9, size: size, revised: nil)),
            .reported(EngineReport(scenes: scene.map { [$0] } ?? [])), .judged(judgement),
            .finished,
        ]
        let time = Timestamp(Date(timeIntervalSince1970: 0))
        return try #require(Receipt(events.map { Entry(run: run, time: time, event: $0) }))
    }

    private static func step(_ choice: Retrial.Choice) -> Retrial.Step? {
        if case .step(let step) = choice { step } else { nil }
    }

    private static let leak = verdict(Claim(.kept, facet: .everythingElse), .refuted)
    private static let still = verdict(Claim(.changed), .refuted)

    @Test func `a leak around a region is pasted back, and only once`() throws {
        let order = Self.edit(hasMask: true)
        var retrial = Retrial(of: order, on: Self.model(.hint), leave: RetryLeave())
        let best = try Self.receipt(order, [Self.leak])
        #expect(Self.step(retrial.next(after: best))?.means == .repair)
        let second = try #require(Self.step(retrial.next(after: best)))
        #expect(second.means == .newDraw)
        #expect(second.reason.contains("pasting back was tried"))
    }

    @Test func `what came back in another size can't be pasted back, and that is said`() throws {
        let order = Self.edit(hasMask: true)
        var retrial = Retrial(of: order, on: Self.model(.hint), leave: RetryLeave())
        let best = try Self.receipt(order, [Self.leak], size: Size(width: 256, height: 256))
        let step = try #require(Self.step(retrial.next(after: best)))
        #expect(step.means == .newDraw)
        #expect(step.reason.contains("another size"))
    }

    @Test func `the worst claim comes first, whatever is cheaper for another`() throws {
        let order = Self.edit(hasMask: true)
        var retrial = Retrial(
            of: order, on: Self.model(.hint), leave: RetryLeave(allowsEvidence: true))
        let best = try Self.receipt(order, [Self.leak, Self.still])
        let step = try #require(Self.step(retrial.next(after: best)))
        #expect(step.claim.kind == .changed)
        #expect(step.means == .rewording)
        #expect(step.words.first?.contains("left the picture as it was") == true)
    }

    @Test func `a thing whose place is known is drawn again inside a mask`() throws {
        let order = Self.edit()
        let base = try Self.receipt(order, [], scene: Self.catScene)
        var retrial = Retrial(
            of: order, on: Self.model(.hint), leave: RetryLeave(), places: PicturePlaces(base))
        let best = try Self.receipt(order, [Self.still])
        let step = try #require(Self.step(retrial.next(after: best)))
        #expect(step.means == .maskedEdit)
        #expect(step.box == PictureBox(x: 85, y: 85, width: 90, height: 90))
        #expect(step.reason.contains("as a hint"))
        #expect(step.instruction == nil, "an edit keeps its own words")
    }

    @Test(arguments: [Model.MaskUse.none, nil])
    func `a route that takes no mask is not given one`(mask: Model.MaskUse?) throws {
        let order = Self.edit()
        let base = try Self.receipt(order, [], scene: Self.catScene)
        var retrial = Retrial(
            of: order, on: Self.model(mask), leave: RetryLeave(), places: PicturePlaces(base))
        let step = Self.step(retrial.next(after: try Self.receipt(order, [Self.still])))
        #expect(step?.means == .newDraw)
        #expect(step?.reason.contains("takes no mask") == true)
    }

    @Test func `no word is added that was not allowed`() throws {
        let order = Order("a cat, no people", engine: "painter", model: "painter")
        let failing = [
            Self.verdict(Claim(.absent, subject: "people"), .refuted, by: "judge"),
            Self.verdict(Claim(.seen, subject: "cat").on("cat", order), .refuted, by: "judge"),
        ]
        let best = try Self.receipt(order, failing, scene: Self.catScene)
        var retrial = Retrial(of: order, on: Self.model(.obeyed), leave: RetryLeave())
        for _ in 0..<3 {
            let step = try #require(Self.step(retrial.next(after: best)))
            #expect(step.means == .newDraw && step.words.isEmpty && step.instruction == nil)
        }
        #expect(retrial.possibleWords(for: failing.map(\.claim)).isEmpty)
    }

    @Test func `a new picture is mended in the place of what should not be there`() throws {
        let order = Order("a cat, no people", engine: "painter", model: "painter")
        let people = Self.verdict(Claim(.absent, subject: "people"), .refuted, by: "judge")
        let best = try Self.receipt(order, [people], scene: Self.catScene)
        var retrial = Retrial(
            of: order, on: Self.model(.obeyed), leave: RetryLeave(allowsEvidence: true))
        let step = try #require(Self.step(retrial.next(after: best)))
        #expect(step.means == .maskedEdit && step.instruction == "Remove the people.")
        #expect(step.base?.digest == best.pictures.first?.digest)
        #expect(retrial.possibleWords(for: [people.claim]).contains("Remove the people."))
    }

    @Test func `words that a person gave come one after the other, and those that helped stay`()
        throws
    {
        let order = Order("a cat", engine: "painter", model: "painter")
        let best = try Self.receipt(order, [Self.verdict(Claim(.seen, subject: "cat"), .refuted)])
        var retrial = Retrial(
            of: order, on: Self.model(nil), leave: RetryLeave(words: ["one", "two"]))
        let first = try #require(Self.step(retrial.next(after: best)))
        #expect(first.words == ["one"])
        retrial.accept(first)
        let second = try #require(Self.step(retrial.next(after: best)))
        #expect(second.words == ["one", "two"])
        let third = try #require(Self.step(retrial.next(after: best)))
        #expect(third.means == .newDraw && third.words == ["one"])
    }

    @Test func `every new draw has another seed`() throws {
        var order = Order("a cat", engine: "painter", model: "painter")
        order.seed = 7
        let best = try Self.receipt(order, [Self.verdict(Claim(.whole), .refuted)])
        var retrial = Retrial(
            of: order, on: Self.model(nil, takesSeed: true), leave: RetryLeave())
        let seeds = (0..<3).map { _ in Self.step(retrial.next(after: best))?.seed }
        #expect(seeds == [8, 9, 10])
    }

    @Test func `no word mends a blank picture`() throws {
        let order = Self.edit()
        var retrial = Retrial(
            of: order, on: Self.model(.hint), leave: RetryLeave(allowsEvidence: true))
        let best = try Self.receipt(order, [Self.verdict(Claim(.whole), .refuted), Self.still])
        #expect(Self.step(retrial.next(after: best))?.means == .newDraw)
    }

    @Test func `what nothing here can tell is not bought again`() throws {
        let order = Order("a cat", engine: "painter", model: "painter")
        let seen = Claim(.seen, subject: "cat")
        for (check, isRuleBased) in [("none", false), ("judge", true)] {
            var retrial = Retrial(
                of: order, on: Self.model(.obeyed), leave: RetryLeave(allowsEvidence: true))
            let best = try Self.receipt(
                order, [Self.verdict(seen, .inconclusive, by: check)], isRuleBased: isRuleBased)
            guard case .nothing(let reason) = retrial.next(after: best) else {
                Issue.record("it was tried again")
                continue
            }
            #expect(reason.contains("cat: seen"))
        }
    }

    @Test func `a judge that looks may see more the next time`() throws {
        let order = Order("a cat", engine: "painter", model: "painter")
        var retrial = Retrial(of: order, on: Self.model(nil), leave: RetryLeave())
        let best = try Self.receipt(
            order, [Self.verdict(Claim(.seen, subject: "cat"), .inconclusive, by: "judge")])
        #expect(Self.step(retrial.next(after: best))?.means == .newDraw)
    }

    @Test func `evidence for a new picture is the person's own words, and never a negation`() {
        let claims = BriefReading("three red apples, no people, a sign that says “OPEN”").claims
        let retrial = Retrial(
            of: Order("three red apples", engine: "painter", model: "painter"),
            on: Self.model(Model.MaskUse.none), leave: RetryLeave(allowsEvidence: true))
        let words = retrial.possibleWords(for: claims)
        #expect(words.contains("Clearly to be seen, exactly as written: three red apples."))
        #expect(words.contains("The lettering reads exactly “OPEN”."))
        #expect(!words.contains { $0.contains("people") })
    }
}

extension Claim {
    fileprivate func on(_ words: String, _ order: Order) -> Claim {
        guard let range = order.prompt.text.utf8Range(of: words) else { return self }
        return resting(on: range, of: order.prompt.text, .brief)
    }
}
