import Pixels

extension Check {
    /// What a shift of a few pixels explains proves no change: editors shift and rescale what
    /// nobody asked them to touch.
    static let shift = Check(
        name: "shift", summary: "Whether all that differs could come from a shift of a few pixels."
    ) { claim, exhibits in
        guard let change = exhibits.change, change.mayBeShift else { return nil }
        let isDeed = [.changed, .removed, .added].contains(claim.kind)
        guard isDeed || claim.kind == .attribute && claim.origin == .sentence else { return nil }
        return Verdict(
            claim, .inconclusive, by: "shift",
            because: "all that differs could come from a shift of up to \(ShiftSearch.reach) "
                + "pixels, which editors make unasked", change.figures)
    }
}
