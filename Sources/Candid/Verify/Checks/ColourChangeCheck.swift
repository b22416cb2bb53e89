import Pixels

extension Check {
    /// Whether a thing that an edit was to colour took on that colour, where the place is known.
    ///
    /// Only the region says where the thing is, so without one nothing is told. What changed inside it
    /// is measured in the pixels: how much of it has the colour now, and had it before.
    static let colourChange = Check(
        name: "recolour", summary: "Whether what changed inside the region took on a named colour."
    ) { claim, exhibits in
        guard claim.kind == .attribute, let parent = exhibits.parent, let mask = exhibits.mask,
            let change = exhibits.change, !change.isStill, !change.mayBeShift, !change.isOther,
            let wanted = claim.value.flatMap({ WantedColour($0) }),
            let share = RecolouredShare(parent, exhibits.picture, mask.region, wanted)
        else { return nil }
        let words = "of what changed in the region is \(wanted.text)"
        let evidence =
            change.figures + [
                .figure("colour_share", share.now), .figure("colour_share_near", share.near),
                .figure("colour_share_before", share.before),
            ]
        func verdict(_ outcome: Verdict.Outcome, _ reason: String) -> Verdict {
            Verdict(claim, outcome, by: "recolour", because: reason, evidence)
        }
        let percent = Int((share.now * 100).rounded())
        if share.now >= 0.5, share.before < 0.2 {
            return verdict(.confirmed, "\(percent) % \(words), and was not before")
        }
        if share.near < 0.02 {
            return verdict(.refuted, "nothing \(words)")
        }
        return verdict(.inconclusive, "\(percent) % \(words), too little to tell or no news")
    }
}

/// How much of what changed in a region has a colour, now and before.
private struct RecolouredShare {
    let now: Double
    let before: Double
    /// How much comes anywhere near it now.
    let near: Double

    /// From this ΔE2000 on a pixel changed; less is a codec's noise.
    private static let changed = 8.0

    /// Nil for pictures of different sizes, or where hardly a pixel changed.
    init?(_ parent: Pixmap, _ picture: Pixmap, _ region: Mask, _ wanted: WantedColour) {
        guard parent.width == picture.width, parent.height == picture.height,
            region.width == picture.width, region.height == picture.height
        else { return nil }
        let step = max(1, Int((Double(region.count) / 65_536).squareRoot()))
        var (count, new, old, nearby) = (0, 0, 0, 0)
        for y in stride(from: 0, to: region.height, by: step) {
            for x in stride(from: 0, to: region.width, by: step)
            where region.bits[y * region.width + x] == 1 {
                let at = (y * region.width + x) * 4
                let (first, second) = (parent.lab(at: at), picture.lab(at: at))
                guard first.difference(from: second) >= Self.changed else { continue }
                count += 1
                new += wanted.names(second) ? 1 : 0
                nearby += wanted.comesNear(second) ? 1 : 0
                old += wanted.names(first) ? 1 : 0
            }
        }
        guard count >= 64 else { return nil }
        now = Double(new) / Double(count)
        before = Double(old) / Double(count)
        near = Double(nearby) / Double(count)
    }
}

extension WantedColour {
    /// The names that most colours go by (Berlin and Kay 1969), by CSS's values.
    private static let basic = [
        "white", "gray", "black", "red", "orange", "yellow", "green", "blue", "purple", "pink",
        "brown",
    ].compactMap { WantedColour($0) }

    /// Whether a colour goes by this name: near it, or nearer to it than to any other basic name.
    ///
    /// A red thing is not all `#ff0000`; its shades have no name of their own.
    fileprivate func names(_ colour: Lab) -> Bool {
        let distance = colour.difference(from: lab)
        if distance <= tolerance { return true }
        guard !isExact, distance <= 3 * tolerance,
            Self.basic.contains(where: { $0.lab == lab })
        else { return false }
        return Self.basic.allSatisfy { $0.lab.difference(from: colour) >= distance }
    }

    /// Whether a colour is anywhere near, so that somebody may call it so.
    fileprivate func comesNear(_ colour: Lab) -> Bool {
        if colour.difference(from: lab) <= 2 * tolerance { return true }
        guard lab.chroma >= 20, colour.chroma >= 15 else { return false }
        let along = (lab.a * colour.a + lab.b * colour.b) / (lab.chroma * colour.chroma)
        return along >= 0.766
    }
}
