import Pixels

/// What became of a picture, as the gate found it, with all that claims are held to.
///
/// The gate alone decides; here is only how sure it is.
struct PictureChange {
    /// What the gate found, by the limits of the route where they were measured.
    let comparison: Comparison
    /// Whether there was a region.
    let hasRegion: Bool
    /// Whether all that differs could come from a shift of a few pixels.
    let mayBeShift: Bool
    private let sizes: (before: Size, after: Size)

    /// Up to this share of what shows, surely nothing changed; between it and 1 lie faint edits and
    /// strong recompression, which no pixel tells apart.
    ///
    /// Of the 61 open edit pairs (`candid compare --jsonl` on the family `edit-pairs` of
    /// imagediff.jsonl) none of the 49 edits lies below it, the faintest at 1.13, and 8 of the 12 nulls
    /// do; the others lie between 0.74 and 0.9. It was chosen there and held against what
    /// `candid-eval verdicts` generates: 161 of 180 nulls lie below it, 160 of 180 that were moved by
    /// fractions as well, and of 180 edits each 7 that cover 0.25 % of the picture, 4 of 1 % and none of
    /// 3 %. No facet was wrongly refuted under 15 nulls, nor light under another light confirmed as kept.
    static let surelyStill = 0.6

    /// The same by the usual limits: what shows, whoever did it.
    private let seen: Comparison
    /// What the route that made it does to a picture that it is told to leave alone.
    let floor: RouteFloor?

    init(from parent: Pixmap, to picture: Pixmap, mask: EditMask?, floor: RouteFloor? = nil) {
        seen = Comparison(parent, picture, mask: mask?.region)
        self.floor = floor
        if let floor, !floor.isQuiet, seen.answer != .identical {
            comparison = Comparison(parent, picture, mask: mask?.region, limits: floor.limits)
        } else {
            comparison = seen
        }
        hasRegion = mask != nil
        sizes = (
            Size(width: parent.width, height: parent.height),
            Size(width: picture.width, height: picture.height)
        )
        let isChanged = comparison.score > 1 && seen.answer != .recomposed
        mayBeShift = isChanged && ShiftSearch(parent, picture, comparison).explainsAll
    }

    /// What shows, whoever did it.
    var answer: Comparison.Answer { seen.answer }

    /// Whether nothing changed that can be seen, or that the route doesn't do by itself.
    var isStill: Bool {
        !isOther
            && (comparison.answer == .identical || comparison.answer == .noVisibleChange)
    }

    /// Whether nothing changed that could be anybody's doing.
    var isSurelyStill: Bool { isStill && seen.score <= Self.surelyStill }

    /// Whether it is another picture, so that what changed in it means nothing.
    var isOther: Bool { seen.answer == .recomposed }

    /// Whether what shows is no more than the route does by itself.
    var isWithinFloor: Bool { seen.score > 1 && comparison.score <= 1 }

    /// Whether the route draws everything anew, so that no pixel proves an edit of its.
    var isRepainted: Bool { floor?.repaints ?? false }

    /// Whether nothing that could be anybody's doing changed where a change was asked for; nil where
    /// that is too small to judge.
    var isInsideSurelyStill: Bool? {
        seen.worstCell(in: hasRegion ? [.inside] : [.outside]).map { $0 <= Self.surelyStill }
    }

    /// Whether nothing that could be anybody's doing changed outside the region.
    var isOutsideSurelyStill: Bool {
        max(seen.worstCell(in: [.outside]) ?? 0, seen.outsideScore ?? 0) <= Self.surelyStill
    }

    /// Whether the whole took on a cast that shows, if only one that the route makes by itself.
    var showsCast: Bool { seen.castDistance > seen.limits.cast }

    /// Whether the whole took on another cast.
    var hasCast: Bool { comparison.castDistance > comparison.limits.cast }

    /// The strongest difference where a change was asked for; nil where that is too small to judge.
    var worstInside: Double? { comparison.worstCell(in: hasRegion ? [.inside] : [.outside]) }

    /// The strongest difference outside the region; nil where there is no outside to judge.
    var worstOutside: Double? { hasRegion ? comparison.worstCell(in: [.outside]) : nil }

    /// Rectangles around connected changes, in pixels of the picture, the largest first.
    func boxes(in regions: [Region]) -> [PictureBox] {
        comparison.boxes(in: regions).map {
            $0.scaled(
                from: (sizes.before.width, sizes.before.height),
                to: (sizes.after.width, sizes.after.height))
        }
    }

    /// The figures that every verdict on a change rests on.
    ///
    /// Scores are multiples of what shows; shares are of the picture, or of its region.
    var figures: [Evidence] {
        var figures: [Evidence] = [
            .words("comparison", seen.answer.rawValue),
            .figure("change_score", seen.score),
            .figure("changed_share", comparison.changedShare),
        ]
        if let inside = comparison.insideShare { figures.append(.figure("inside_mask", inside)) }
        if let rest = comparison.outsideShare { figures.append(.figure("outside_mask", rest)) }
        if let score = comparison.outsideScore { figures.append(.figure("outside_score", score)) }
        figures.append(.figure("cast", comparison.castDistance))
        guard let floor else { return figures }
        return figures + [
            .figure("change_score_above_floor", comparison.score),
            .figure("floor_score", floor.score),
            .words("noise_floor", floor.note.description),
        ]
    }
}

extension Pixmap {
    /// Whether every pixel has about the same colour, as where an engine gave up.
    var isBlank: Bool {
        guard rgba.count >= 4 else { return true }
        let spreads = (0..<4).map { channel in
            var (least, most) = (UInt8.max, UInt8.min)
            for index in stride(from: channel, to: rgba.count, by: 4) {
                least = min(least, rgba[index])
                most = max(most, rgba[index])
            }
            return (least: least, most: most)
        }
        // What lies under full transparency is not seen.
        return spreads[3].most == 0 || spreads.allSatisfy { $0.most - $0.least <= 8 }
    }
}
