import Candid

/// A prompt expanded, the way chat products do it: the words as they are, and much around them.
///
/// Whoever asks for no mood gets what can be drawn instead: a view, a light, a ground. Whoever allows
/// so many words gets no more of them.
struct Elaboration {
    private let prompt: String

    /// Expands a brief.
    ///
    /// - Parameters:
    ///   - brief: The person's words.
    ///   - instructions: What the talker was told beside them.
    /// - Throws: ``Talker/Silence`` for a language that the talker does not write.
    init(of brief: Brief, told instructions: String) throws {
        let language = try brief.writtenLanguage()
        let folded = instructions.lowercased()
        if let limit = Self.limit(in: folded) {
            prompt = Self.exact(brief.given.text, language, limit)
        } else if folded.contains("no mood") {
            let words = language == .korean ? Self.plainKorean : Self.plainEnglish
            prompt = "\(brief.core), \(words)"
        } else {
            prompt = Self.embellished(brief.core, language)
        }
    }

    var spoken: Talker.Spoken {
        Talker.Spoken(
            words: prompt,
            fields: [
                "prompt": .text(prompt), "must_show": .list([]), "must_not_show": .list([]),
                "why": .text("Rule-based: your words and a fixed set of additions around them."),
            ])
    }

    /// How many words may be added, where it is said: “at most 6 words”.
    private static func limit(in instructions: String) -> Int? {
        let words = instructions.split { !$0.isLetter && !$0.isNumber }
        for index in words.indices.dropLast(3) where words[index] == "at" {
            if words[index + 1] == "most", words[index + 3].hasPrefix("word"),
                let limit = Int(words[index + 2])
            {
                return limit
            }
        }
        return nil
    }

    /// The words to the letter, and behind them as many of light and camera as may be.
    private static func exact(_ words: String, _ language: Brief.Language, _ limit: Int) -> String {
        var (left, text) = (limit, words)
        let additions =
            language == .korean
            ? ["부드러운 조명", "정면 구도"] : ["soft lighting", "sharp focus", "wide-angle"]
        for addition in additions {
            let count = addition.split { $0 == " " || $0 == "-" }.count
            guard count <= left, !words.lowercased().contains(addition) else { continue }
            text += ", " + addition
            left -= count
        }
        return text
    }

    private static func embellished(_ words: String, _ language: Brief.Language) -> String {
        switch language {
        case .english:
            "A stunning, highly detailed illustration of \(words), bathed in warm golden hour "
                + "light, with rich textures and intricate details. Soft shadows and a cinematic "
                + "composition evoke a serene, nostalgic atmosphere. 8k, award-winning."
        case .korean:
            "\(words), 황금빛 노을 속의 아름답고 섬세한 일러스트, 풍부한 질감과 부드러운 그림자, 영화 같은 구도, "
                + "고요하고 향수 어린 분위기, 고품질, 8k"
        }
    }

    private static let plainEnglish =
        "seen from the front at eye level, soft daylight from the left, one soft shadow on the "
        + "ground, the horizon low"
    private static let plainKorean =
        "눈높이에서 본 정면, 왼쪽에서 드는 부드러운 낮 빛, 바닥에 드리운 부드러운 그림자 하나, 낮은 지평선"
}
