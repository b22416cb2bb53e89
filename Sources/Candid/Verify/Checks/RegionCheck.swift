import Pixels

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

    /// Less detail than this share is more than a recompression takes, though no cell shows it.
    private static let softened = 0.7

    private static func verdict(
        _ claim: Claim, _ outcome: Verdict.Outcome, _ reason: String, _ change: PictureChange,
        _ places: [Evidence] = []
    ) -> Verdict {
        Verdict(claim, outcome, by: "pixels", because: reason, change.figures + places)
    }

    private static func changed(_ claim: Claim, _ change: PictureChange) -> Verdict {
        guard !change.isOther else {
            return verdict(
                claim, .inconclusive, "it is another picture, so what changed can't be told", change
            )
        }
        guard let worst = change.worstInside else {
            return verdict(claim, .inconclusive, "the region is too small to be judged", change)
        }
        if worst > 1 || (change.hasCast && !change.hasRegion) {
            guard !change.isRepainted else {
                return verdict(
                    claim, .inconclusive,
                    "its route draws everything anew, so that pixels prove no edit", change)
            }
            let boxes = change.boxes(in: change.hasRegion ? [.inside] : [.outside]).prefix(8)
            return verdict(
                claim, .confirmed, change.hasRegion ? "the region changed" : "the picture changed",
                change, boxes.map { .place("changed", $0) })
        }
        guard change.isInsideSurelyStill != true else {
            return verdict(claim, .refuted, "the region did not change", change)
        }
        return verdict(
            claim, .inconclusive,
            change.isWithinFloor
                ? change.doubt : "what differs in the region is too faint to tell an edit", change)
    }

    private static func kept(_ claim: Claim, _ change: PictureChange) -> Verdict {
        guard !change.isOther else {
            return verdict(claim, .refuted, "it is another picture", change)
        }
        guard change.worstOutside != nil else {
            return verdict(claim, .inconclusive, "nothing outside could be compared", change)
        }
        let leaks = change.boxes(in: [.outside])
        guard leaks.isEmpty else {
            let share = Int(((change.comparison.outsideShare ?? 0) * 100).rounded())
            let places = leaks.count == 1 ? "one place" : "\(leaks.count) places"
            return verdict(
                claim, .refuted,
                "\(places) outside the region changed, \(max(1, share)) % of it", change,
                leaks.prefix(16).map { .place(Evidence.leak, $0) })
        }
        guard !change.hasCast else {
            return verdict(
                claim, .refuted, "everything outside the region took on another cast", change)
        }
        guard change.comparison.moveScore <= change.comparison.limits.move else {
            return verdict(
                claim, .refuted, "the frame was moved or rescaled, by more than editors do unasked",
                change)
        }
        if let left = change.comparison.sharpness, left < Self.softened {
            return verdict(
                claim, .inconclusive,
                "the picture is softer than before: \(Int(left * 100)) % of its detail is left",
                change)
        }
        guard !change.isOutsideSurelyStill else {
            return verdict(claim, .confirmed, "nothing outside the region changed", change)
        }
        return verdict(
            claim, .inconclusive,
            change.floor?.isQuiet == false
                ? "what differs outside may be what its route does to a picture left alone"
                : "what differs outside is too faint to tell a leak from recompression", change)
    }
}
