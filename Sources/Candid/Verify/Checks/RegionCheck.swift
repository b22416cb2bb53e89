extension Check {
    /// Whether the region changed, and whether the rest stayed.
    static let region = Check(
        name: "pixels", summary: "Whether the region changed, and whether what lies outside stayed."
    ) { claim, exhibits in
        guard let change = exhibits.change else { return nil }
        switch (claim.kind, claim.facet) {
        case (.changed, nil) where claim.subject == nil: return changed(claim, change)
        case (.kept, .everythingElse) where exhibits.mask != nil: return kept(claim, change)
        default: return nil
        }
    }

    private static func changed(_ claim: Claim, _ change: PictureChange) -> Verdict {
        let figures = [Evidence.words("comparison", change.kind.rawValue)] + change.figures
        guard change.kind != .recomposed else {
            return Verdict(
                claim, .inconclusive, by: "pixels",
                because: "it is another picture, so what changed can't be told", figures)
        }
        let worst = change.worst(inside: true) ?? 0
        let hasRegion = change.worst(inside: false) != nil
        let cast = hasRegion ? 0 : change.castDistance
        if worst > PictureChange.visible || cast > PictureChange.castLimit {
            let boxes = change.boxes(inside: true).prefix(8).map { Evidence.place("changed", $0) }
            return Verdict(
                claim, .confirmed, by: "pixels",
                because: hasRegion ? "the region changed" : "the picture changed", figures + boxes)
        }
        guard worst > PictureChange.invisible || change.gateSees else {
            return Verdict(
                claim, .refuted, by: "pixels",
                because: hasRegion ? "the region did not change" : "the picture did not change",
                figures)
        }
        return Verdict(
            claim, .inconclusive, by: "pixels",
            because: change.gateSees
                ? "something changed, but too faintly to tell what was done"
                : "it changed so little that it may be recompression", figures)
    }

    private static func kept(_ claim: Claim, _ change: PictureChange) -> Verdict {
        let figures = change.figures
        guard change.kind != .recomposed else {
            return Verdict(
                claim, .refuted, by: "pixels", because: "it is another picture, or another size",
                [.words("comparison", change.kind.rawValue)] + figures)
        }
        let leaks = change.boxes(inside: false)
        guard leaks.isEmpty else {
            let share = Int((change.changedShare(inside: false) * 100).rounded())
            let places = leaks.count == 1 ? "one place" : "\(leaks.count) places"
            return Verdict(
                claim, .refuted, by: "pixels",
                because: "\(places) outside the region changed, \(max(1, share)) % of it",
                figures + leaks.prefix(16).map { .place("leak", $0) })
        }
        guard change.castDistance <= PictureChange.castLimit else {
            return Verdict(
                claim, .refuted, by: "pixels",
                because: "everything outside the region took on another cast", figures)
        }
        let worst = change.worst(inside: false) ?? 0
        let isSure =
            worst <= PictureChange.invisible && !change.gateSeesOutside
            && change.castDistance <= PictureChange.castLimit / 2
        return Verdict(
            claim, isSure ? .confirmed : .inconclusive, by: "pixels",
            because: isSure
                ? "nothing outside the region changed"
                : "the outside changed, but so little that it may be recompression", figures)
    }
}
