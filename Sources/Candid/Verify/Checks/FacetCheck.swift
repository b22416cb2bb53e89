extension Check {
    /// Light, palette and composition, as far as pixels can tell.
    static let facets = Check(
        name: "facets", summary: "Whether light, palette and composition changed or stayed."
    ) { claim, exhibits in
        guard claim.kind == .changed || claim.kind == .kept, let facet = claim.facet,
            let change = exhibits.change, !change.cells.isEmpty
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

    fileprivate func lightVerdict(_ claim: Claim) -> Verdict {
        let moved = Double(cells.count { abs($0.after.l - $0.before.l) > 3 }) / Double(cells.count)
        return verdict(
            claim, "share_lighter_or_darker", moved, stays: 0.02, moves: 0.3,
            ("the light stayed", "the light changed over much of the picture"))
    }

    fileprivate func paletteVerdict(_ claim: Claim) -> Verdict {
        let moved =
            Double(
                cells.count { cell in
                    let (a, b) = (cell.after.a - cell.before.a, cell.after.b - cell.before.b)
                    return (a * a + b * b).squareRoot() > 4
                }) / Double(cells.count)
        return verdict(
            claim, "share_of_other_colour", moved, stays: 0.02, moves: 0.3,
            ("the colours stayed", "much of the picture has other colours"))
    }

    fileprivate func compositionVerdict(_ claim: Claim) -> Verdict {
        let lost = 1 - structure
        return verdict(
            claim, "structure_lost", lost, stays: 0.05, moves: 0.4,
            ("what stands where stayed", "what stands where changed"))
    }
}
