/// A way of trying again, cheapest first.
///
/// Cheap is what touches little: pasting back sends nothing, a masked edit leaves the rest alone, more
/// words draw the whole again under other words, and a new draw only hopes.
public enum Means: String, Hashable, Sendable, Codable, CaseIterable {
    /// The pixels before are pasted back outside the region.
    case repair
    /// Only the region that the failed claim speaks of is drawn again.
    case maskedEdit = "masked_edit"
    /// Words that the person allowed are added.
    case rewording
    /// The same words again, with another seed where there is one.
    case newDraw = "new_draw"

    /// What it is called in a sentence.
    public var words: String { rawValue.replacing("_", with: " ") }
}

/// Whether and with which words it may be tried again.
public struct RetryLeave: Hashable, Sendable {
    /// Words that the person gave for further attempts, each to be tried once, in this order.
    public var words: [String]
    /// Whether sentences of ours that tell the evidence may be sent; they are shown before.
    public var allowsEvidence: Bool

    /// Creates a leave.
    public init(words: [String] = [], allowsEvidence: Bool = false) {
        self.words = words
        self.allowsEvidence = allowsEvidence
    }
}

extension Judgement {
    /// The verdicts that do not hold, the worst first: refuted before inconclusive, the whole
    /// picture before what it was to show, and that before what was to stay.
    public var failing: [Verdict] {
        verdicts.enumerated().filter { $0.element.outcome != .confirmed }
            .sorted { a, b in
                let (one, other) = (a.element.severity, b.element.severity)
                return one == other ? a.offset < b.offset : one.lexicographicallyPrecedes(other)
            }.map(\.element)
    }

    /// Whether another picture could be told better than this one was; where nothing here can tell a
    /// claim, or only rules that do not understand it, it stays open whatever is drawn.
    func isOpenForever(_ verdict: Verdict) -> Bool {
        guard verdict.outcome == .inconclusive else { return false }
        return verdict.check == "none" || (verdict.check == "judge" && judge?.isRuleBased == true)
    }
}

extension Verdict {
    fileprivate var severity: [Int] {
        let rank =
            switch claim.kind {
            case .whole: 0
            case .changed: 1
            case .seen, .absent, .removed, .added, .count, .lettering, .noLettering: 2
            case .attribute, .relation, .style, .colour, .ground: 3
            case .kept: 4
            }
        return [outcome == .refuted ? 0 : 1, rank]
    }
}
