extension Check {
    /// Where nothing changed, nothing was done, and everything was kept; no judge is asked.
    static let stillness = Check(
        name: "pixels", summary: "Whether anything changed at all, compared with the parent."
    ) { claim, exhibits in
        guard let change = exhibits.change, change.isStill else { return nil }
        let evidence = [Evidence.words("comparison", change.kind.rawValue)] + change.figures
        switch claim.kind {
        case .kept:
            return Verdict(
                claim, .confirmed, by: "pixels", because: "the picture did not change", evidence)
        case .changed, .removed, .added:
            return Verdict(
                claim, .refuted, by: "pixels", because: "the picture did not change", evidence)
        // A picture can be as it is said to be without anybody's doing; who says he made it so is
        // not right.
        case .attribute where claim.origin == .sentence:
            return Verdict(
                claim, .refuted, by: "pixels",
                because: "the picture did not change, so nothing was made \(claim.value ?? "so")",
                evidence)
        default: return nil
        }
    }
}

extension PictureChange {
    /// The figures that every verdict on a change rests on.
    var figures: [Evidence] {
        var figures: [Evidence] = []
        if let inside = worst(inside: true) {
            figures.append(.figure("worst_cell", inside))
            figures.append(.figure("changed_share", changedShare(inside: true)))
        }
        if let outside = worst(inside: false) {
            figures.append(.figure("outside_worst_cell", outside))
            figures.append(.figure("outside_changed_share", changedShare(inside: false)))
        }
        figures.append(.figure("cast", castDistance))
        return figures
    }
}
