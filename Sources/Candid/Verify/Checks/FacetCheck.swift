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
    /// A figure, and from where on it surely stayed or surely moved.
    private struct Measure {
        let name: String
        let figure: Double
        let stays: Double
        let moves: Double
        /// What the route makes of it by itself.
        let own: KeyPath<NoOpTrial, Double>
    }

    /// A verdict from a figure that is surely small, surely large, or neither.
    private func verdict(
        _ claim: Claim, _ measure: Measure, _ words: (stayed: String, moved: String)
    ) -> Verdict {
        let evidence = [Evidence.figure(measure.name, measure.figure)] + figures
        let stayed = measure.figure <= measure.stays
        let moves = max(measure.moves, floor?.share(measure.own) ?? 0)
        guard stayed || (measure.figure >= moves && !isRepainted) else {
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
        // No cell need be lighter for the whole to be yellower.
        if claim.kind == .kept, comparison.castDistance > comparison.limits.cast {
            return Verdict(
                claim, .refuted, by: "facets", because: "a colour cast lies over the picture",
                figures)
        }
        guard claim.kind != .kept || !showsCast else {
            return Verdict(
                claim, .inconclusive, by: "facets",
                because: "the cast over it is no more than its route makes by itself", figures)
        }
        return verdict(
            claim,
            Measure(
                name: "share_lighter_or_darker", figure: comparison.lighterOrDarker, stays: 0.02,
                moves: 0.3, own: \.lighterOrDarker),
            ("the light stayed", "the light changed over much of the picture"))
    }

    fileprivate func paletteVerdict(_ claim: Claim) -> Verdict {
        verdict(
            claim,
            Measure(
                name: "share_of_other_colour", figure: comparison.otherColour, stays: 0.02,
                moves: 0.3, own: \.otherColour),
            ("the colours stayed", "much of the picture has other colours"))
    }

    fileprivate func compositionVerdict(_ claim: Claim) -> Verdict {
        verdict(
            claim,
            Measure(
                name: "structure_lost", figure: comparison.structureLost, stays: 0.05, moves: 0.4,
                own: \.structureLost),
            ("what stands where stayed", "what stands where changed"))
    }
}

extension Comparison {
    /// The share of the cells whose mean colours moved in some way.
    private func share(where moved: (Lab, Lab) -> Bool) -> Double {
        let count = cells.count { cell in
            let colours = cell.colours
            return moved(colours.before, colours.after)
        }
        return Double(count) / Double(max(1, cells.count))
    }

    /// The share of the cells that became lighter or darker, 0 to 1.
    var lighterOrDarker: Double { share { abs($1.lightness - $0.lightness) > 3 } }

    /// The share of the cells that took on another colour, 0 to 1.
    var otherColour: Double {
        share { before, after in
            let (a, b) = (after.a - before.a, after.b - before.b)
            return (a * a + b * b).squareRoot() > 4
        }
    }

    /// How much is lost of what stands where, 0 to 1: of the large forms and of how detail is spread.
    var structureLost: Double { 1 - max(structure, texture) }
}
