import Pixels

extension Check {
    /// Whether the ground is white, transparent, flat, and without a border.
    static let ground = Check(
        name: "ground",
        summary: "Whether the ground is plain white, transparent, one flat colour, or borderless."
    ) { claim, exhibits in
        guard claim.kind == .ground, let wanted = claim.value.flatMap({ WantedGround($0) }) else {
            return nil
        }
        let picture = exhibits.picture
        let ground = Ground(picture)
        switch wanted {
        case .borderless: return FrameSearch(picture).verdict(on: claim)
        case .transparent: return transparency(claim, ground)
        case .flat:
            guard let colour = ground.colour else {
                return verdict(claim, .refuted, "the ground is transparent", [])
            }
            return colouring(claim, ground, colour, within: 3, words: "flat")
        case .white:
            return colouring(
                claim, ground, Lab(lightness: 100, a: 0, b: 0), within: 3, words: "plain white")
        case .colour(let colour):
            return colouring(
                claim, ground, colour.lab, within: colour.tolerance, words: colour.text)
        }
    }

    private static func verdict(
        _ claim: Claim, _ outcome: Verdict.Outcome, _ reason: String, _ evidence: [Evidence]
    ) -> Verdict {
        Verdict(claim, outcome, by: "ground", because: reason, evidence)
    }

    private static func transparency(_ claim: Claim, _ ground: Ground) -> Verdict {
        let share = ground.transparentShare
        return verdict(
            claim, share >= 0.9 ? .confirmed : share < 0.1 ? .refuted : .inconclusive,
            share >= 0.9
                ? "the ground is transparent"
                : share < 0.1
                    ? "the ground is not transparent" : "some of the ground is transparent",
            [.figure("transparent_share", share)])
    }

    private static func colouring(
        _ claim: Claim, _ ground: Ground, _ wanted: Lab, within limit: Double, words: String
    ) -> Verdict {
        let share = ground.share(of: wanted, within: limit)
        var evidence = [Evidence.figure("ground_share", share)]
        if let colour = ground.colour {
            evidence.append(.words("ground_colour", colour.hex))
            evidence.append(.figure("delta_e", colour.difference(from: wanted)))
        }
        if share >= 0.97 { return verdict(claim, .confirmed, "the ground is \(words)", evidence) }
        // A subject that touches a side takes a part of the band.
        guard share < 0.5 else {
            return verdict(
                claim, .inconclusive,
                "most of the ground is \(words), and the rest may be the subject", evidence)
        }
        let isClear = ground.transparentShare > 0.5
        return verdict(
            claim, .refuted,
            isClear ? "the ground is transparent" : "the ground is not \(words)", evidence)
    }
}
