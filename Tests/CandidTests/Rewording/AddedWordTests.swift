import Testing

@testable import Candid

@Suite struct AddedWordTests {
    private static let brief = Prompt(
        "a red bicycle leaning on a blue wall, a grey cat asleep in the basket, a man with a sign "
            + "that says \"OPEN\"")

    /// What is put in behind the brief, and why it is turned down; nil is taken.
    private static let behind: [(String, String?)] = [
        (", soft morning light", nil), (", golden hour", nil),
        (", window light from the left", nil),
        (", shallow depth of field, 35mm", nil), (", oil painting on canvas", nil),
        (", warm backlight falling across the wall", "wall"), (", low angle, close-up", nil),
        (", long soft shadows, overcast", nil), (", muted colours", nil),
        (", and a dog", "new things"), (", and another", "another"),
        (", a young woman", "people look"),
        (", someone in soft light", "someone"), (", by Monet", "names"),
        (", in the style of van gogh", "names"), (", masterpiece, 8k", "quality"),
        (", serene mood", "mood"), (", two cats", "numbers"), (", in Paris", "names"),
        (", a cat", "new things"), (", \"SALE\" in gold", "none"), (", soft light 🐶", "🐶"),
        (", no cars", "no"), (", a smiling face", "people look"), (", laughing", "action"),
        (", a wooden table", "table"), (", forest background", "place"),
        (", very soft warm golden diffuse rim light with long soft even shadows", "at most"),
    ]

    @Test(arguments: behind)
    func `what is added behind a brief is taken by its class`(text: String, says: String?) {
        let draft = Prompt(Self.brief.text + text)
        let objection = Suggestion.objection(to: draft, for: Self.brief, .assisted)
        if let says {
            #expect(objection?.contains(says) == true, "\(text): \(objection ?? "taken")")
        } else {
            #expect(objection == nil, "\(text): \(objection ?? "")")
        }
    }

    /// A whole draft of a brief, and whether it is taken.
    private static let drafts: [(String, String, Bool)] = [
        ("a man by a chair", "a man by a wooden chair", true),
        ("a man by a chair", "a rugged man by a chair", false),
        ("a man by a chair", "a black man by a chair", false),
        ("a woman on a chair", "a woman in velvet on a chair", false),
        ("a woman on a chair", "a blonde woman on a chair", false),
        ("a woman on a chair by the sea", "a woman on a chair by the sea in soft light", true),
        ("a sign that says OPEN here", "a sign that says \"OPEN\" here", false),
        ("a cat and a dog", "a dog and a cat", false), ("a cat and a dog", "a cat", false),
        ("a grey cat on a chair", "A grey cat on a chair", false),
        ("a grey cat on a chair", "a grey cat on a chair", true),
        ("의자 위의 회색 고양이", "의자 위의 회색 고양이, 부드러운 빛", true),
        ("의자 위의 회색 고양이", "의자 위의 회색 고양이, 강아지", false),
        ("의자 위의 회색 고양이", "a grey cat on a chair", false),
        ("a grey cat on a chair", "un gato gris en una silla", false),
    ]

    @Test(arguments: drafts)
    func `a draft keeps every word in its place and shows nobody and nothing else`(
        brief: String, draft: String, isTaken: Bool
    ) {
        let objection = Suggestion.objection(to: Prompt(draft), for: Prompt(brief), .assisted)
        #expect((objection == nil) == isTaken, "\(draft): \(objection ?? "taken")")
    }

    @Test func `every word put in carries its class, repetitions too`() {
        let diff = WordDiff(from: "a cat", to: "a cat and a cat in soft light")
        #expect(AddedWord.all(in: diff).map(\.word) == ["and", "a", "cat", "in", "soft", "light"])
        #expect(
            AddedWord.all(in: diff).map(\.kind) == [nil, nil, .object, nil, .lighting, .lighting])
    }

    @Test(arguments: [
        ("a cat on a chair in a room", "a fluffy dog in a palace", false),
        ("a cat on a chair", "un gato en una silla", false),
        ("a cat that says \"MEOW\"", "a tabby cat saying meow", false),
        ("three cats on a red sofa", "cats on a sofa in a bright room", false),
        (
            "three cats on a red sofa", "three fluffy cats asleep on a worn red sofa by a window",
            true
        ),
        ("a cat", "Sure! Here is your prompt: a cat in a garden", false),
        ("a cat", "a cat in a garden --ar 16:9", false),
        ("a cat", "a cat in a garden, no people", false), ("a cat", " ", false),
        ("a cat", "a cat\u{202E} in a garden", false),
    ])
    func `also a free draft keeps what matters and brings in nothing of a chat`(
        brief: String, draft: String, isTaken: Bool
    ) {
        let objection = Suggestion.objection(to: Prompt(draft), for: Prompt(brief), .free)
        #expect((objection == nil) == isTaken, "\(draft): \(objection ?? "taken")")
    }
}
