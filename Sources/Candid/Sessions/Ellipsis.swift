/// A message that says half of what is wanted and leaves the rest to the one before: “no, I meant the
/// door”, “the other one too”.
///
/// No engine sees the message before, so it must be said whole; what it would be whole is offered, and
/// only the person knows whether that is meant.
struct Ellipsis {
    /// What is asked, with the whole sentences that it may stand for.
    let clarification: Understanding.Clarification

    /// Reads a message; nil where it stands for itself.
    init?(_ message: Prompt, in session: Session, from state: SessionState) {
        let before = EditBefore(session, state)
        let said = HalfSaid(message.text)
        if let asked = said.stepAsked(session.turns.last { $0.picture != nil }?.number) {
            clarification = asked
        } else if let rest = said.takenBack {
            guard let asked = before.takingBack(message.text, rest) else { return nil }
            clarification = asked
        } else if let names = said.goesOn(among: state.things) {
            clarification = before.goingOn(message.text, names)
        } else {
            return nil
        }
    }
}

/// The edit that a half-said message looks back to.
private struct EditBefore {
    /// The turn that the session stands at; nil where it is no edit.
    let turn: SessionTurn?
    private let words: Prompt?
    private let state: SessionState

    init(_ session: Session, _ state: SessionState) {
        self.state = state
        let current = session.turn(state.turn)
        let said = current.flatMap { turn in
            state.edits.last { $0.turn == turn.number }?.words ?? turn.said
        }
        turn = current.flatMap { $0.kind == .new || said == nil ? nil : $0 }
        words = turn == nil ? nil : said
    }

    /// “make the dog orange” after “make the cat orange”; nil where that names no thing, or several.
    private func again(for name: String) -> Prompt? {
        let clauses = words.map(EditClause.clauses)?.filter { !$0.isKeeping } ?? []
        // “make the flowers red and keep the vase” is done once more without what it keeps.
        guard clauses.count == 1 else { return nil }
        let words = Prompt(clauses[0].text)
        let keys = Set(state.things.map(EditTopics.key))
        let said = SaidWords(words)
        let found = said.content.filter { keys.contains(said.words[$0].key) }
        guard found.count == 1, let thing = found.first else { return nil }
        let word = said.words[thing]
        guard word.key != EditTopics.key(name) else { return nil }
        let bytes = Array(words.text.utf8)
        let stem = word.isKorean ? KoreanTail.stem(of: word.text) : word.text
        let tail = word.isKorean ? String(word.text.dropFirst(stem.count)) : ""
        return Prompt(
            String(decoding: bytes[..<word.range.lowerBound], as: UTF8.self) + name
                + KoreanParticle.fitting(tail, to: name)
                + String(decoding: bytes[word.range.upperBound...], as: UTF8.self))
    }

    /// What is asked of “no, …”.
    func takingBack(_ message: String, _ rest: String) -> Understanding.Clarification? {
        guard let turn, let words else { return takingBackPicture(message, rest) }
        let key = EditTopics.key(rest)
        let thing = state.things.first { EditTopics.key($0) == key }
        let isThing = thing != nil && SaidWords(Prompt(rest)).content.count < 3
        let whole: Prompt?
        if isThing, let thing {
            whole = again(for: thing)
        } else {
            whole = MessageWords(rest).asksDeed ? Prompt(rest) : nil
        }
        guard let whole else {
            return Understanding.Clarification(
                question: "“\(message)” takes something back: turn \(turn.number), "
                    + "“\(words.text)”? Or say in a whole sentence what is meant.",
                choices: ["undo"])
        }
        let back = turn.parent.map { [Prompt("from \($0), \(whole.text)")] } ?? []
        return Understanding.Clarification(
            question:
                "“\(message)”: in the place of turn \(turn.number), “\(words.text)”, or on top of "
                + "it?", choices: back + [whole])
    }

    /// After a picture that is no edit, “no” is about the whole of it.
    private func takingBackPicture(
        _ message: String, _ rest: String
    ) -> Understanding.Clarification? {
        guard state.turn != nil else { return nil }
        let others: [Prompt] =
            rest.isEmpty
            ? [] : MessageWords(rest).asksDeed ? [Prompt(rest)] : [Prompt("new picture: \(rest)")]
        return Understanding.Clarification(
            question: "“\(message)” takes something back: the whole picture?",
            choices: ["undo"] + others)
    }

    /// What is asked of “the door too”.
    func goingOn(_ message: String, _ names: [String]) -> Understanding.Clarification {
        let known = names.filter { again(for: $0) != nil }
        guard let turn, let words, !known.isEmpty else {
            return Understanding.Clarification(
                question:
                    "“\(message)”: what is to be done? No engine sees the message before, so say "
                    + "it in a whole sentence.", choices: [])
        }
        return Understanding.Clarification(
            question: "“\(message)”: the same as turn \(turn.number), “\(words.text)”?",
            choices: known.compactMap(again), names: known)
    }
}

/// The words of a message that may say only half.
private struct HalfSaid {
    private let words: [Sentence.Word]
    private let text: String

    init(_ text: String) {
        self.text = text
        words = Sentence.sentences(of: text).enumerated().flatMap { place, sentence in
            sentence.words.enumerated().map { index, word in
                var word = word
                if place > 0, index == 0 { word.followsMark = true }
                return word
            }
        }
    }

    private static let noes: Set = ["no", "nope", "nah", "아니", "아니야", "아니요", "아뇨"]
    private static let turns = [
        ["not", "that", "one"], ["not", "that"], ["not", "this"], ["not", "it"], ["i", "meant"],
        ["i", "mean"], ["that's", "wrong"], ["wrong", "one"], ["그거", "말고"], ["그것", "말고"],
        ["그게", "아니라"], ["그거", "아니고"],
    ]

    /// What follows “no,” and “not that; I meant”; nil where it takes nothing back.
    ///
    /// “no people” and “not that bright” ask for something: there is no mark behind.
    var takenBack: String? {
        var index = 0
        var isSure = false
        while index < words.count {
            if Self.noes.contains(words[index].text) {
                index += 1
                isSure = isSure || index == words.count || words[index].followsMark
            } else if let turn = Self.turns.first(where: { opens($0, at: index) }) {
                index += turn.count
                isSure = true
            } else {
                break
            }
        }
        guard isSure else { return nil }
        guard index < words.count else { return "" }
        let bytes = Array(text.utf8)[words[index].range.lowerBound...]
        return String(decoding: bytes, as: UTF8.self).trimmed
    }

    private func opens(_ turn: [String], at index: Int) -> Bool {
        let end = index + turn.count
        guard end <= words.count, words[index..<end].map(\.text) == turn else { return false }
        // “not that bright”, “not it alone” go on.
        return turn[0] != "not" || end == words.count || words[end].followsMark
            || words[end].text == "i"
    }

    /// What is asked of “undo the last two” and “redo”, which are no single step back.
    func stepAsked(_ last: Int?) -> Understanding.Clarification? {
        let idle: Set = ["and", "please", "now", "then", "ok"]
        let said = words.drop { idle.contains($0.text) }
        guard Self.speaksOfSteps(said.dropFirst()) else { return nil }
        switch said.first?.text {
        case "undo":
            return Understanding.Clarification(
                question: "“\(text)”: one step is taken back at a time; “go back to N” goes to the "
                    + "picture of turn N.", choices: ["undo"])
        case "redo":
            return Understanding.Clarification(
                question:
                    "“\(text)”: what was taken back is still there, as the picture of its turn.",
                choices: last.map { [Prompt("go back to \($0)")] } ?? [])
        default: return nil
        }
    }

    private static let steps: Set = [
        "step", "steps", "change", "changes", "edit", "edits", "turn", "turns",
    ]
    private static let pointers: Set = [
        "the", "my", "your", "last", "latest", "previous", "that", "this", "it", "those", "these",
        "both", "all", "everything", "of", "them", "one", "ones", "more", "again", "once", "twice",
        "too", "also", "please", "thanks", "now",
    ]

    /// Whether what follows “undo” or “redo” is a step: “undo the top button” is an edit.
    private static func speaksOfSteps(_ words: ArraySlice<Sentence.Word>) -> Bool {
        let next = words.first { word in
            word.followsMark
                || !pointers.contains(word.text) && SmallWords.numbers[word.text] == nil
                    && Int(word.text) == nil
        }
        guard let next else { return true }
        return next.followsMark || EditClause.joints.contains(next.text)
            || steps.contains(next.text)
    }

    /// The things that “the door too” and “and the other one” name; nil where something is to be done.
    func goesOn(among things: [String]) -> [String]? {
        guard let first = words.first, let last = words.last, words.count < 8 else { return nil }
        let isKorean = last.kind == .hangul
        let idle: Set = ["and", "also", "the", "too", "as", "well", "please", "then", "그리고"]
        let named = words.filter { !idle.contains($0.text) }
        let isToo =
            ["too", "also", "well"].contains(last.text) || ["and", "also"].contains(first.text)
            || isKorean && last.text.hasSuffix("도")
        let isBare = named.count == 1 && (first.text == "the" || isKorean)
        guard isToo || isBare else { return nil }
        let names = named.map(\.text)
        if [["other", "one"], ["others"], ["other", "ones"], ["other"]].contains(names) {
            return things
        }
        guard let noun = names.last, names.count < 4, !MessageWords(text).asksDeed else {
            return nil
        }
        let bare = isKorean && noun.hasSuffix("도") ? String(noun.dropLast()) : noun
        let key = isKorean ? WordForm.koreanKey(bare) : WordForm.key(noun)
        let rest = names.dropLast().filter { !ColourNames.all.contains(WordForm.key($0)) }
        guard rest.isEmpty, let thing = things.first(where: { EditTopics.key($0) == key }) else {
            return nil
        }
        return [thing]
    }
}

extension Understanding.Clarification {
    /// The choice that words name: a number, the thing by its name, or yes where there is but one.
    ///
    /// - Parameter words: What the person says to the question.
    /// - Returns: The choice; nil where the words name none, so that they are a message of their own.
    public func answer(_ words: String) -> Prompt? {
        if let number = Int(words.trimmed) {
            return choices.indices.contains(number - 1) ? choices[number - 1] : nil
        }
        var said = Self.withoutNo(Sentence.sentences(of: words).map(\.words))
        if choices.count == 1, said.count == 1,
            ["yes", "ok", "okay", "y", "네", "응", "예"].contains(said[0])
        {
            return choices[0]
        }
        if let not = said.firstIndex(of: "not"), not + 1 < said.count,
            ["that", "this", "it"].contains(said[not + 1])
        {
            said.removeSubrange(not...not + 1)
        }
        let idle: Set = [
            "i", "mean", "meant", "the", "a", "an", "please", "just", "말이야", "요",
        ]
        said.removeAll(where: idle.contains)
        let all = [
            ["all"], ["both"], ["all", "of", "them"], ["both", "of", "them"], ["everything"],
        ]
        let korean = [["둘", "다"], ["모두"], ["전부"], ["다"]]
        if choices.count == names.count + 1, (all + korean).contains(said) { return choices.last }
        said.removeAll { $0 == "one" }
        guard let noun = said.last, said.count <= 3 else { return nil }
        let found = names.indices.filter { index in
            let own = EditTopics.keys(of: names[index])
            // “all but the door”, “without the door”: any word beside the name may turn it around.
            return EditTopics.key(names[index]) == EditTopics.key(noun)
                && said.allSatisfy { word in
                    let keys = EditTopics.keys(of: word)
                    return !keys.isEmpty && keys.allSatisfy(own.contains)
                }
        }
        return found.count == 1 ? choices[found[0]] : nil
    }

    /// The words without a “no” that stands for itself: “no, the door” means it, “no door” doesn't.
    private static func withoutNo(_ sentences: [[Sentence.Word]]) -> [String] {
        sentences.flatMap { words -> [String] in
            guard words.first?.text == "no" else { return words.map(\.text) }
            let isApart = words.count == 1 || words[1].followsMark || words[1].text == "i"
            return words.dropFirst(isApart ? 1 : 0).map(\.text)
        }
    }
}
