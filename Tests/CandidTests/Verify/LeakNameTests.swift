import Candid
import Pixels
import Synchronization
import Testing

@Suite struct LeakNameTests {
    /// A chequered picture with a square painted over, or without.
    private static func picture(_ painted: PictureBox?) throws -> [UInt8] {
        var pixmap = Pixmap(
            width: 128, height: 96, rgba: Array(repeating: 255, count: 128 * 96 * 4))
        for y in 0..<96 {
            for x in 0..<128 {
                let isPainted = painted.map {
                    $0.x..<$0.x + $0.width ~= x && $0.y..<$0.y + $0.height ~= y
                }
                let levels: [UInt8] =
                    isPainted == true
                    ? [200, 30, 30] : [UInt8(x), UInt8(y * 2), (x / 8 + y / 8) % 2 == 0 ? 60 : 160]
                for channel in 0..<3 { pixmap.rgba[(y * 128 + x) * 4 + channel] = levels[channel] }
            }
        }
        return try pixmap.png()
    }

    private static let leak = PictureBox(x: 80, y: 48, width: 32, height: 32)

    private static func judgement(_ judge: Judge?, leaks: Bool = true) async throws -> Judgement {
        let mask = try EditMask(
            PictureBox(x: 0, y: 0, width: 48, height: 32), in: Size(width: 128, height: 96))
        return try await Verifier(judge: judge) { 0 }.judgement(
            on: [Claim(.kept, facet: .everythingElse)],
            .init(try picture(leaks ? leak : nil), from: try picture(nil), mask: mask))
    }

    private static func judge(
        _ name: @escaping @Sendable (JudgeQuestion) async throws(ProviderFailure) -> String?
    ) -> Judge {
        Judge(name: "eye", model: "eye-1", describe: name) { _ in
            Look(reason: "", answer: .cannotTell)
        }
    }

    private static func leaks(_ judgement: Judgement) -> [Evidence] {
        judgement.verdicts[0].evidence.filter { $0.name == "leak" }
    }

    @Test func `a leak is named by what stands there now and what stood there before`()
        async throws
    {
        let shown = Mutex<[JudgeQuestion]>([])
        let judgement = try await Self.judgement(
            Self.judge { question in
                shown.withLock { shown in
                    shown.append(question)
                    return shown.count == 1 ? "a lamp" : "a plain wall"
                }
            })
        let leaks = Self.leaks(judgement)
        #expect(leaks.map(\.text) == ["a lamp, before: a plain wall"])
        #expect(leaks.map(\.namedBy) == ["eye eye-1"])
        #expect(judgement.judge?.name == "eye")
        #expect(judgement.seenWords == nil, "a name is no verdict")
        #expect(judgement.verdicts[0].outcome == .refuted)
        for question in shown.withLock({ $0 }) {
            let crop = try Pixmap(decoding: question.picture)
            #expect(crop.width < 128 && crop.width > Self.leak.width)
            for word in ["leak", "changed", "else", "region", "outside"] {
                #expect(!question.text.contains(word), "the judge must not be told the claim")
            }
        }
    }

    @Test func `a judge that fails or can't tell leaves a leak without a name`() async throws {
        for judge in [
            Self.judge { _ in nil },
            Self.judge { _ throws(ProviderFailure) in throw .unreachable("nobody there") },
        ] {
            let judgement = try await Self.judgement(judge)
            #expect(Self.leaks(judgement).map(\.text) == [nil])
            #expect(Self.leaks(judgement).map(\.namedBy) == [nil])
            #expect(judgement.verdicts[0].outcome == .refuted)
        }
    }

    @Test func `without a judge, or one that knows other pictures only, nothing is named`()
        async throws
    {
        var stranger = Self.judge { _ in "a lamp" }
        stranger.knows = { _ in false }
        let alone = try await Self.judgement(nil)
        #expect(try await Self.judgement(stranger) == alone)
        #expect(Self.leaks(alone).count == 1 && Self.leaks(alone)[0].text == nil)
    }

    @Test func `where nothing leaked nobody is asked`() async throws {
        let judgement = try await Self.judgement(
            Self.judge { _ in
                Issue.record("asked")
                return nil
            }, leaks: false)
        #expect(judgement.verdicts[0].outcome == .confirmed)
    }
}
