extension AddedWord {
    /// What whoever assists may add.
    enum Limits {
        /// The classes that make a brief more exact without showing another thing.
        static let assisted: Set<AdditionKind> = [.lighting, .camera, .material, .colour, .medium]

        /// How many words may be added to a brief: half a word for each of its own.
        static func words(for brief: Prompt) -> Int {
            WordDiff(from: brief, to: brief).wordsKept / 2
        }
    }

    /// What a text does that one who assists may not do; nil where there is nothing.
    static func objection(toAssisting diff: WordDiff) -> String? {
        guard diff.wordsRemoved == 0 else {
            let gone = diff.segments.filter { $0.kind == .removed && $0.hasWords }
                .map { "“\($0.text)”" }
            return "the brief's own words must stay, each in its place; gone or moved: "
                + gone.prefix(8).joined(separator: ", ")
        }
        if let sign = sign(in: diff) {
            return "only words and common marks may be added, and “\(sign)” is none"
        }
        if SaidWords(diff.from).quotes != SaidWords(diff.to).quotes {
            return "the lettering between quotation marks must stay as it is, and no more of it"
        }
        let strangers = all(in: diff).filter { word in
            word.kind.map { !Limits.assisted.contains($0) } ?? false
        }
        if !strangers.isEmpty {
            let list = strangers.prefix(12).map { "“\($0.word)” (\($0.kind?.title ?? ""))" }
            return "only words of light, camera, material, colour and medium may be added, not "
                + list.joined(separator: ", ")
        }
        let limit = Limits.words(for: diff.from)
        guard diff.wordsAdded <= limit else {
            return "\(diff.wordsAdded) words are added, and at most \(limit) may be"
        }
        return nil
    }

    /// A sign that is neither letter, digit, blank nor common mark: an emoji is a thing, too.
    private static func sign(in diff: WordDiff) -> Unicode.Scalar? {
        let marks = Set(" \n\t,.;:-–—()'’/、。，".unicodeScalars)
        for segment in diff.segments where segment.kind == .added {
            let stray = segment.text.unicodeScalars.first { scalar in
                !marks.contains(scalar) && !scalar.properties.isAlphabetic
                    && scalar.properties.numericType == nil
                    && scalar.properties.generalCategory != .nonspacingMark
            }
            if let stray { return stray }
        }
        return nil
    }
}
