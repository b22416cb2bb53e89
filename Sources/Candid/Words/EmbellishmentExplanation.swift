extension Embellishment {
    /// The score in one word.
    public var verdict: String {
        switch score {
        case 0: "says nothing new"
        case ..<0.15: "hardly embellished"
        case ..<0.4: "lightly embellished"
        case ..<0.65: "embellished"
        default: "heavily embellished"
        }
    }

    /// The finding in words, for people: one line for each thing worth knowing.
    public var explanation: String {
        var lines = [headline]
        lines += byKind.map { "  \($0.kind.title): \($0.words.joined(separator: ", "))" }
        let swaps = changed.map { "\($0.from) → \($0.to)" }
        if !swaps.isEmpty { lines.append("In the place of something: \(list(swaps))") }
        let gone = dropped.map(\.word)
        if !gone.isEmpty { lines.append("No longer said: \(list(gone))") }
        lines += survivalLines
        return lines.joined(separator: "\n")
    }

    /// The additions by kind, the most frequent kind first.
    public var byKind: [(kind: AdditionKind, words: [String])] {
        AdditionKind.allCases
            .map { kind in (kind, added.filter { $0.kind == kind }.map(\.word)) }
            .filter { !$0.1.isEmpty }
            .sorted { $0.1.count > $1.1.count }
    }

    private var headline: String {
        let percent = Int((score * 100).rounded())
        if added.isEmpty {
            return dropped.isEmpty
                ? "Says the same (score 0)." : "Adds nothing, leaves something out (score 0)."
        }
        return "Adds \(words(added.count)) to the \(parts.wordsBefore) there were: \(verdict)"
            + " (score 0.\(percent < 10 ? "0" : "")\(min(percent, 99)))."
    }

    private var survivalLines: [String] {
        let lost = survivals.filter { !$0.survived }
        guard !survivals.isEmpty else { return [] }
        guard !lost.isEmpty else {
            return ["Every quoted text, number, colour and name is still there."]
        }
        return Survival.Kind.allCases.compactMap { kind in
            let texts = lost.filter { $0.kind == kind }.map { "“\($0.text)”" }
            return texts.isEmpty ? nil : "Lost \(kind.rawValue): \(list(texts))"
        }
    }

    private func words(_ count: Int) -> String {
        count == 1 ? "1 word" : "\(count) words"
    }

    private func list(_ items: [String]) -> String {
        items.count <= 12
            ? items.joined(separator: ", ")
            : items.prefix(12).joined(separator: ", ") + " and \(items.count - 12) more"
    }
}
