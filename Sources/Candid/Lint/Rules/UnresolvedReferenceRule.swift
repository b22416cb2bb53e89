extension LintRule {
    /// A stateless API has not seen the previous picture.
    static let unresolvedReference = LintRule(
        "unresolved-reference", .warning,
        Text(
            summary: "Describe what you mean; the engine has no memory of what came before.",
            rationale: """
                Each request stands alone. “The same as before” and a “him” without a person before \
                it point to something the engine was never shown.
                """,
            source:
                "Open reports of chat front ends that edit the wrong picture or start from scratch at every turn."
        ),
        flags: [
            "«the previous» scene, but at night", "draw «him» with a hat", "«아까» 고양이를 더 크게",
            "a dog, «same as before»",
        ],
        passes: ["a man and a dog beside him", "a cat like a lion"],
        triggers: [.backReference, .pronoun]
    ) { reading, findings in
        var known = false
        for index in reading.tokens.indices {
            let token = reading.tokens[index]
            if token.flags.contains(.quoted) { continue }
            if token.traits.contains(.backReference) {
                findings.add(
                    reading.range(index..<index + Int(token.span)),
                    "The engine has not seen what this points to; describe it.")
            } else if !known, reading.isPersonalPronoun(token.word) {
                known = true
                findings.add(token.range, "Nobody was named before this word; say who it is.")
            }
            known = known || reading.namesSomeone(index)
        }
    }
}

extension Reading {
    fileprivate func isPersonalPronoun(_ word: Word) -> Bool {
        switch word {
        case .he, .him, .she: true
        default: false
        }
    }

    /// True for a person, an animal, or a word that could be a name.
    fileprivate func namesSomeone(_ index: Int) -> Bool {
        let token = tokens[index]
        if !token.traits.isDisjoint(with: [.person, .animal]) { return true }
        let unknown = token.traits == .latin && token.word == .other
        return unknown && token.kind == .word
    }
}
