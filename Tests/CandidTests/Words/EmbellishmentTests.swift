import Candid
import Foundation
import Testing

@Suite struct EmbellishmentTests {
    static let harmless: [(String, String)] = [
        ("a red car", "a red car"),
        ("A red car.", "the red cars"),
        ("a grey cat sleeping on a sofa", "A gray cat asleep on the couch!"),
        ("two dogs running in a forest", "2 dogs run in the woods"),
        ("a colourful harbour", "colorful harbor"),
        ("a tabletop with a moonlit vase", "moon-lit vase on a table top"),
        ("three men and women", "a man and a woman, 3"),
        ("나무 탁자 위의 파란 꽃병", "파란 꽃병이 나무 탁자 위에 있다"),
        ("고양이 두 마리가 논다", "고양이가 두 마리"),
    ]

    @Test(arguments: harmless)
    func `the same in other words is not embellished`(from: String, to: String) {
        let found = Embellishment(from: Prompt(from), to: Prompt(to))
        #expect(found.score < 0.15, "\(found.explanation)")
    }

    @Test(arguments: [
        ("a cat", "a majestic cat bathed in golden light, highly detailed, 8k"),
        ("a house by the sea", "a cozy cottage by the sparkling turquoise sea at sunset, gulls"),
        ("산속의 절", "새벽 안개에 둘러싸인 신비로운 산속의 고즈넉한 절, 붉은 단풍과 은은한 햇살"),
    ])
    func `a text with a machine's additions is embellished`(from: String, to: String) {
        #expect(Embellishment(from: Prompt(from), to: Prompt(to)).score > 0.5)
    }

    @Test(arguments: [
        ("고양이", "고양이가"), ("고양이를", "고양이"), ("바나나", "바나나가"), ("사과는", "사과에서"),
        ("붉은 문", "문은 붉은"), ("화려한 옷", "화려하게 옷을"),
    ])
    func `particles and endings add nothing in Korean`(from: String, to: String) {
        let found = Embellishment(from: Prompt(from), to: Prompt(to))
        #expect(found.score == 0, "\(found.explanation)")
        #expect(found.dropped.isEmpty)
    }

    @Test func `Korean colours and numbers are seen to survive or not`() {
        let found = Embellishment(from: "붉은 문 앞의 고양이 세 마리", to: "문 앞에 고양이 3마리")
        let survived = Dictionary(
            uniqueKeysWithValues: found.survivals.map { ($0.text, $0.survived) })
        #expect(survived == ["붉은": false, "세": true])
    }

    @Test func `a text that says less adds nothing`() {
        let long: Prompt = "a stone bridge over a river, two swans, morning fog, oil painting"
        let found = Embellishment(from: long, to: "a stone bridge over a river, two swans")
        #expect(found.score == 0)
        #expect(found.dropped.map(\.word) == ["morning", "fog", "oil", "painting"])
        #expect(found.parts.recall < 1)
    }

    @Test func `a long text is not embellished by being long`() {
        let long = Prompt(
            String(repeating: "intricate ornate baroque majestic glowing masterpiece, ", count: 40))
        #expect(Embellishment(from: long, to: long).score == 0)
    }

    @Test func `more additions never make a lower score`() {
        let additions = ["majestic", "golden", "forest", "velvet", "lion", "8k", "smiling"]
        var to = "a cat"
        var last = 0.0
        for addition in additions {
            to += ", " + addition
            let score = Embellishment(from: "a cat", to: Prompt(to)).score
            #expect(score > last)
            last = score
        }
    }

    @Test(arguments: [
        ("watercolor", AdditionKind.medium), ("cyberpunk", .style), ("backlit", .lighting),
        ("golden hour", .lighting), ("bokeh", .camera), ("low angle", .camera), ("serene", .mood),
        ("masterpiece", .quality), ("highly detailed", .quality), ("crimson", .colour),
        ("velvet", .material), ("forest", .setting), ("victorian", .setting),
        ("elderly", .person), ("bearded", .person), ("teapot", .object), ("artgerm", .name),
        ("swiftly jumping", .other), ("seven", .number), ("\"OPEN\"", .lettering),
        ("수채화", .medium), ("역광", .lighting), ("몽환적인", .mood), ("고화질", .quality),
        ("붉은", .colour), ("벨벳", .material), ("숲에서", .setting), ("젊은", .person),
        ("클로즈업", .camera), ("지브리", .name),
    ])
    func `every addition has its kind`(addition: String, kind: AdditionKind) {
        let found = Embellishment(from: "a cat", to: Prompt("a cat, \(addition)"))
        #expect(!found.added.isEmpty)
        #expect(found.added.allSatisfy { $0.kind == kind }, "\(found.added)")
    }

    @Test func `a text that was continued in one piece weighs less than one that was rewritten`() {
        let continued = Embellishment(from: "a stone mill", to: "a stone mill, serene velvet dawn")
        let rewritten = Embellishment(from: "a stone mill", to: "a serene stone mill, velvet dawn")
        #expect(continued.parts.isOnePiece)
        #expect(!rewritten.parts.isOnePiece)
        #expect(continued.added.count == rewritten.added.count)
        #expect(continued.score < rewritten.score)
    }

    @Test func `a name is told by its capital inside a sentence`() {
        let found = Embellishment(from: "a mill", to: "a mill in Zaandam")
        #expect(found.added.map(\.kind) == [.name])
    }

    @Test func `where an addition stands is told in bytes`() {
        let to: Prompt = "고양이, velvet"
        let found = Embellishment(from: "고양이", to: to)
        let range = found.added[0].range
        #expect(String(decoding: Array(to.text.utf8)[range], as: UTF8.self) == "velvet")
    }

    @Test func `what stands in the place of something is a change`() {
        let found = Embellishment(from: "a red car in snow", to: "a red bus in snow")
        #expect(found.changed.map(\.from) == ["car"])
        #expect(found.changed.map(\.to) == ["bus"])
        #expect(found.score < 0.3)
    }

    @Test(arguments: [
        ("a sign \"OPEN\"", "a glowing sign with the text \"OPEN\"", true),
        ("a sign \"OPEN\"", "a sign that says \"open\"", false),
        ("a sign \"OPEN\"", "an open sign", false),
        ("a sign reading 'Good day.'", "a sign reading “Good day”", true),
        ("「출구」라고 쓴 문", "문에 「출구」", true),
    ])
    func `quoted text survives only to the letter`(from: String, to: String, survives: Bool) {
        let quotes = Embellishment(from: Prompt(from), to: Prompt(to)).survivals
            .filter { $0.kind == .quote }
        #expect(quotes.map(\.survived) == [survives])
    }

    @Test func `numbers, colours and names are seen to survive or not`() {
        let found = Embellishment(
            from: "three grey owls in Paris by Monet", to: "four gray owls by the Seine, Monet")
        let survived = Dictionary(
            uniqueKeysWithValues: found.survivals.map { ($0.text, $0.survived) })
        #expect(survived == ["three": false, "grey": true, "paris": false, "monet": true])
        #expect(!found.keepsWhatMatters)
    }

    @Test func `the figures are those of the definitions`() {
        let parts = Embellishment(
            from: "old boat lake", to: "majestic boat lake dawn swans"
        ).parts
        #expect(parts.wordsBefore == 3)
        #expect(parts.wordsAfter == 5)
        #expect(parts.novelty == 3.0 / 5)
        #expect(parts.additionsPerWord == 1)
        #expect(parts.recall == 2.0 / 3)
        #expect(parts.overlap == 2.0 / 6)
    }

    @Test(arguments: [("", ""), ("", "a cat"), ("a cat", ""), ("!!!", "???"), ("the", "of the")])
    func `texts that say nothing are no trouble`(from: String, to: String) {
        let found = Embellishment(from: Prompt(from), to: Prompt(to))
        #expect((0...1).contains(found.score))
        #expect(!found.explanation.isEmpty)
    }

    @Test func `the explanation says what was added, lost and kept`() {
        let text = Embellishment(
            from: "a cat with a sign \"HI\"", to: "a majestic cat in golden light"
        ).explanation
        #expect(text.contains("mood: majestic"))
        #expect(text.contains("light: light"))
        #expect(text.contains("Lost quote: “HI”"))
    }

    @Test func `it survives JSON`() throws {
        let found = Embellishment(from: "two cats \"A\"", to: "a majestic lion \"B\"")
        let json = try JSONEncoder().encode(found)
        #expect(try JSONDecoder().decode(Embellishment.self, from: json) == found)
    }
}
