extension LintRule {
    /// An image model is no partner in a conversation.
    static let chatTalk = LintRule(
        "chat-talk", .note,
        Text(
            summary: "Describe the picture; an image model needs no request and no thanks.",
            rationale: """
                “Please”, “I want you to” and “generate an image of” are meant for an assistant. Sent \
                straight to an image model they are words without a picture, and may be drawn as text.
                """,
            source: "Prompts written for chat products, sent over the direct API."),
        flags: [
            "«Generate an image of» a lighthouse", "a lighthouse, «please»", "등대를 «그려줘»",
            "«I want you to» paint a barn",
        ],
        passes: ["a lighthouse on a cliff", "a card that says \"please\""],
        triggers: .chat
    ) { reading, findings in
        var next = 0
        for index in reading.tokens.indices where index >= next {
            let token = reading.tokens[index]
            guard token.traits.contains(.chat), !token.flags.contains(.quoted) else { continue }
            let words = index..<reading.endOfRequest(index + Int(token.span))
            next = words.upperBound
            findings.add(
                reading.range(words),
                "This is talk to an assistant; an image model draws descriptions.",
                fix: reading.withoutRequest(words))
        }
    }
}

extension Reading {
    /// Takes in “of” after “generate an image” and “to” after “I want you”.
    fileprivate func endOfRequest(_ end: Int) -> Int {
        if word(end) == .to, word(end - 1) == .you { return end + 1 }
        return word(end) == .of && [.image, .picture, .photo].contains(word(end - 1))
            ? end + 1 : end
    }

    fileprivate func withoutRequest(_ words: Range<Int>) -> TextEdit? {
        let range = range(words)
        if words.lowerBound == 0, isWord(words.upperBound), word(words.upperBound - 1) == .of {
            return TextEdit(
                range: 0..<tokens[words.upperBound].range.lowerBound, replacement: "")
        }
        guard words.upperBound >= tokens.count, isSymbol(words.lowerBound - 1, ",") else {
            return nil
        }
        return TextEdit(
            range: tokens[words.lowerBound - 1].range.lowerBound..<range.upperBound, replacement: ""
        )
    }
}
