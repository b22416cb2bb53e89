import Candid
import Testing

@Suite struct EditFeedbackTests {
    private func words(
        _ verdicts: [(Claim, Verdict.Outcome)], _ instruction: Prompt = "remove the hat"
    ) -> String? {
        let judgement = Judgement(
            of: Digest(of: [1]),
            verdicts.map { Verdict($0.0, $0.1, by: "pixels", because: "measured") })
        return EditFeedback(on: judgement, for: instruction)?.words
    }

    @Test func `what failed is told, the refuted first, and what holds is not`() {
        let said = words([
            (Claim(.changed), .confirmed), (Claim(.kept, facet: .everythingElse), .refuted),
            (Claim(.kept, facet: .lighting), .refuted),
        ])
        #expect(said?.hasPrefix("The last attempt also changed other places.") == true)
        #expect(said?.contains("lighting") == true)
        #expect(said?.contains("left the picture as it was") == false)
    }

    @Test func `an unchanged picture is said to be unchanged, in the instruction's language`() {
        #expect(
            words([(Claim(.changed), .refuted)])?.contains("left the picture as it was") == true)
        #expect(words([(Claim(.changed), .refuted)], "모자를 지워줘")?.contains("바뀌지") == true)
    }

    @Test func `where every claim holds there is nothing to tell`() {
        #expect(words([(Claim(.changed), .confirmed)]) == nil)
    }
}
