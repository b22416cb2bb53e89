@testable import Candid
import Testing

@Suite struct BriefReadingTests {
    @Test func `things, their attributes and what joins them become claims that hang together`()
        throws
    {
        let brief = Prompt("a red bicycle leaning on a blue wall, two cats, no people")
        let claims = BriefReading(brief).claims
        #expect(
            claims.map(Self.words) == [
                "attribute bicycle red", "seen bicycle", "relation bicycle leaning on a blue wall",
                "attribute wall blue", "seen wall", "count cats 2", "seen cats", "absent people",
            ])
        let bicycle = try #require(claims.first { $0.kind == .seen && $0.subject == "bicycle" })
        let red = try #require(claims.first { $0.value == "red" })
        #expect(red.parents == [bicycle.id])
        #expect(claims.first { $0.kind == .relation }?.parents.count == 2)
    }

    @Test(arguments: [
        ("a red car to the left of a blue house", "relation car to the left of a blue house"),
        ("a red car on the left", "relation car on the left"),
        ("a dog in front of a barn", "relation dog in front of a barn"),
        ("a cat in the background", "relation cat in the background"),
    ])
    func `a word for a place is a relation and no thing`(brief: String, relation: String) {
        let claims = BriefReading(Prompt(brief)).claims
        #expect(claims.map(Self.words).contains(relation))
        #expect(!claims.contains { ["left", "front", "background"].contains($0.subject) })
    }

    @Test(arguments: ["a book on the top shelf", "a girl in a red top", "a hat in his right hand"])
    func `a thing that has its place in its name stays a thing`(brief: String) {
        let seen = BriefReading(Prompt(brief)).claims.filter { $0.kind == .seen }
        #expect(seen.count == 2)
    }

    @Test(arguments: [
        ("빨간 사과 세 개와 고양이", "count 사과 3"), ("고양이 두 마리", "count 고양이 2"),
        ("두 마리 고양이", "count 고양이 2"), ("세 개의 사과", "count 사과 3"),
        ("고양이 두마리", "count 고양이 2"),
    ])
    func `a Korean count stands before or behind what it counts`(brief: String, count: String) {
        let words = BriefReading(Prompt(brief)).claims.map(Self.words)
        #expect(words.contains(count))
        #expect(!words.contains { $0.hasSuffix(" 고양") })
    }

    @Test(arguments: [
        "a red bicycle leaning on a blue wall, no people, a sign that says “OPEN”",
        "빨간 사과 두 개와 잠자는 고양이, 사람 없이", "  naïve — 🐈 two cats\n",
    ])
    func `every claim rests on the brief's own bytes`(text: String) throws {
        for claim in BriefReading(Prompt(text)).claims {
            let range = try #require(claim.range)
            #expect(String(decoding: Array(text.utf8)[range], as: UTF8.self) == claim.span)
        }
    }

    @Test func `quoted words are lettering and no things`() {
        let claims = BriefReading("a shop sign that says “OLD CATS”").claims
        #expect(claims.contains { $0.kind == .lettering && $0.value == "OLD CATS" })
        #expect(!claims.contains { $0.kind == .seen && $0.subject?.contains("CATS") == true })
    }

    @Test(arguments: ["a shop sign that says “OPEN”", "a poster reading \"OPEN\""])
    func `a word that leads to lettering is no thing and not unchecked`(brief: String) {
        let reading = BriefReading(Prompt(brief))
        #expect(reading.claims.contains { $0.kind == .lettering && $0.value == "OPEN" })
        #expect(!reading.claims.contains { ["says", "reading"].contains($0.subject) })
        #expect(!reading.uncovered.contains { ["says", "reading"].contains($0) })
    }

    @Test(arguments: [
        ("one teapot on a table", 1), ("one blue teapot, two cups", 1), ("two teapots", 2),
    ])
    func `one is a number before a thing`(brief: String, number: Int) throws {
        let counts = BriefReading(Prompt(brief)).claims.filter { $0.kind == .count }
        let count = try #require(counts.first)
        #expect(count.number == number && count.subject?.hasPrefix("teapot") == true)
        #expect(count.parents.count == 1)
    }

    @Test(arguments: ["no one teapot", "a teapot one day in May", "the one teapot", "a teapot"])
    func `one that does not count is no number`(brief: String) {
        #expect(!BriefReading(Prompt(brief)).claims.contains { $0.kind == .count })
    }

    @Test func `what must not be seen is asked for as a presence`() throws {
        let claims = BriefReading("a street without cars").claims
        #expect(claims.contains { $0.kind == .absent && $0.subject == "cars" })
        #expect(!claims.contains { $0.kind == .seen && $0.subject == "cars" })
    }

    @Test func `a speaker's claims cover what ours leave, and nothing that the brief does not say`()
    {
        let brief: Prompt = "a red pear gleaming frostily, no wasps"
        var reading = BriefReading(brief)
        let ours = reading.claims
        #expect(reading.uncovered == ["gleaming", "frostily"])
        let drafts = [
            Self.draft("gleaming", "Is the pear gleaming?"),
            Self.draft("golden light", "Is the light golden?"),
            Self.draft("frostily", "Is the pear covered in snow?"),
            Self.draft("red pear", "Is there a pear?"),
            Self.draft("no wasps", "Are there wasps?"),
            Self.draft("gleaming frostily", "Is it gleaming frostily?", parents: [0, 1, 9]),
        ]
        reading.add(drafts, of: brief, by: "ollama eyes-1")
        #expect(Array(reading.claims.prefix(ours.count)) == ours)
        let added = reading.claims.dropFirst(ours.count)
        #expect(added.map(\.span) == ["gleaming", "gleaming frostily"])
        #expect(added.last?.parents == added.prefix(1).map(\.id))
        #expect(added.allSatisfy { $0.inferred == "ollama eyes-1" })
        let refused = ["golden light", "frostily", "red pear", "no wasps"]
        #expect(reading.refused.map(\.span) == refused)
        #expect(reading.refused[1].reason.contains("covered, snow"))
        #expect(reading.uncovered.isEmpty)
    }

    private static func draft(
        _ span: String, _ question: String, parents: [Int] = []
    ) -> QuestionDraft {
        QuestionDraft(
            kind: .attribute, span: span, subject: "pear", value: span, parents: parents,
            question: question, rephrased: question)
    }

    private static func words(_ claim: Claim) -> String {
        [claim.kind.rawValue, claim.subject, claim.value ?? claim.number.map(String.init)]
            .compactMap(\.self).joined(separator: " ")
    }
}
