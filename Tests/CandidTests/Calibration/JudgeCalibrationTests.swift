import Candid
import Foundation
import Pixels
import Synchronization
import Testing

@Suite struct JudgeCalibrationTests {
    private static let picture: [UInt8] = {
        var pixmap = Pixmap(width: 32, height: 32, rgba: Array(repeating: 255, count: 4096))
        for index in stride(from: 0, to: 4096, by: 4) { pixmap.rgba[index] = UInt8(index % 251) }
        return (try? pixmap.png()) ?? []
    }()

    private static func verifier(_ answers: [String: Look.Answer]) -> Verifier {
        let judge = Judge(name: "eye", model: "eye-1") { question in
            let word = answers.keys.first { question.text.contains($0) }
            return Look(reason: "", answer: word.flatMap { answers[$0] } ?? .cannotTell)
        }
        return Verifier(judge: judge) { 0 }
    }

    @Test func `false passes and misses are counted apart, and cannot tell is neither`() throws {
        var tally = JudgeTally()
        let said: [(Look.Answer, Bool)] = [
            (.yes, true), (.no, true), (.cannotTell, true), (.yes, false), (.no, false),
            (.cannotTell, false), (.yes, false),
        ]
        for (answer, holds) in said { tally.count(answer, where: holds) }
        #expect(tally.falsePasses == JudgeError.Share(2, of: 4))
        #expect(tally.misses == JudgeError.Share(1, of: 3))
        #expect(tally.cannotTell == JudgeError.Share(2, of: 7))
    }

    @Test func `a claim is asked as verify asks, part by part`() async throws {
        let item = LabelledItem(.claim, "a red apple", holds: true)
        // Only the colour is denied, and the whole claim with it.
        let judged = Self.verifier(["apple": .yes])
        #expect(try await judged.answer(to: item, about: Self.picture) == .yes)
        let doubted = Self.verifier(["there": .yes, "Can you see": .yes, "red": .no])
        #expect(try await doubted.answer(to: item, about: Self.picture) == .no)
    }

    @Test func `a question is asked once as it stands`() async throws {
        let asked = Mutex<[String]>([])
        let judge = Judge(name: "eye", model: "eye-1") { question in
            asked.withLock { $0.append(question.text) }
            return Look(reason: "", answer: .no)
        }
        let item = LabelledItem(.question, "Is there a cat?", holds: false)
        let answer = try await Verifier(judge: judge) { 0 }.answer(to: item, about: Self.picture)
        #expect(answer == .no)
        #expect(asked.withLock { $0 } == ["Is there a cat?"])
    }

    @Test func `a judge that can't be asked is no judge that can't tell`() async throws {
        let judge = Judge(name: "eye", model: "eye-1") { _ throws(ProviderFailure) in
            throw .unreachable("nobody there")
        }
        await #expect(throws: ProviderFailure.self) {
            try await Verifier(judge: judge) { 0 }.answer(
                to: LabelledItem(.claim, "a cat", holds: true), about: Self.picture)
        }
    }

    @Test func `a measured error stands beside the judge's name, with its ranges`() throws {
        var judge = Judge(name: "eye", model: "eye-1") { _ in Look(reason: "", answer: .no) }
        #expect("\(JudgeNote(judge))" == "eye eye-1; its error was never measured")
        var tally = JudgeTally()
        for _ in 0..<19 { tally.count(.no, where: false) }
        tally.count(.yes, where: false)
        let measured = JudgeCalibration(
            of: judge, [.claim: tally], set: Digest(of: [1]), source: "20 statements of set.jsonl",
            day: "2026-11-25")
        judge.error = measured.error
        judge.errorRemark = "that is 120 days ago"
        let words = "\(JudgeNote(judge))"
        #expect(words.contains("passed 1 of 20 (1–24 %) false ones"))
        #expect(words.contains("measured on 2026-11-25 on 20 statements of set.jsonl"))
        #expect(words.hasSuffix("(that is 120 days ago)"))
    }

    @Test(arguments: [
        Calibration.route(
            RouteFloor(
                .init(engine: "a", model: "b"), "Leave it.", [], day: "2026-11-25")),
        .judge(
            JudgeCalibration(
                of: Judge(name: "eye", model: "eye-1") { _ in Look(reason: "", answer: .no) },
                [.question: JudgeTally(), .claim: JudgeTally()], set: Digest(of: [1]),
                source: "s", day: "2026-11-25")),
    ])
    func `a calibration reads back what it writes`(calibration: Calibration) throws {
        let entry = Entry(
            run: RunID(7), time: Timestamp(Date(timeIntervalSince1970: 1)),
            event: .calibrated(calibration))
        #expect(try Chain.entry(try Chain.text(of: entry)) == entry)
        #expect(CalibrationRecord([entry])?.calibration == calibration)
    }

    @Test func `of several measurements the newest of the model in force counts`() throws {
        func record(_ model: String, _ day: Double) throws -> CalibrationRecord {
            let judge = Judge(name: "eye", model: model) { _ in Look(reason: "", answer: .no) }
            let measured = JudgeCalibration(
                of: judge, [:], set: Digest(of: [1]), source: "s", day: "\(day)")
            let time = Timestamp(Date(timeIntervalSince1970: day * 86_400))
            return try #require(
                CalibrationRecord([
                    Entry(run: RunID(UInt64(day)), time: time, event: .calibrated(.judge(measured)))
                ]))
        }
        let records = [try record("eye-1", 1), try record("eye-1", 2), try record("eye-2", 9)]
        #expect(records.judge(named: "eye", model: "eye-1")?.id == RunID(2))
        #expect(records.judge(named: "eye", model: "eye-3")?.id == RunID(9))
        #expect(records.judge(named: "ear", model: "eye-1") == nil)
        let then = Timestamp(Date(timeIntervalSince1970: 92 * 86_400))
        #expect(records[0].isOld(at: then) && !records[1].isOld(at: then))
    }

    @Test func `where there is a choice the judge is none that had a hand in the picture`() throws {
        let speaker = try #require(
            try SpeakerCatalogue.included().speakers.first { $0.id == "openai" })
        let usual = try speaker.model(named: nil)
        let other = try #require(speaker.otherModel)
        #expect(other != usual)
        #expect(try speaker.model(named: nil, avoiding: []) == usual)
        #expect(try speaker.model(named: nil, avoiding: [usual]) == other)
        #expect(
            try speaker.model(named: usual, avoiding: [usual]) == usual,
            "whom a person names is asked")
    }

    @Test func `a judge that had a hand in the picture is said to have`() throws {
        var verifier = Self.verifier([:])
        verifier.helpers = ["talker": "eye-1"]
        var order = Order("a pear", engine: "talker", model: "painter-1")
        #expect(verifier.makers(of: order) == ["painter-1", "eye-1"])
        let judge = try #require(verifier.judge)
        #expect(JudgeNote(judge, drawnBy: verifier.makers(of: order)).drewItself)
        order.options = ["outer_model": .text("ear-1")]
        #expect(verifier.makers(of: order) == ["painter-1", "ear-1"])
        #expect(!JudgeNote(judge, drawnBy: verifier.makers(of: order)).drewItself)
    }
}
