/// Something in a text that must not be touched, and whether another text has it.
public struct Survival: Hashable, Sendable, Codable {
    /// What sort of thing it is.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Text between quotation marks: it must be there to the byte.
        case quote
        /// A number, in digits or in words.
        case number
        /// A colour.
        case colour
        /// A name: a capital letter inside a sentence, or a known artist or brand.
        case name
    }

    /// What sort of thing it is.
    public let kind: Kind
    /// The thing, as it stands in the first text.
    public let text: String
    /// True if the second text has it.
    public let survived: Bool

    static func all(from first: SaidWords, to second: SaidWords, of text: Prompt) -> [Survival] {
        quotes(first, second) + words(first, second)
    }

    private static func quotes(_ first: SaidWords, _ second: SaidWords) -> [Survival] {
        let kept = Set(second.quotes.flatMap { [Prompt($0), trimmed($0)] })
        return first.quotes.map { quote in
            let survived = kept.contains(Prompt(quote)) || kept.contains(trimmed(quote))
            return Survival(kind: .quote, text: quote, survived: survived)
        }
    }

    /// American typography draws a comma or full stop into the quotation: that changes nothing.
    private static func trimmed(_ quote: String) -> Prompt {
        var quote = quote[...]
        while let last = quote.last, last == "." || last == "," { quote.removeLast() }
        return Prompt(String(quote))
    }

    private static func words(_ first: SaidWords, _ second: SaidWords) -> [Survival] {
        let keys = Set(second.words.flatMap { [$0.key, $0.text] })
        let isShouting = first.isMostlyCapitals
        var seen: Set<String> = []
        var result: [Survival] = []
        for index in first.words.indices where !first.words[index].isQuoted {
            let word = first.words[index]
            guard let kind = kind(index, first.words, ignoringCapitals: isShouting),
                seen.insert(word.key).inserted
            else { continue }
            let survived = keys.contains(word.key) || keys.contains(word.text)
            result.append(Survival(kind: kind, text: word.text, survived: survived))
        }
        return result
    }

    private static func kind(
        _ index: Int, _ words: [SaidWord], ignoringCapitals: Bool
    ) -> Kind? {
        let word = words[index]
        if word.isNumber { return .number }
        if word.isSmall { return nil }
        switch AdditionLexicon.shared.kind(of: index, in: words) {
        case .colour where ColourNames.all.contains(word.key): return .colour
        case .name where !ignoringCapitals || !word.isCapital: return .name
        default: return nil
        }
    }
}

extension SaidWords {
    /// True if most words start with a capital letter, so that a capital says nothing.
    fileprivate var isMostlyCapitals: Bool {
        let capitals = words.count { $0.isCapital && !$0.isSmall }
        return 2 * capitals > words.count { !$0.isSmall }
    }
}

/// The names of colours, as they are compared.
enum ColourNames {
    static let all = Set(
        """
        red orange yellow green blue purple violet pink brown black white gray teal cyan magenta
        turquoise beige ivory maroon crimson scarlet navy indigo lavender gold golden silver bronze
        copper emerald amber azure burgundy lilac mauve monochrome
        빨간 빨강 빨간색 붉은 주황 주황색 노란 노랑 노란색 초록 초록색 녹색 푸른 파란 파랑 파란색 하늘색 남색 보라 보라색 분홍
        분홍색 갈색 검은 검정 검은색 하얀 흰 흰색 하얀색 회색 금색 은색 베이지색 청록색 연두색 자주색
        """.split { $0 == " " || $0.isNewline }.map(String.init)
            .flatMap { [$0, WordForm.key($0), WordForm.koreanKey($0)] })
}
