import Candid
import Foundation

/// What a judge says to a question; here “look” is how things look.
typealias Sighting = Candid.Look

/// Answers a question about a picture from its scene record, and never by looking.
///
/// What the record says is answered by yes. What it does not say is answered by no only where nothing
/// that is drawn could be taken for it; everything else can't be told.
struct SceneWitness {
    private let testimony: Testimony?
    private let reader: PhraseReader

    init(_ testimony: Testimony?, _ reader: PhraseReader) {
        self.testimony = testimony
        self.reader = reader
    }

    /// The answer to a question.
    func look(_ question: String) -> Sighting {
        guard let testimony else {
            return Self.cannotTell(
                "the file holds no record of sketch's that is true of its pixels: it was drawn by "
                    + "somebody else, changed since, or is not a PNG")
        }
        do {
            return Self.labelled(try look(ScenePuzzle(question), testimony))
        } catch {
            return Self.cannotTell(error.reason)
        }
    }

    private func look(
        _ puzzle: ScenePuzzle, _ testimony: Testimony
    ) throws(PhraseReader.NotUnderstood) -> Sighting {
        let scene = SceneFacts(testimony, reader.library)
        switch puzzle {
        case .lettering(let text): return scene.shows(lettering: text)
        case .anyLettering: return scene.showsLettering
        case .whole(let words): return scene.isWhole(reader.meanings(words), words)
        case .ground(let words):
            return scene.hasGround(try? reader.looks(words), reader.meanings(words), words)
        case .colour:
            return Sighting(
                reason: "how much of a picture a colour fills is not in the record", .cannotTell)
        case .count(let count, let words):
            return scene.shows(count, of: try phrase(words))
        case .attribute(let words, let looks):
            return scene.shows(try phrase(words), looking: try reader.looks(looks), looks)
        case .statement(let words): return try statement(words, scene)
        }
    }

    private func phrase(_ words: String) throws(PhraseReader.NotUnderstood) -> NounPhrase {
        let phrases = try reader.phrases(words)
        guard phrases.count == 1 else {
            throw PhraseReader.NotUnderstood(reason: "“\(words)” names more than one thing")
        }
        return phrases[0]
    }

    /// Every thing of it, its looks, and how it stands to the next.
    private func statement(
        _ words: String, _ scene: SceneFacts
    ) throws(PhraseReader.NotUnderstood) -> Sighting {
        let phrases = try reader.phrases(words)
        var looks = phrases.map { scene.shows($0) }
        for (one, next) in zip(phrases, phrases.dropFirst()) {
            if let relation = one.relation { looks.append(scene.shows(one, relation, next)) }
        }
        return looks.first { $0.answer == .no } ?? looks.first { $0.answer == .cannotTell }
            ?? Sighting(reason: looks.map(\.reason).unique.joined(separator: "; "), .yes)
    }

    /// Every reason says where it comes from, because it may be read far from the judge's name.
    private static func labelled(_ look: Sighting) -> Sighting {
        Sighting(
            reason: "rule-based, read in sketch's own scene record and not seen: \(look.reason)",
            answer: look.answer)
    }

    private static func cannotTell(_ reason: String) -> Sighting {
        Sighting(reason: "rule-based: \(reason)", answer: .cannotTell)
    }
}

extension Sighting {
    init(reason: String, _ answer: Answer) {
        self.init(reason: reason, answer: answer)
    }
}

/// What a question asks, told from how it is built.
enum ScenePuzzle: Equatable {
    /// Whether that text is written somewhere.
    case lettering(String)
    /// Whether anything is written.
    case anyLettering
    /// Whether the picture as a whole is so: its style, light or weather.
    case whole(String)
    /// Whether the background is so.
    case ground(String)
    /// Whether a colour is one of the main ones.
    case colour(String)
    /// Whether there are so many of a thing.
    case count(Int, String)
    /// Whether a thing has a colour or a material.
    case attribute(String, String)
    /// Whether what is said is to be seen.
    case statement(String)

    init(_ question: String) throws(PhraseReader.NotUnderstood) {
        var text = question.trimmed
        while let last = text.last, "?.!".contains(last) { text.removeLast() }
        let folded = text.lowercased()
        if let quoted = Self.quoted(in: text), Self.readingWords.contains(where: folded.contains) {
            self = .lettering(quoted)
        } else if ["lettering", "writing", "a letter or a number", "any text"].contains(
            where: folded.contains)
        {
            self = .anyLettering
        } else if let counted = Self.counted(text) {
            self = counted
        } else if let framed = Self.framed(text) {
            self = framed
        } else {
            throw PhraseReader.NotUnderstood(reason: "the rules can't read this question")
        }
    }

    private static let readingWords = ["written", "read", "say", "word", "text", "lettering"]

    private static func quoted(in text: String) -> String? {
        WordCutter.words(of: text).first { $0.kind == .quote }?.text
    }

    private static func counted(_ text: String) -> ScenePuzzle? {
        let frames = [
            ("Are there exactly ", " of these in this picture: ", ""),
            ("Count them: does this picture hold ", " of ", ", neither more nor fewer"),
        ]
        for (start, middle, end) in frames {
            guard let inner = text.inside(start, end), let cut = inner.range(of: middle),
                let count = Int(inner[..<cut.lowerBound])
            else { continue }
            return .count(count, String(inner[cut.upperBound...]))
        }
        return nil
    }

    private static func framed(_ text: String) -> ScenePuzzle? {
        if let look = text.inside("Look only at ", ""),
            let cut = look.range(of: ". Would you call it ") ?? look.range(of: ". Is it ")
        {
            let (thing, value) = (String(look[..<cut.lowerBound]), look[cut.upperBound...])
            return thing.lowercased() == "the background"
                ? .ground(String(value)) : .attribute(thing, String(value))
        }
        for (start, end, puzzle) in frames {
            if let inner = text.inside(start, end) { return puzzle(inner) }
        }
        return nil
    }

    /// What stands before and after the words that matter; the narrower frames first.
    private static let frames: [(String, String, @Sendable (String) -> ScenePuzzle)] = [
        ("Is this picture as a whole ", "", { .whole($0) }),
        ("Would you describe the whole picture as ", "", { .whole($0) }),
        ("Is the background ", "", { .ground($0) }),
        ("Is ", " one of the main colours here", { .colour($0) }),
        ("Is much of this picture ", "", { .colour($0) }),
        ("Is this to be seen here: ", "", { .statement($0) }),
        ("Does the picture show ", "", { .statement($0) }),
        ("Does this picture show ", "", { .statement($0) }),
        ("Can any part of ", " be seen anywhere here", { .statement($0) }),
        ("Can you see ", " anywhere here", { .statement($0) }),
        ("Can you see ", " in this picture", { .statement($0) }),
        ("Can you see ", "", { .statement($0) }),
        ("Do you see ", "", { .statement($0) }),
        ("Is there ", " in this picture", { .statement($0) }),
        ("Are there ", " in this picture", { .statement($0) }),
        ("Is there ", " in the picture", { .statement($0) }),
        ("Are there ", " in the picture", { .statement($0) }),
        ("Is there ", "", { .statement($0) }), ("Are there ", "", { .statement($0) }),
        ("이 그림에 ", " 있나요", { .statement($0) }), ("이 그림에 ", " 보이나요", { .statement($0) }),
        ("Is ", "", { .statement($0) }), ("Are ", "", { .statement($0) }),
    ]
}

extension String {
    /// What stands between a beginning and an end, whatever their case; nil where they don't.
    fileprivate func inside(_ start: String, _ end: String) -> String? {
        guard count > start.count + end.count,
            prefix(start.count).lowercased() == start.lowercased(),
            suffix(end.count).lowercased() == end.lowercased()
        else { return nil }
        return String(dropFirst(start.count).dropLast(end.count))
    }
}
