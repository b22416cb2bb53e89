import Testing

@testable import Candid

@Suite struct EditClauseTests {
    @Test(
        arguments: [
            (
                "make the bicycle green and the door white",
                ["make the bicycle green", "make the door white"]
            ),
            (
                "make the bicycle and the door green",
                ["make the bicycle green", "make the door green"]
            ),
            ("remove the cat and the dog", ["remove the cat", "remove the dog"]),
            ("add a cat, then make it night.", ["add a cat", "make it night"]),
            ("add a cat and a dog", ["add a cat and a dog"]),
            ("paint the walls with ivy and moss", ["paint the walls with ivy and moss"]),
            ("write \"stop, make way\" on the door", ["write \"stop, make way\" on the door"]),
            ("자전거를 초록색으로 바꿔줘", ["자전거를 초록색으로 바꿔줘"]),
        ] as [(Prompt, [String])])
    func `an edit is one clause for each thing that it asks for`(words: Prompt, clauses: [String]) {
        #expect(EditClause.clauses(of: words).map(\.text) == clauses)
    }

    @Test(
        arguments: [
            ("make the bicycle green", []), ("make the bicycle green and shiny", ["shiny"]),
            ("swap the dog for a rabbit", []), ("bring the dog back", []),
        ] as [(Prompt, [String])])
    func `a word that no claim speaks of is known`(words: Prompt, unread: [String]) {
        #expect(EditClause.clauses(of: words).flatMap(\.unread) == unread)
    }

    @Test(
        arguments: [
            ("remove the bicycle", [.subject("bicycle")]),
            ("make the red bicycle dark green", [.subject("bicycle")]),
            ("move the bicycle to the left", [.subject("bicycle")]),
            ("replace the bicycle with a car", [.subject("bicycle")]),
            ("make it night", [.lighting]), ("darker", [.lighting]),
            ("make the light warmer", [.lighting]), ("자전거를 지워줘", []),
            ("add a basket to the bicycle", []), ("add a neon sign", []),
            ("make the door dark blue", []), ("keep the bicycle as it is", []),
        ] as [(Prompt, [Facet])])
    func `what must stay and would be changed is named`(words: Prompt, changed: [Facet]) {
        let kept: [Facet] = [.subject("bicycle"), .lighting, .style]
        #expect(EditTopics(words).changed(among: kept) == changed)
    }
}
