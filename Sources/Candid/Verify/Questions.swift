/// The questions that a claim becomes: two wordings, neither of which says what is hoped for.
extension Claim {
    /// Both questions.
    ///
    /// An absence is asked about as a presence, because models that look at pictures do not hear
    /// “no” (NegBench, CVPR 2025). They expect no; all others expect yes.
    var wordings: [String] {
        if let questions, questions.count >= 2 { return questions }
        let thing = subject.map(Self.definite) ?? "the picture"
        let bare = subject ?? ""
        let value = value ?? ""
        return switch kind {
        case .seen, .added:
            [
                "Is there \(Self.indefinite(bare)) in this picture?",
                "Can you see \(thing) anywhere here?",
            ]
        case .absent, .removed:
            [
                "Is there any \(bare) in this picture?",
                "Can any part of \(thing) be seen anywhere here?",
            ]
        case .count:
            [
                "Are there exactly \(number ?? 0) of these in this picture: \(bare)?",
                "Count them: does this picture hold \(number ?? 0) of \(bare), neither more nor fewer?",
            ]
        case .attribute:
            ["Is \(thing) \(value)?", "Look only at \(thing). Would you call it \(value)?"]
        case .relation:
            ["Is this to be seen here: \(words)?", "Does the picture show \(words)?"]
        case .style:
            [
                "Is this picture as a whole \(value)?",
                "Would you describe the whole picture as \(value)?",
            ]
        case .lettering:
            ["Is “\(value)” written in this picture?", "Can you read “\(value)” anywhere here?"]
        case .noLettering:
            [
                "Is there any lettering, writing or number in this picture?",
                "Can you read a letter or a number anywhere here?",
            ]
        case .colour:
            ["Is \(value) one of the main colours here?", "Is much of this picture \(value)?"]
        case .ground:
            ["Is the background \(value)?", "Look only at the background. Is it \(value)?"]
        case .whole, .changed, .kept: []
        }
    }

    /// Whether both questions expect no.
    var expectsNo: Bool { kind == .absent || kind == .removed || kind == .noLettering }

    private static func definite(_ words: String) -> String {
        startsWithArticle(words) ? words : "the \(words)"
    }

    private static func indefinite(_ words: String) -> String {
        guard !startsWithArticle(words), let first = words.unicodeScalars.first, first.isASCII
        else {
            return words
        }
        let last = words.lowercased()
        let isPlural = last.hasSuffix("s") && !last.hasSuffix("ss") && !last.hasSuffix("us")
        guard !isPlural else { return "any \(words)" }
        return ("aeiouAEIOU".unicodeScalars.contains(first) ? "an " : "a ") + words
    }

    private static func startsWithArticle(_ words: String) -> Bool {
        ["the ", "a ", "an ", "any ", "some ", "his ", "her ", "its ", "their "]
            .contains { words.lowercased().hasPrefix($0) }
    }
}
