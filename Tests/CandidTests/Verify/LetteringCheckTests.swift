import Candid
import Pixels
import Testing

@Suite struct LetteringCheckTests {
    private static func picture(_ shade: UInt8) throws -> [UInt8] {
        var rgba = [UInt8](repeating: 255, count: 64 * 64 * 4)
        for index in 0..<64 * 32 * 4 where index % 4 != 3 { rgba[index] = shade }
        return try Pixmap(width: 64, height: 64, rgba: rgba).png()
    }

    private static let row = PictureBox(x: 2, y: 2, width: 30, height: 10)

    private static func found(
        _ text: String, isSure: Bool = true, rows: Bool = false
    )
        -> FoundLettering
    {
        let words = text.split(separator: " ").map {
            FoundLettering.Word(
                String($0), box: row, confidence: isSure ? 95 : 40, looks: isSure ? 3 : 1,
                isSure: isSure)
        }
        return FoundLettering(
            words: words, readings: text.isEmpty ? [] : [text], rows: rows ? [row] : [])
    }

    private func verdict(
        on claim: Claim, reading found: FoundLettering, before: FoundLettering? = nil,
        languages: [String] = ["eng", "kor"], judge: Judge? = nil
    ) async throws -> Verdict {
        let reader = LetteringReader(languages: languages) { pixmap in
            pixmap.rgba[0] == 100 ? before ?? found : found
        }
        let verifier = Verifier(judge: judge, lettering: reader) { 0 }
        let subject = Verifier.Subject(
            try Self.picture(30), from: before == nil ? nil : try Self.picture(100))
        return try await verifier.judgement(on: [claim], subject).verdicts[0]
    }

    @Test(arguments: [
        ("GRAND OPENING", Verdict.Outcome.confirmed), ("Grand  opening!", .confirmed),
        ("GRAND OPENNING", .inconclusive), ("CLOSED", .refuted), ("문 열었음 오늘", .refuted),
        ("GRAND OPENING OF THE NEW STORE", .inconclusive),
    ])
    func `asked words are confirmed letter by letter only`(
        asked: String, outcome: Verdict.Outcome
    ) async throws {
        let verdict = try await verdict(
            on: Claim(.lettering, value: asked), reading: Self.found("GRAND OPENING"))
        #expect(verdict.outcome == outcome, "\(verdict.reason)")
        #expect(verdict.check == "lettering")
        #expect(verdict.evidence.contains { $0.name == "distance" && $0.number != nil })
        #expect(verdict.evidence.contains { $0.name == "languages" && $0.text == "eng, kor" })
    }

    @Test func `nothing read refutes no asked words`() async throws {
        let verdict = try await verdict(
            on: Claim(.lettering, value: "OPEN"), reading: Self.found(""))
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("often missed"))
    }

    @Test(arguments: [("OPEN", ["kor"]), ("열림", ["eng"]), ("открыто", ["eng", "kor"])])
    func `a script that is not installed is inconclusive and named`(
        asked: String, languages: [String]
    ) async throws {
        // The reader of Korean also knows Latin letters; one for another language does not.
        let known = languages == ["kor"] ? ["rus"] : languages
        let verdict = try await verdict(
            on: Claim(.lettering, value: asked), reading: Self.found("SOMETHING ELSE"),
            languages: known)
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains(known.joined(separator: ", ")))
    }

    @Test(arguments: [
        ("", true, false, Verdict.Outcome.confirmed), ("", true, true, .inconclusive),
        ("tay", false, false, .inconclusive), ("SALE", true, false, .refuted),
    ])
    func `no lettering is confirmed only where nothing looks like it`(
        text: String, isSure: Bool, rows: Bool, outcome: Verdict.Outcome
    ) async throws {
        let verdict = try await verdict(
            on: Claim(.noLettering), reading: Self.found(text, isSure: isSure, rows: rows))
        #expect(verdict.outcome == outcome)
        if outcome == .refuted { #expect(verdict.evidence.contains { $0.box == Self.row }) }
    }

    @Test(arguments: [
        ("OPEN", "OPEN", Verdict.Outcome.confirmed), ("OPEN", "CLOSED", .refuted),
        ("", "", .inconclusive), ("GRAND OPENING", "GRAND 0PENlNG", .confirmed),
    ])
    func `kept lettering is the same lettering`(
        before: String, now: String, outcome: Verdict.Outcome
    ) async throws {
        let verdict = try await verdict(
            on: Claim(.kept, facet: .lettering), reading: Self.found(now),
            before: Self.found(before))
        #expect(verdict.outcome == outcome)
    }

    @Test func `text that is still read was not removed`() async throws {
        let claim = try #require(SentenceReading("I removed the text.").claims.first)
        let still = try await verdict(
            on: claim, reading: Self.found("SALE"), before: Self.found("SALE"))
        #expect(still.outcome == .refuted)
        let gone = try await verdict(on: claim, reading: Self.found(""), before: Self.found("SALE"))
        #expect(gone.outcome == .confirmed)
    }

    @Test func `a judge tells what could not be read, and the reading stays beside it`()
        async throws
    {
        let judge = Judge(name: "test", model: "m") { _ async throws(ProviderFailure) in
            Look(reason: "it says so", answer: .yes)
        }
        let claim = Claim(.lettering, value: "OPEN")
        let open = try await verdict(on: claim, reading: Self.found(""), judge: judge)
        #expect(open.outcome == .confirmed)
        #expect(open.check == "judge")
        #expect(open.evidence.contains { $0.name == "distance" })
        let refuted = try await verdict(on: claim, reading: Self.found("CLOSED"), judge: judge)
        #expect(refuted.check == "lettering", "no judge overrules what is read")
    }

    @Test func `a reader that fails says why`() async throws {
        struct NotInstalled: Error, CustomStringConvertible {
            let description = "tesseract is not installed"
        }
        let reader = LetteringReader(languages: ["eng"]) { _ in throw NotInstalled() }
        let verifier = Verifier(lettering: reader) { 0 }
        let verdict = try await verifier.judgement(
            on: [Claim(.noLettering)], .init(try Self.picture(30))
        ).verdicts[0]
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.reason.contains("not installed"))
    }

    @Test(arguments: ["a poster, no text", "a street without any lettering", "거리, 글자 없이"])
    func `a brief without text asks that nothing be written`(brief: String) {
        let claims = BriefReading(Prompt(brief)).claims
        #expect(claims.contains { $0.kind == .noLettering }, "\(claims.map(\.words))")
    }
}
