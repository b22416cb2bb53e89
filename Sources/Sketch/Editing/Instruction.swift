/// What an instruction asks to be changed, read as a bag of words like any prompt.
///
/// Sentences that say what must stay ("Keep the light.", "Change only the apple.") name no change,
/// and are passed over.
struct Instruction {
    enum Verb {
        case remove, replace, add, change
    }

    let wish: Wish
    let verb: Verb
    /// The colour that the ground is to have.
    let ground: Colour?
    /// Whether every sentence says what must stay, so that nothing is to change.
    let asksForNothing: Bool

    init(_ text: String, vocabulary: Vocabulary, library: ArtLibrary) {
        let wanted = Self.wanted(in: text)
        asksForNothing = !wanted.contains { $0.isLetter || $0.isNumber }
        let read = { Reader.wish(of: $0, vocabulary: vocabulary, library: library) }
        var wish = read(wanted)
        let tokens = wanted.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        verb = Self.verb(of: wanted, tokens, wish)
        wish.notDrawn.removeAll { word in
            Self.verbs[word.word.lowercased()] != nil
                || Self.korean.contains { word.word.contains($0.stem) }
        }
        var ground = wish.ground
        // "Make the background blue", 사과를 노란색으로: the colour stands behind what it is for.
        let colour = tokens.lazy.compactMap { token in
            read("\(token) background").ground.map { (token, $0) }
        }.first
        if let (word, colour) = colour, ground == nil {
            Self.dropFruit(named: word, of: &wish, verb, tokens)
            if tokens.contains(where: Self.grounds.contains) {
                ground = colour
                wish.notDrawn.removeAll { $0.word.lowercased() == word }
            } else if wish.things.count == 1, wish.things[0].colours.isEmpty {
                wish.things[0].colours = [colour]
                wish.notDrawn.removeAll { $0.word.lowercased() == word }
            }
        }
        self.wish = wish
        self.ground = ground
    }

    /// In "make the boat orange" nobody means the fruit, in "turn the apple into an orange" they do.
    private static func dropFruit(
        named colour: String, of wish: inout Wish, _ verb: Verb, _ tokens: [String]
    ) {
        guard verb == .change, wish.things.count == 2, tokens.last == colour,
            let before = tokens.dropLast().last, !["a", "an", "the"].contains(before)
        else { return }
        wish.things.removeAll { $0.name == colour }
    }

    private static func verb(of text: String, _ tokens: [String], _ wish: Wish) -> Verb {
        if text.lowercased().contains("get rid of") { return .remove }
        let named = tokens.lazy.compactMap { verbs[$0] }.first
        let verb = named ?? korean.first { text.contains($0.stem) }?.verb ?? .change
        let turns = tokens.contains { ["into", "to", "with", "for", "by"].contains($0) }
        let isPair = wish.things.count == 2 && wish.things[0].name != wish.things[1].name
        return verb == .change && turns && isPair ? .replace : verb
    }

    private static let grounds: Set = [
        "background", "backdrop", "wall", "ground", "배경", "배경을", "벽", "벽을",
    ]

    private static func wanted(in text: String) -> String {
        let plain = [("bigger", "big"), ("larger", "large"), ("smaller", "small")]
            .reduce(text) { $0.replacing($1.0, with: $1.1) }
        return plain.split { $0 == "." || $0 == "\n" || $0 == "!" || $0 == ";" }
            .map(asked(in:)).filter { !$0.isEmpty }.joined(separator: ". ")
    }

    /// What a sentence asks for: a clause that says what must stay ends where another verb begins
    /// ("Keep the door as it is, but make the bicycle green").
    private static func asked(in sentence: Substring) -> String {
        let joints = sentence.ranges(of: #/, (?:but |and |then )?| (?:but|and|then) /#)
        let starts = [sentence.startIndex] + joints.map(\.upperBound)
        let ends = joints.map(\.lowerBound) + [sentence.endIndex]
        var (asked, stays, isDenied) = ("", false, false)
        for (index, (start, end)) in zip(starts, ends).enumerated() {
            let joint = index == 0 ? "" : sentence[ends[index - 1]..<start]
            let clause = sentence[start..<end].drop { $0.isWhitespace }.lowercased()
            let first = clause.prefix { $0.isLetter }
            if kept.contains(where: { clause.hasPrefix($0) }) {
                (stays, isDenied) = (true, clause.hasPrefix("do"))
            } else if verbs[String(first)] != nil, !(isDenied && joint == " and ") {
                stays = false
            }
            if !stays { asked += (asked.isEmpty ? "" : joint) + sentence[start..<end] }
        }
        return asked
    }

    private static let kept = [
        "keep ", "leave ", "change only", "only change", "do not ", "don't ", "don’t ",
        "everything else", "nothing else", "그대로", "나머지",
    ]

    private static let verbs: [String: Verb] = [
        "remove": .remove, "delete": .remove, "erase": .remove, "drop": .remove, "take": .remove,
        "without": .remove, "replace": .replace, "swap": .replace, "exchange": .replace,
        "substitute": .replace, "add": .add, "put": .add, "insert": .add, "include": .add,
        "draw": .add, "give": .add, "write": .change, "make": .change, "change": .change,
        "turn": .change, "paint": .change, "colour": .change, "color": .change,
        "recolour": .change, "recolor": .change, "set": .change, "switch": .change,
    ]

    private static let korean: [(stem: String, verb: Verb)] = [
        ("없애", .remove), ("지워", .remove), ("제거", .remove), ("빼", .remove),
        ("추가", .add), ("넣어", .add), ("더해", .add),
    ]
}
