import Pixels

extension Check {
    /// Light, palette and composition, as far as pixels can tell.
    static let facets = Check(
        name: "facets", summary: "Whether light, palette and composition changed or stayed."
    ) { claim, exhibits in
        guard claim.kind == .changed || claim.kind == .kept, let facet = claim.facet,
            let change = exhibits.change, !change.comparison.cells.isEmpty
        else { return nil }
        switch facet {
        case .lighting: return change.lightVerdict(claim)
        case .palette: return change.paletteVerdict(claim)
        case .composition: return change.compositionVerdict(claim)
        case .lettering, .everythingElse, .style, .place, .subject: return nil
        }
    }
}

extension PictureChange {
    /// A verdict from a figure that is surely small, surely large, or neither.
    private func verdict(
        _ claim: Claim, _ name: String, _ figure: Double, stays: Double, moves: Double,
        _ words: (stayed: String, moved: String)
    ) -> Verdict {
        let evidence = [Evidence.figure(name, figure)] + figures
        let stayed = figure <= stays
        guard stayed || figure >= moves else {
            return Verdict(
                claim, .inconclusive, by: "facets",
                because: "neither surely changed nor surely kept", evidence)
        }
        let holds = (claim.kind == .kept) == stayed
        return Verdict(
            claim, holds ? .confirmed : .refuted, by: "facets",
            because: stayed ? words.stayed : words.moved, evidence)
    }

    /// The share of cells whose mean colours moved in some way.
    private func share(where moved: (Lab, Lab) -> Bool) -> Double {
        let cells = comparison.cells
        let count = cells.count { cell in
            let colours = cell.colours
            return moved(colours.before, colours.after)
        }
        return Double(count) / Double(max(1, cells.count))
    }

    fileprivate func lightVerdict(_ claim: Claim) -> Verdict {
        // No cell need be lighter for the whole to be yellower.
        if claim.kind == .kept, comparison.castDistance > comparison.limits.cast {
            return Verdict(
                claim, .refuted, by: "facets", because: "a colour cast lies over the picture",
                figures)
        }
        return verdict(
            claim, "share_lighter_or_darker",
            share { abs($1.lightness - $0.lightness) > 3 }, stays: 0.02, moves: 0.3,
            ("the light stayed", "the light changed over much of the picture"))
    }

    fileprivate func paletteVerdict(_ claim: Claim) -> Verdict {
        let moved = share { before, after in
            let (a, b) = (after.a - before.a, after.b - before.b)
            return (a * a + b * b).squareRoot() > 4
        }
        return verdict(
            claim, "share_of_other_colour", moved, stays: 0.02, moves: 0.3,
            ("the colours stayed", "much of the picture has other colours"))
    }

    fileprivate func compositionVerdict(_ claim: Claim) -> Verdict {
        verdict(
            claim, "structure_lost", 1 - max(comparison.structure, comparison.texture), stays: 0.05,
            moves: 0.4,
            ("what stands where stayed", "what stands where changed"))
    }
}
