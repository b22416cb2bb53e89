import Candid

/// A picture, and statements about it whose truth its maker knows.
public struct LabelledScene: Sendable {
    /// The file, a PNG with its record.
    public let file: [UInt8]
    /// What was drawn.
    public let prompt: String
    /// What holds of it and what does not, in turn.
    public let statements: [Statement]

    /// Words about what is to be seen.
    public struct Statement: Hashable, Sendable {
        /// The words, such as `three red apples`.
        public let words: String
        /// Whether they are true.
        public let holds: Bool
    }
}

extension Illustrator {
    /// Draws a scene of one or two things with a true and a false statement about it: that something
    /// is there, has a colour, or is there so many times.
    ///
    /// What is true is taken from the record of what was drawn, and a statement about which the record
    /// leaves a doubt, such as a thing that could be taken for another, is never made.
    ///
    /// - Parameters:
    ///   - number: Which scene; the same number and seed give the same picture and statements.
    ///   - seed: Chooses among sets.
    ///   - side: Width and height in pixels.
    /// - Returns: The picture with its statements.
    /// - Throws: ``SketchError``.
    public func labelledScene(
        _ number: Int, seed: UInt64 = 0, side: Int = 512
    ) throws(SketchError) -> LabelledScene {
        var plan = ScenePlan(self, Dice(seed: seed, stream: "labelled \(number)"))
        // Not every mixture of things leaves something that is certainly not there.
        for _ in 0..<40 {
            let prompt = plan.prompt()
            let drawing = try draw(
                SketchRequest(
                    prompt: prompt, width: side, height: side, seed: seed &+ UInt64(number)))
            guard drawing.notDrawn.isEmpty,
                let statements = plan.statements(about: .allCases[number % 3], drawing.scene)
            else { continue }
            return LabelledScene(file: drawing.bytes, prompt: prompt, statements: statements)
        }
        throw .change("no scene of the library leaves a true and a false statement without doubt")
    }
}

/// Chooses what stands in a scene, and what is said of it.
private struct ScenePlan {
    /// What statements are about.
    enum Kind: CaseIterable {
        case presence, colour, count
    }

    private struct Thing {
        var name: String
        var colour: String
        var count: Int

        var words: String {
            count == 1
                ? ScenePlan.article(colour) + " \(colour) \(name)"
                : "\(ScenePlan.numbers[count]) \(colour) \(name)s"
        }
    }

    private let illustrator: Illustrator
    private let reader: PhraseReader
    private let names: [String]
    private var dice: Dice
    private var things: [Thing] = []

    /// Names of colours that nobody takes for one another, though shaded.
    private static let colours = ["red", "blue", "green", "yellow", "white", "black", "pink"]
    private static let numbers = ["no", "one", "two", "three", "four"]
    /// Words whose plural is not made with an s, or that nobody counts or colours.
    private static let others: Set = [
        "fish", "sheep", "man", "woman", "person", "sun", "moon", "bread", "leaf", "knife", "mouse",
    ]
    private static let places = [
        "", ", in a studio", ", on a plain background", ", on a street", ", in a forest",
        ", by the sea",
    ]

    init(_ illustrator: Illustrator, _ dice: Dice) {
        self.illustrator = illustrator
        reader = PhraseReader(illustrator)
        self.dice = dice
        names = illustrator.subjects.filter { name in
            !["s", "x", "h", "y", "z"].contains { name.hasSuffix($0) } && !name.contains(" ")
                && !Self.others.contains(name)
        }
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element {
        list[Int(dice.next() % UInt64(list.count))]
    }

    fileprivate static func article(_ word: String) -> String {
        "aeiou".contains(word.prefix(1)) ? "an" : "a"
    }

    /// What is to be drawn.
    mutating func prompt() -> String {
        let first = pick(names)
        let second = pick(names.filter { $0 != first })
        things = [first, second].map { name in
            Thing(name: name, colour: pick(Self.colours), count: pick([1, 1, 1, 2, 3]))
        }
        if dice.coin() { things.removeLast() }
        return things.map(\.words).joined(separator: " and ") + pick(Self.places)
    }

    /// A true and a false statement; nil where the record leaves doubt about every one.
    mutating func statements(
        about kind: Kind, _ scene: SceneRecord
    ) -> [LabelledScene.Statement]? {
        let testimony = Testimony(scene: scene, doubtful: nil, hasMissingLetters: false)
        let facts = SceneFacts(testimony, illustrator.library)
        func certain(_ words: [String], _ answer: Sighting.Answer) -> String? {
            words.first { truth(of: $0, facts) == answer }
        }
        let right = (0..<6).compactMap { _ in trueWords(kind) }
        let wrong = (0..<12).compactMap { _ in falseWords(kind) }
        guard let yes = certain(right, .yes), let no = certain(wrong, .no) else { return nil }
        let pair = [
            LabelledScene.Statement(words: yes, holds: true),
            LabelledScene.Statement(words: no, holds: false),
        ]
        return dice.coin() ? pair : pair.reversed()
    }

    private func truth(of words: String, _ facts: SceneFacts) -> Sighting.Answer {
        guard let phrases = try? reader.phrases(words), phrases.count == 1 else {
            return .cannotTell
        }
        return facts.shows(phrases[0]).answer
    }

    /// Words that should hold; nil where the thing gives none of the kind.
    private mutating func trueWords(_ kind: Kind) -> String? {
        let thing = pick(things)
        switch kind {
        case .presence: return "\(Self.article(thing.name)) \(thing.name)"
        case .colour: return "\(Self.article(thing.colour)) \(thing.colour) \(thing.name)"
        case .count: return counted(thing.name, thing.count)
        }
    }

    /// Words that should not hold; nil likewise.
    private mutating func falseWords(_ kind: Kind) -> String? {
        let thing = pick(things)
        switch kind {
        case .presence:
            let other = pick(names.filter { name in !things.contains { $0.name == name } })
            return "\(Self.article(other)) \(other)"
        case .colour:
            let colour = pick(Self.colours.filter { $0 != thing.colour })
            return "\(Self.article(colour)) \(colour) \(thing.name)"
        case .count: return counted(thing.name, pick([2, 3, 4].filter { $0 != thing.count }))
        }
    }

    /// “One” is often no more than an article, so that nobody counts by it.
    private func counted(_ name: String, _ count: Int) -> String? {
        count == 1 ? nil : "\(Self.numbers[count]) \(name)s"
    }
}
