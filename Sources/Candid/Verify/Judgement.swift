/// All verdicts on one picture.
public struct Judgement: Hashable, Sendable, Codable {
    /// The picture.
    public var picture: Digest
    /// The picture that it was made from; nil where it was compared with none.
    public var parent: Digest?
    /// What the comparison with the parent said, such as `no_visible_change`.
    public var comparison: String?
    /// The noise floor of the route that it was held against; nil where nobody measured one.
    public var floor: FloorNote?
    /// A verdict for each claim, in the claims' order.
    public var verdicts: [Verdict]
    /// Who was asked where pixels could not say; nil where nobody was.
    public var judge: JudgeNote?
    /// Content words of the brief that no claim covers.
    public var uncovered: [String]
    /// That somebody said one thing and the picture says another, in words.
    public var contradiction: String?
    /// When it was looked at by itself; nil where that was part of the run that made it.
    public var time: Timestamp?

    /// Creates a judgement.
    public init(of picture: Digest, _ verdicts: [Verdict], judge: JudgeNote? = nil) {
        self.picture = picture
        self.verdicts = verdicts
        self.judge = judge
        uncovered = []
    }
}

extension Judgement {
    /// The least of the verdicts: refuted before inconclusive before confirmed; inconclusive where
    /// there is none.
    public var outcome: Verdict.Outcome {
        if verdicts.contains(where: { $0.outcome == .refuted }) { return .refuted }
        let isCertain = !verdicts.isEmpty && verdicts.allSatisfy { $0.outcome == .confirmed }
        return isCertain ? .confirmed : .inconclusive
    }

    /// How many claims have an outcome.
    public func count(_ outcome: Verdict.Outcome) -> Int {
        verdicts.count { $0.outcome == outcome }
    }

    /// What the judge's looks come to, such as `6 of 8 seen, 1 missing, 1 unsure`; nil where no
    /// judge was asked.
    ///
    /// Verdicts of pixels are never counted in.
    public var seenWords: String? {
        let answers = verdicts.compactMap(\.answer)
        guard !answers.isEmpty else { return nil }
        let names: [(Verdict.Answer, String)] = [
            (.missing, "missing"), (.unsure, "unsure"), (.notApplicable, "not applicable"),
        ]
        let seen = answers.count { $0 == .seen }
        let others = names.compactMap { answer, name in
            let count = answers.count { $0 == answer }
            return count > 0 ? "\(count) \(name)" : nil
        }
        return (["\(seen) of \(answers.count) seen"] + others).joined(separator: ", ")
    }

    /// Whether this judgement is to be taken over another one of the same claims: more claims hold,
    /// and none that held is lost.
    ///
    /// What an engine said of its own work counts for neither, because it need not say it again.
    public func improves(on other: Judgement) -> Bool {
        held.isStrictSuperset(of: other.held)
    }

    private var held: Set<String> {
        Set(
            verdicts.filter { $0.outcome == .confirmed && $0.claim.origin != .sentence }
                .map(\.claim.id))
    }
}

extension Claim {
    /// All that it says, whatever it is called among others.
    var content: String {
        let number = number.map(String.init) ?? ""
        let parts = [kind.rawValue, subject, value, number, facet?.description]
        return parts.map { $0 ?? "" }.joined(separator: "\u{1F}")
    }
}
