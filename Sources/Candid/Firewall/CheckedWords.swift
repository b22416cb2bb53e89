/// What an answer's own words claim of its picture, beside what was found to be true.
///
/// A chat product says “I've fixed it” whether or not anything changed. Here such a sentence never
/// stands alone: a verdict stands behind it, or in its place.
public struct CheckedWords: Sendable {
    /// What becomes of a sentence that claims a change.
    public enum Manner: String, Hashable, Sendable, Codable, CaseIterable {
        /// The verdicts stand behind the words.
        case annotate
        /// A verdict stands in place of a sentence that was not confirmed.
        case replace
    }

    private let manner: Manner
    private let judgement: Judgement?
    private let hasPicture: Bool

    /// Creates a check.
    ///
    /// - Parameters:
    ///   - manner: What becomes of a sentence that claims a change.
    ///   - entries: What the run left in the ledger, its judgement with it.
    public init(_ manner: Manner, _ entries: [Entry]) {
        let receipt = Receipt(entries)
        self.init(
            manner, judgement: receipt?.judgements.last,
            hasPicture: receipt?.pictures.isEmpty == false)
    }

    /// Creates a check of a judgement; nil where nobody judged.
    init(_ manner: Manner, judgement: Judgement?, hasPicture: Bool) {
        self.manner = manner
        self.judgement = judgement
        self.hasPicture = hasPicture
    }

    /// The words as they are to be said; nil where they claim nothing, and stay as they are.
    public func words(for said: String) -> String? {
        let findings = Sentence.sentences(of: said).compactMap(finding)
        guard !findings.isEmpty else { return nil }
        switch manner {
        case .annotate: return said + "\n\n" + findings.map(\.line).joined(separator: "\n")
        case .replace: return replacing(findings, in: said)
        }
    }

    /// What stands behind the words that were passed on already; nil where they claim nothing.
    func note(on said: String) -> String? {
        CheckedWords(.annotate, judgement: judgement, hasPicture: hasPicture).words(for: said)
            .map { String($0.dropFirst(said.count)) }
    }

    private struct Finding {
        let range: Range<Int>
        let text: String
        let outcome: Verdict.Outcome
        let reason: String

        var line: String { "[Candid] “\(text)” \(outcome.rawValue): \(reason)" }
    }

    private func finding(_ sentence: Sentence) -> Finding? {
        let claims = SentenceReading(sentence.text).claims
        guard tellsOfDeed(sentence, claims) else { return nil }
        let text = sentence.text.trimmingPrefix { $0.isWhitespace }
        func finding(_ outcome: Verdict.Outcome, _ reason: String) -> Finding {
            Finding(range: sentence.range, text: String(text), outcome: outcome, reason: reason)
        }
        guard hasPicture else { return finding(.refuted, "no picture came with this answer.") }
        let verdicts = claims.map { claim in
            judgement?.verdicts.first { $0.claim.says(the: claim) }
        }
        let order: [Verdict.Outcome] = [.refuted, .inconclusive, .confirmed]
        let known = verdicts.compactMap(\.self)
        let least = order.first { outcome in known.contains { $0.outcome == outcome } }
        guard let least, let verdict = known.first(where: { $0.outcome == least }) else {
            return finding(.inconclusive, "the picture that it speaks of is not known here.")
        }
        let contradiction = least == .refuted ? judgement?.contradiction : nil
        return finding(least, contradiction ?? verdict.reason)
    }

    /// Whether a sentence says that something was done to the picture: an answer may also tell how the
    /// world is, and that is nobody's to replace.
    private func tellsOfDeed(_ sentence: Sentence, _ claims: [Claim]) -> Bool {
        if claims.contains(where: \.needsParent) { return sentence.mayTellOfOwnDeed }
        // “The hat is green now” says of a picture that it became so, and of anything else nothing.
        return hasPicture && !claims.isEmpty && sentence.words.contains { $0.text == "now" }
    }

    private func replacing(_ findings: [Finding], in said: String) -> String {
        var bytes = Array(said.utf8)
        for finding in findings.reversed() where finding.outcome != .confirmed {
            // The sentence's own mark ends the verdict, too.
            let hasMark = finding.range.upperBound < bytes.count && finding.line.hasSuffix(".")
            bytes.replaceSubrange(
                finding.range, with: hasMark ? finding.line.dropLast().utf8 : finding.line[...].utf8
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
