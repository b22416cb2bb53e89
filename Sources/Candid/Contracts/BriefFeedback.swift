/// What a next attempt at a new picture may be told: the person's own words again, never what to
/// leave out, because models tend to draw what is negated.
enum BriefFeedback {
    /// The sentence for a claim; nil where only a negation would say it.
    static func sentence(_ claim: Claim, isKorean: Bool) -> String? {
        switch claim.kind {
        case .absent, .noLettering, .whole, .changed, .kept, .removed, .added: return nil
        case .lettering:
            let text = claim.value ?? claim.span
            return isKorean ? "글자는 정확히 “\(text)”입니다." : "The lettering reads exactly “\(text)”."
        case .seen, .count, .attribute, .relation, .style, .colour, .ground:
            guard !claim.span.isEmpty else { return nil }
            return isKorean
                ? "쓰인 그대로 분명히 보여야 합니다: \(claim.span)."
                : "Clearly to be seen, exactly as written: \(claim.span)."
        }
    }

    /// Up to three sentences for what failed, the worst first; nil where nothing can be said.
    static func words(_ failing: [Verdict], isKorean: Bool) -> String? {
        var sentences: [String] = []
        for verdict in failing {
            guard let said = sentence(verdict.claim, isKorean: isKorean), !sentences.contains(said)
            else { continue }
            sentences.append(said)
        }
        return sentences.isEmpty ? nil : sentences.prefix(3).joined(separator: " ")
    }

    /// The instruction by which an editor mends a claim inside a region; nil where none is known.
    static func instruction(_ claim: Claim, isKorean: Bool) -> String? {
        let thing = claim.subject ?? ""
        switch claim.kind {
        case .absent where !thing.isEmpty:
            return isKorean ? "\(objective(thing)) 지워 주세요." : "Remove the \(thing)."
        case .noLettering: return isKorean ? "글자를 지워 주세요." : "Remove the lettering."
        case .attribute where !thing.isEmpty && !isKorean:
            return claim.value.map { "Make the \(thing) \($0)." }
        case .lettering:
            return claim.value.map {
                isKorean ? "글자를 “\($0)”로 바꿔 주세요." : "Change the lettering to “\($0)”."
            }
        default: return nil
        }
    }

    /// A Korean noun with the particle of an object, 을 or 를.
    private static func objective(_ noun: String) -> String {
        guard let last = noun.unicodeScalars.last?.value, (0xAC00...0xD7A3) ~= last else {
            return noun + "를"
        }
        return noun + ((last - 0xAC00) % 28 == 0 ? "를" : "을")
    }
}

extension Prompt {
    /// Whether it has Hangul in it, so that it is answered in Korean.
    var isKorean: Bool {
        text.unicodeScalars.contains { (0xAC00...0xD7A3) ~= $0.value }
    }
}
