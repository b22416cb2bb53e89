import Candid
import Testing

@Suite struct FixTests {
    @Test(
        arguments: [
            ("a beach, no people, at dusk", "a beach, deserted, at dusk"),
            ("a wall with no text", "a wall with blank, unmarked surfaces"),
            ("a field without clouds", "a field with a clear blue sky"),
            ("a fountain of milk instead of water.", "a fountain of milk."),
            ("Instead of jumping, it stood still", "It stood still"),
            ("a glass with no water, only ice", "a glass with only ice"),
            (
                "There are no people on the bridge",
                "There is an empty, deserted setting on the bridge"
            ),
            ("the man has no hair", "the man has a smooth bald head"),
            ("the bench lacks shade, the beach is devoid of visitors", nil),
            ("do not show cars", "show a clear, open roadway"),
            ("Avoid clutter", "Show tidy, open space"),
            ("a mural, no logos, no watermark", "a mural, clean, plain surfaces"),
            ("a bald man, bald, no hair, tall", "a bald man, bald, tall"),
            ("글자나 로고를 넣지 마세요", "깨끗하고 빈 표면"),
            ("a cat, not a dog", "a cat"),
            ("There isn't any furniture here", "There is open, empty floor here"),
            ("a cloudless sky", "a clear blue sky"),
            ("the door isn't open", "the door is closed"),
            ("the dog does not have a tail", "the dog has a smoothly rounded rear"),
            ("텍스트 없음", "깨끗하고 빈 표면"),
            ("사람이 없는 해변", "한적하고 텅 빈 해변"),
            ("물 대신 우유가 든 컵", "우유가 든 컵"),
        ] as [(String, String?)])
    func `a fix says what should be there`(text: String, expected: String?) {
        let prompt = Prompt(text)
        let edits = negations(prompt).compactMap(\.fix)
        guard let expected else { return }
        #expect(prompt.applying(edits).text == expected)
    }

    @Test func `a fix is not invented`() {
        let texts = [
            "a machine without quibbleworts", "a kitchen where no one is cooking",
            "a smile with a missing tooth", "an apple that isn't red",
        ]
        for text in texts {
            let found = negations(Prompt(text))
            #expect(found.count == 1, "\(text)")
            #expect(
                found.allSatisfy { $0.fix == nil && $0.message.contains("no positive wording") },
                "\(text): \(found.compactMap(\.fix))")
        }
    }

    @Test(arguments: [
        "people", "text", "watermarks", "cars", "hair", "a beard", "eyes", "ears", "teeth",
        "glasses",
        "a hat", "shoes", "sleeves", "clouds", "stars", "rain", "snow", "fog", "shadows", "blur",
        "noise",
        "borders", "a background", "colors", "leaves", "flowers", "trees", "grass", "water",
        "books",
        "bottles", "chairs", "curtains", "a lid", "a roof", "doors", "windows", "walls", "wheels",
        "pedals", "strings", "animals", "fish", "food", "milk", "signs", "cracks", "lettuce",
        "a spaceship",
        "a castle", "an umbrella", "wings", "a tail", "horns", "fur", "wrinkles", "makeup",
        "clutter",
        "footprints", "a moat", "a statue", "glow", "reflections", "smoke", "fire", "buildings",
    ])
    func `every wording lints clean and keeps silent about the thing`(thing: String) {
        let word = thing.split(separator: " ").last.map(String.init) ?? thing
        for text in [
            "a view with no \(word)", "without \(thing)", "a view, no \(word)", "avoid \(thing)",
        ] {
            let prompt = Prompt(text)
            let edits = negations(prompt).compactMap(\.fix)
            #expect(!edits.isEmpty, "\(text)")
            let fixed = prompt.applying(edits)
            let found = fixed.findings()
            #expect(found.isEmpty, "\(fixed.text): \(found.map(\.rule))")
            #expect(!fixed.text.contains(word), "\(fixed.text)")
        }
    }

    @Test(arguments: LintRule.all)
    func `fixes of every rule mend its own examples`(rule: LintRule) {
        for marked in rule.flags {
            let prompt = Example(marked).prompt
            let found = prompt.findings(by: [rule])
            let edits = found.compactMap(\.fix)
            guard !edits.isEmpty, edits.count == found.count else { continue }
            let fixed = prompt.applying(edits)
            #expect(fixed.findings(by: [rule]).isEmpty, "\(rule.id): \(fixed.text)")
        }
    }

    @Test func `equal edits are made once and of overlapping ones the first`() {
        let edit = TextEdit(range: 0..<1, replacement: "xy")
        let other = TextEdit(range: 0..<3, replacement: "no")
        #expect(Prompt("abc").applying([edit, edit, other]).text == "xybc")
    }

    private func negations(_ prompt: Prompt) -> [Finding] {
        prompt.findings(by: LintRule.all.filter { $0.id == "negation" })
    }
}
