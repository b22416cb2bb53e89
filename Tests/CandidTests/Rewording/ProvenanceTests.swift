import Testing

@testable import Candid

@Suite struct ProvenanceTests {
    private let suggestion = Rephrasing.byRules("a street with no people").suggestion

    @Test func `a yes holds for the words that it was said to and no others`() throws {
        let yes = Provenance(approval: .accepting(suggestion, by: .person))
        let draft = Draft(Order(suggestion.text, engine: "sketch", model: "sketch-1"))
        #expect(try draft.coming(from: yes).provenance == yes)
        let other = Draft(Order("a street", engine: "sketch", model: "sketch-1"))
        #expect(throws: Refusal.self) { try other.coming(from: yes) }
    }

    @Test func `whoever keeps their own words approves those`() {
        #expect(Approval.keepingOwn(suggestion, by: .person).approved == suggestion.brief)
        #expect(Approval.editing(suggestion, to: "a lane", by: .flag).approved == "a lane")
    }
}
