import Testing

@testable import Candid

@Suite struct RephrasingTests {
    @Test func `the rules say by what is seen what a prompt negates`() {
        let (suggestion, left) = Rephrasing.byRules("a street with no people")
        #expect(suggestion.isRuleBased && suggestion.conversation == nil)
        #expect(Rephrasing.negations(in: suggestion.text).isEmpty && left.isEmpty)
        #expect(!suggestion.changesNothing)
    }

    @Test func `without a negation nothing changes`() {
        #expect(Rephrasing.byRules("a street at noon").suggestion.changesNothing)
    }

    @Test(arguments: [
        ("an empty street at noon", true), ("a street at noon with no people", false),
        ("an empty street", false), ("an empty street at noon by Monet", false),
        ("an empty street at noon with three cats", false),
        ("an empty street at noon, trees, birds, houses, shops, lamps and flags", false),
    ])
    func `a speaker may change what is negated and nothing else`(draft: String, isTaken: Bool) {
        let objection = Suggestion.objection(
            to: Prompt(draft), for: "a street at noon without people", .rephrase)
        #expect((objection == nil) == isTaken, "\(draft): \(objection ?? "taken")")
    }
}
