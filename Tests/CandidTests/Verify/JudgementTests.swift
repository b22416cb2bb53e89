import Candid
import Testing

@Suite struct JudgementTests {
    private func judgement(_ outcomes: [(Verdict.Outcome, Verdict.Answer?)]) -> Judgement {
        let verdicts = outcomes.enumerated().map { index, outcome in
            var claim = Claim(.seen, subject: "a pear")
            claim.id = "c\(index + 1)"
            var verdict = Verdict(claim, outcome.0, by: "test", because: "")
            verdict.answer = outcome.1
            return verdict
        }
        return Judgement(of: Digest(of: [1]), verdicts)
    }

    @Test func `the least verdict is the whole's, and no claim at all is inconclusive`() {
        #expect(judgement([]).outcome == .inconclusive)
        #expect(judgement([(.confirmed, nil)]).outcome == .confirmed)
        #expect(judgement([(.confirmed, nil), (.inconclusive, nil)]).outcome == .inconclusive)
        #expect(judgement([(.inconclusive, nil), (.refuted, nil)]).outcome == .refuted)
    }

    @Test func `a judge's looks are counted in words, and those of pixels are not counted in`() {
        let judged = judgement([
            (.confirmed, .seen), (.confirmed, .seen), (.refuted, .missing),
            (.inconclusive, .unsure),
            (.confirmed, nil), (.inconclusive, .notApplicable),
        ])
        #expect(judged.seenWords == "2 of 5 seen, 1 missing, 1 unsure, 1 not applicable")
        #expect(judgement([(.confirmed, nil)]).seenWords == nil)
    }

    @Test func `another picture is taken only if more claims hold and none that held is lost`() {
        let first = judgement([(.confirmed, nil), (.refuted, nil), (.refuted, nil)])
        #expect(
            judgement([(.confirmed, nil), (.confirmed, nil), (.refuted, nil)]).improves(on: first))
        #expect(
            !judgement([(.refuted, nil), (.confirmed, nil), (.confirmed, nil)]).improves(on: first))
        #expect(
            !judgement([(.confirmed, nil), (.inconclusive, nil), (.refuted, nil)]).improves(
                on: first))
        #expect(!first.improves(on: first))
    }

    @Test func `what an engine says of its own work makes no picture better or worse`() {
        let first = judgement([(.confirmed, nil), (.refuted, nil)])
        var said = Claim(.changed)
        (said.id, said.origin) = ("c3", .sentence)
        var boast = first
        boast.verdicts.append(Verdict(said, .confirmed, by: "test", because: ""))
        #expect(!boast.improves(on: first))
        #expect(judgement([(.confirmed, nil), (.confirmed, nil)]).improves(on: boast))
    }
}
