/// What a next attempt is told of the last one: its evidence, in the instruction's own language.
public struct EditFeedback: Hashable, Sendable {
    /// Sentences, the worst failing first.
    public let words: String

    /// Tells what a judgement found wrong; nil where every claim holds, or nothing can be said.
    ///
    /// - Parameters:
    ///   - judgement: The last attempt's.
    ///   - instruction: What the person asked for.
    public init?(on judgement: Judgement, for instruction: Prompt) {
        var sentences: [String] = []
        for verdict in judgement.failing {
            let isRefuted = verdict.outcome == .refuted
            guard
                let said = Self.sentence(
                    verdict.claim, isRefuted: isRefuted, isKorean: instruction.isKorean),
                !sentences.contains(said)
            else { continue }
            sentences.append(said)
        }
        guard !sentences.isEmpty else { return nil }
        words = sentences.prefix(3).joined(separator: " ")
    }

    /// Takes words that the person gave in advance.
    public init(_ words: String) {
        self.words = words
    }

    /// What may be said of a claim that failed; nil where nothing can be.
    static func sentence(_ claim: Claim, isRefuted: Bool, isKorean: Bool) -> String? {
        switch (claim.kind, claim.facet) {
        case (.changed, nil) where isRefuted:
            return isKorean
                ? "지난 결과에서는 아무것도 바뀌지 않았습니다. 변화가 분명히 보이게 하세요."
                : "The last attempt left the picture as it was. Make the change clearly visible."
        case (.kept, .everythingElse) where isRefuted:
            return isKorean
                ? "지난 결과에서는 다른 곳도 바뀌었습니다. 나머지는 그대로 두세요."
                : "The last attempt also changed other places. Leave the rest exactly as it is."
        case (.kept, .some(let facet)) where isRefuted:
            return isKorean
                ? "지난 결과에서는 \(facet.korean)도 바뀌었습니다. 그대로 두세요."
                : "The last attempt also changed \(facet.english). Keep it exactly as it is."
        case (.removed, _), (.added, _), (.attribute, _), (.changed, _):
            guard !claim.span.isEmpty else { return nil }
            return isKorean
                ? "지난 결과에서는 이것이 분명하지 않았습니다: \(claim.span)."
                : "In the last attempt this was not clearly done: \(claim.span)."
        default: return nil
        }
    }
}
