extension Check {
    /// Where nothing changed, nothing was done, and everything was kept; no judge is asked.
    ///
    /// Where something differs that does not show, nothing is called done either, nor undone.
    static let stillness = Check(
        name: "pixels", summary: "Whether anything changed at all, compared with the parent."
    ) { claim, exhibits in
        guard let change = exhibits.change, change.isStill else { return nil }
        func verdict(_ outcome: Verdict.Outcome, _ reason: String = "") -> Verdict {
            let isSure = change.isSurelyStill
            return Verdict(
                claim, isSure ? outcome : .inconclusive, by: "pixels",
                because: isSure ? "the picture did not change" + reason : change.doubt,
                change.figures)
        }
        switch claim.kind {
        case .kept: return verdict(.confirmed)
        case .changed, .removed, .added: return verdict(.refuted)
        // A picture can be as it is said to be without anybody's doing; who says he made it so is
        // not right.
        case .attribute where claim.origin == .sentence:
            return verdict(.refuted, ", so nothing was made \(claim.value ?? "so")")
        default: return nil
        }
    }
}

extension PictureChange {
    /// Why what differs proves neither an edit nor that there was none.
    var doubt: String {
        guard isWithinFloor, let floor else {
            return "no change shows, but what differs is nearly as much as a faint one"
        }
        return "what differs is no more than \(floor.route) does to a picture that it is told to "
            + "leave alone"
    }
}
