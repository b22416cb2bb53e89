import Candid
import Pixels
import Synchronization
import Testing

@Suite struct VerifierTests {
    /// A picture with forms in it, of which a rectangle may be painted over.
    private static func scene(
        _ painted: PictureBox? = nil, _ colour: [UInt8] = [200, 30, 30], cast: Int = 0
    ) throws -> [UInt8] {
        var pixmap = Pixmap(
            width: 128, height: 96, rgba: Array(repeating: 255, count: 128 * 96 * 4))
        for y in 0..<96 {
            for x in 0..<128 {
                let start = (y * 128 + x) * 4
                let base = [x * 3 / 2, y * 2, (x / 16 + y / 16) % 2 * 90 + 60]
                for channel in 0..<3 {
                    pixmap.rgba[start + channel] = UInt8(
                        min(255, max(0, base[channel] + cast * (channel - 1))))
                }
                guard let box = painted, box.x..<box.x + box.width ~= x,
                    box.y..<box.y + box.height ~= y
                else { continue }
                for channel in 0..<3 { pixmap.rgba[start + channel] = colour[channel] }
            }
        }
        return try pixmap.png()
    }

    private let mask: EditMask
    private let inside = PictureBox(x: 16, y: 16, width: 48, height: 48)

    init() throws {
        mask = try EditMask(inside, in: Size(width: 128, height: 96))
    }

    private func verdicts(
        _ picture: [UInt8], _ claims: [Claim], mask: EditMask? = nil, judge: Judge? = nil
    ) async throws -> Judgement {
        let verifier = Verifier(judge: judge) { UInt64.random(in: 0...UInt64.max) }
        return try await verifier.judgement(
            on: claims, .init(picture, from: try Self.scene(), mask: mask))
    }

    private let edit = [Claim(.whole), Claim(.changed), Claim(.kept, facet: .everythingElse)]

    @Test func `a change inside the region alone confirms both claims`() async throws {
        let judgement = try await verdicts(
            try Self.scene(PictureBox(x: 20, y: 20, width: 30, height: 30)), edit, mask: mask)
        #expect(judgement.verdicts.map(\.outcome) == [.confirmed, .confirmed, .confirmed])
        #expect(judgement.comparison == "changed_where_asked")
    }

    @Test(arguments: [(2, 0), (3, 2), (-4, 0), (6, -6)])
    func `a picture that was only shifted confirms no change`(right: Int, down: Int) async throws {
        let still = try Pixmap(decoding: try Self.scene())
        var shifted = still
        for y in 0..<96 {
            for x in 0..<128 {
                let from = (min(95, max(0, y - down)) * 128 + min(127, max(0, x - right))) * 4
                for channel in 0..<4 {
                    shifted.rgba[(y * 128 + x) * 4 + channel] = still.rgba[from + channel]
                }
            }
        }
        let judgement = try await verdicts(
            try shifted.png(), [Claim(.changed), Claim(.removed, subject: "the hat")])
        #expect(judgement.verdicts.map(\.outcome) == [.inconclusive, .inconclusive])
    }

    @Test func `a picture that was only scaled a little confirms no change`() async throws {
        let still = try Pixmap(decoding: try Self.scene())
        var scaled = still
        for y in 0..<96 {
            for x in 0..<128 {
                for channel in 0..<4 {
                    let (u, v) = (64 + (Double(x) - 64) / 1.02, 48 + (Double(y) - 48) / 1.02)
                    let (left, top) = (Int(u), Int(v))
                    func level(_ right: Int, _ down: Int) -> Double {
                        let at = (min(top + down, 95) * 128 + min(left + right, 127)) * 4
                        return Double(still.rgba[at + channel])
                    }
                    let (across, along) = (u - Double(left), v - Double(top))
                    let upper = level(0, 0) * (1 - across) + level(1, 0) * across
                    let lower = level(0, 1) * (1 - across) + level(1, 1) * across
                    scaled.rgba[(y * 128 + x) * 4 + channel] = UInt8(
                        upper * (1 - along) + lower * along)
                }
            }
        }
        let judgement = try await verdicts(
            try scaled.png(), [Claim(.changed), Claim(.removed, subject: "the hat")])
        #expect(!judgement.verdicts.contains { $0.outcome == .confirmed })
    }

    @Test func `an unchanged picture refutes the change and confirms what was to stay`()
        async throws
    {
        let judgement = try await verdicts(try Self.scene(), edit, mask: mask)
        #expect(judgement.comparison == "identical")
        #expect(judgement.verdicts.map(\.outcome) == [.confirmed, .refuted, .confirmed])
    }

    @Test(arguments: [
        ([UInt8(20), 140, 30], Verdict.Outcome.confirmed), ([60, 170, 60], .confirmed),
        ([200, 30, 30], .refuted), ([30, 60, 200], .refuted),
    ])
    func `a colour that an edit was to give is measured where the place is known`(
        colour: [UInt8], outcome: Verdict.Outcome
    ) async throws {
        let claim = [Claim(.attribute, subject: "apple", value: "green")]
        let grey = PictureBox(x: 20, y: 20, width: 40, height: 40)
        let before = try Self.scene(grey, [120, 120, 120])
        let after = try Self.scene(grey, colour)
        let verifier = Verifier { 0 }
        let told = try await verifier.judgement(on: claim, .init(after, from: before, mask: mask))
        #expect(told.verdicts[0].outcome == outcome)
        #expect(told.verdicts[0].evidence.contains { $0.name == "colour_share" })
        let untold = try await verifier.judgement(on: claim, .init(after, from: before))
        #expect(untold.verdicts[0].outcome == .inconclusive)
    }

    @Test func `what was green already was not made green`() async throws {
        let before = try Self.scene(inside, [20, 140, 30])
        let after = try Self.scene(inside, [60, 170, 60])
        let told = try await Verifier { 0 }.judgement(
            on: [Claim(.attribute, subject: "apple", value: "green")],
            .init(after, from: before, mask: mask))
        #expect(told.verdicts[0].outcome == .inconclusive)
    }

    @Test func `what the gate answers is what the verdicts say`() async throws {
        let leaking = try Self.scene(PictureBox(x: 20, y: 20, width: 100, height: 30))
        for picture in [
            try Self.scene(), leaking, try Self.scene(inside), try Self.scene(cast: 30),
        ] {
            let judgement = try await verdicts(picture, edit, mask: mask)
            let gate = Comparison(
                try Pixmap(decoding: try Self.scene()), try Pixmap(decoding: picture),
                mask: mask.region)
            #expect(judgement.comparison == gate.answer.rawValue)
            let isKept = gate.answer == .identical || gate.answer == .changedWhereAsked
            #expect((judgement.verdicts[2].outcome == .confirmed) == isKept)
        }
    }

    @Test func `a picture in another size is compared, and its leaks lie in its own pixels`()
        async throws
    {
        let leaking = try Pixmap(
            decoding: try Self.scene(PictureBox(x: 96, y: 16, width: 16, height: 32)))
        var double = Pixmap(
            width: 256, height: 192, rgba: Array(repeating: 255, count: 256 * 192 * 4))
        for y in 0..<192 {
            for x in 0..<256 {
                for channel in 0..<4 {
                    double.rgba[(y * 256 + x) * 4 + channel] =
                        leaking.rgba[(y / 2 * 128 + x / 2) * 4 + channel]
                }
            }
        }
        let kept = try await verdicts(try double.png(), edit, mask: mask).verdicts[2]
        #expect(kept.outcome == .refuted)
        #expect(
            kept.evidence.compactMap(\.box) == [PictureBox(x: 192, y: 32, width: 32, height: 64)])
    }

    @Test func `a leak is refuted with its box`() async throws {
        let judgement = try await verdicts(
            try Self.scene(PictureBox(x: 20, y: 20, width: 100, height: 30)), edit, mask: mask)
        let kept = judgement.verdicts[2]
        #expect(kept.outcome == .refuted)
        let leak = try #require(kept.evidence.first { $0.name == "leak" }?.box)
        #expect(leak.x >= 64 && leak.x + leak.width >= 112 && leak.height <= 48)
    }

    @Test func `a small leak and a soft cast are never confirmed as kept`() async throws {
        let leaking = try Self.scene(PictureBox(x: 100, y: 80, width: 8, height: 8))
        #expect(try await verdicts(leaking, edit, mask: mask).verdicts[2].outcome == .refuted)
        let tinted = try Self.scene(cast: 4)
        #expect(try await verdicts(tinted, edit, mask: mask).verdicts[2].outcome != .confirmed)
    }

    @Test func `a flat picture refutes what it is said to show`() async throws {
        let flat = Pixmap(width: 128, height: 96, rgba: Array(repeating: 128, count: 128 * 96 * 4))
        let judgement = try await verdicts(try flat.png(), edit + [Claim(.seen, subject: "a pear")])
        #expect(judgement.verdicts.allSatisfy { $0.outcome == .refuted })
    }

    @Test func `no judge makes a success of a picture that did not change`() async throws {
        let yes = Judge(name: "test", model: "yes") { question async throws(ProviderFailure) in
            Look(reason: "certainly", answer: .yes)
        }
        let claims = SentenceReading("I removed the hat. Added a scarf. The apple is green now.")
            .claims
        let judgement = try await verdicts(try Self.scene(), claims, judge: yes)
        #expect(judgement.verdicts.allSatisfy { $0.outcome == .refuted })
        #expect(
            judgement.contradiction
                == "The assistant said it fixed this. The picture did not change.")
        #expect(judgement.judge == nil, "it was not even asked")
    }

    @Test func `what pixels can't say is inconclusive without a judge, with the reason`()
        async throws
    {
        let judgement = try await verdicts(
            try Self.scene(inside), [Claim(.removed, subject: "the hat")])
        #expect(judgement.verdicts[0].outcome == .inconclusive)
        #expect(judgement.verdicts[0].reason.contains("no judge"))
    }

    @Test(arguments: Facet.named) func `every facet of an unchanged picture was kept`(
        facet: Facet
    )
        async throws
    {
        let claims = [Claim(.kept, facet: facet), Claim(.changed, facet: facet)]
        let judgement = try await verdicts(try Self.scene(), claims)
        #expect(judgement.verdicts.map(\.outcome) == [.confirmed, .refuted])
    }

    @Test func `darkening the whole changes the light and not the composition`() async throws {
        var pixmap = try Pixmap(decoding: try Self.scene())
        for index in pixmap.rgba.indices where index % 4 != 3 {
            pixmap.rgba[index] = UInt8(Double(pixmap.rgba[index]) * 0.7)
        }
        let claims = [Claim(.changed, facet: .lighting), Claim(.kept, facet: .composition)]
        let judgement = try await verdicts(try pixmap.png(), claims)
        #expect(judgement.verdicts.map(\.outcome) == [.confirmed, .confirmed])
    }
}

@Suite struct ExaminationTests {
    /// Answers from a table, and keeps what it was asked.
    private final class Recorder: Sendable {
        let asked = Mutex<[JudgeQuestion]>([])
    }

    private let recorder = Recorder()
    private static func picture(_ shade: UInt8 = 90) throws -> [UInt8] {
        var rgba = Array(repeating: shade, count: 64 * 64 * 4)
        for index in 0..<64 * 32 * 4 where index % 4 != 3 { rgba[index] = 255 }
        return try Pixmap(width: 64, height: 64, rgba: rgba).png()
    }

    private func judge(
        _ answer: @escaping @Sendable (JudgeQuestion) throws(ProviderFailure) -> Look.Answer
    ) -> Judge {
        let recorder = recorder
        return Judge(name: "test", model: "m") { question async throws(ProviderFailure) in
            recorder.asked.withLock { $0.append(question) }
            return Look(reason: "I see it so", answer: try answer(question))
        }
    }

    private func judgement(
        _ claims: [Claim], _ judge: Judge, from parent: [UInt8]? = nil
    ) async throws -> Judgement {
        try await Verifier(judge: judge) { UInt64.random(in: 0...UInt64.max) }
            .judgement(on: claims, .init(try Self.picture(), from: parent))
    }

    @Test func `two agreeing looks decide, and two that differ are unsure`() async throws {
        let claims = [Claim(.seen, subject: "pear")]
        for (answers, outcome, answer) in [
            ([Look.Answer.yes, .yes], Verdict.Outcome.confirmed, Verdict.Answer.seen),
            ([.no, .no], .refuted, .missing), ([.yes, .no], .inconclusive, .unsure),
            ([.cannotTell, .yes], .inconclusive, .unsure),
            ([.cannotTell, .cannotTell], .inconclusive, .unsure),
        ] {
            let judge = judge { $0.text.hasPrefix("Is there") ? answers[0] : answers[1] }
            let verdict = try await judgement(claims, judge).verdicts[0]
            #expect(verdict.outcome == outcome)
            #expect(verdict.answer == answer)
            #expect(verdict.evidence.count { $0.name == "look" } == 2)
        }
    }

    @Test func `the judge sees the picture and one question, and never the brief`() async throws {
        let brief = Prompt("a melancholy portrait of a red bicycle, no people")
        _ = try await judgement(BriefReading(brief).claims, judge { _ in .no })
        for question in recorder.asked.withLock({ $0 }) {
            #expect(!question.text.contains(brief.text))
            #expect(question.text.filter { $0 == "?" }.count == 1)
            #expect(!question.text.lowercased().contains(" no people"))
        }
    }

    @Test func `an absence is looked for on the whole and on four tiles`() async throws {
        let claims = [Claim(.absent, subject: "cars")]
        let none = try await judgement(claims, judge { _ in .no }).verdicts[0]
        #expect(none.outcome == .confirmed)
        #expect(none.evidence.count == 6)
        #expect(Set(none.evidence.compactMap(\.box)).count == 4)
    }

    @Test func `a tile on which it is seen twice refutes an absence, once makes it unsure`()
        async throws
    {
        let whole = try Self.picture()
        let claims = [Claim(.absent, subject: "cars")]
        let twice = judge { $0.picture == whole ? .no : .yes }
        #expect(try await judgement(claims, twice).verdicts[0].outcome == .refuted)
        let once = judge { $0.picture != whole && $0.text.hasPrefix("Is there") ? .yes : .no }
        #expect(try await judgement(claims, once).verdicts[0].outcome == .inconclusive)
    }

    @Test func `a claim whose parent is missing is not applicable and not asked`() async throws {
        let judgement = try await judgement(
            BriefReading("a red bicycle").claims, judge { $0.text.contains("red") ? .yes : .no })
        let red = try #require(judgement.verdicts.first { $0.claim.value == "red" })
        #expect(red.answer == .notApplicable)
        #expect(!recorder.asked.withLock { $0.contains { $0.text.contains("red") } })
        #expect(judgement.seenWords == "0 of 2 seen, 1 missing, 1 not applicable")
    }

    @Test func `an unreadable answer is asked for once more and then unsure`() async throws {
        let mute = judge { _ throws(ProviderFailure) in
            throw .unreadable(status: 200, detail: "no JSON")
        }
        let verdict = try await judgement([Claim(.seen, subject: "pear")], mute).verdicts[0]
        #expect(verdict.outcome == .inconclusive)
        #expect(recorder.asked.withLock(\.count) == 4)
    }

    @Test func `a judge that can't be reached is not asked again, and the reason is told`()
        async throws
    {
        let away = judge { _ throws(ProviderFailure) in throw .unreachable("no network") }
        let claims = [Claim(.seen, subject: "pear"), Claim(.seen, subject: "cup")]
        let judgement = try await judgement(claims, away)
        #expect(judgement.verdicts.allSatisfy { $0.outcome == .inconclusive })
        #expect(judgement.verdicts[0].reason.contains("no network"))
        #expect(recorder.asked.withLock(\.count) == 1)
    }

    @Test func `an absence is not confirmed where the judge was gone before every tile was seen`()
        async throws
    {
        let whole = try Self.picture()
        let failing = judge { question throws(ProviderFailure) in
            guard question.picture == whole else { throw .unreachable("no network") }
            return .no
        }
        let verdict = try await judgement([Claim(.absent, subject: "cars")], failing).verdicts[0]
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("no network"))
    }

    @Test func `what was taken out must have been there`() async throws {
        let parent = try Self.picture(30)
        let claims = [Claim(.removed, subject: "hat")]
        let gone = judge { $0.picture == parent ? .yes : .no }
        #expect(try await judgement(claims, gone, from: parent).verdicts[0].outcome == .confirmed)
        let never = judge { _ in .no }
        #expect(
            try await judgement(claims, never, from: parent).verdicts[0].outcome == .inconclusive)
    }
}
