import Pixels
import Sketch

/// Edits and nulls on scenes that sketch draws: the same at every run, and free of any licence.
struct GeneratedPairs {
    static let prompts = [
        "a red bicycle leaning on a blue wall, cobbled street", "two cats on a red sofa in a room",
        "a lighthouse by the sea at night", "a wooden sign that says \"OPEN\" in a forest at dusk",
        "twelve tulips in a meadow", "a single red apple on a white background",
        "a small boat on a lake, mountains, snow", "a dog and a ball in a park, autumn",
        "a castle on a hill at sunset", "three pears and a blue cup on a wooden table",
        "a fox in a snowy forest, watercolour", "a yellow car on a city street in the rain",
    ]
    static let areas = [0.0025, 0.01, 0.03]

    /// What a pair scores.
    struct Score {
        /// The edited share of the picture; nil for a null.
        let area: Double?
        let edit: Retouching.Edit?
        let isMoved: Bool
        let gate: Double
        let ssim: Double
        let hashes: Double

        /// Figures that grow with change.
        static var figures: [(String, (Score) -> Double)] {
            [
                ("the gate", \.gate), ("1 - SSIM", { 1 - $0.ssim }), ("pHash distance", \.hashes),
            ]
        }
    }

    private struct Plan {
        var area: Double?
        var edit: Retouching.Edit?
        var isMoved: Bool
        var null: Retouching.Null
    }

    /// Scores 15 nulls of each scene, as they lie and slightly shifted, and edits in each way and of
    /// each area, each with a null on top.
    func scores() throws -> [Score] {
        let scenes = try Self.prompts.enumerated().map { index, prompt in
            let request = SketchRequest(prompt: prompt, seed: UInt64(index))
            return try Pixmap(decoding: try Illustrator().draw(request).bytes)
        }
        var scores: [Score] = []
        for (index, scene) in scenes.enumerated() {
            var retouching = Retouching(seed: UInt64(index + 1))
            for plan in Self.plans(&retouching) {
                var picture = scene
                if let edit = plan.edit, let area = plan.area {
                    let other = scenes[(index + 1) % scenes.count]
                    picture = retouching.edited(picture, edit, area: area, from: other)
                    guard picture != scene else { continue }
                }
                if plan.isMoved { picture = retouching.moved(picture) }
                picture = try retouching.degraded(picture, plan.null)
                scores.append(Self.score(plan, scene, picture))
            }
        }
        return scores
    }

    private static func plans(_ retouching: inout Retouching) -> [Plan] {
        var plans: [Plan] = []
        for null in Retouching.Null.allCases {
            plans.append(Plan(isMoved: false, null: null))
            plans.append(Plan(isMoved: true, null: null))
        }
        for area in areas {
            for edit in Retouching.Edit.allCases {
                for isMoved in [false, false, true] {
                    let null = Retouching.Null.allCases.randomElement(using: &retouching.numbers)
                    plans.append(
                        Plan(area: area, edit: edit, isMoved: isMoved, null: null ?? .jpeg85))
                }
            }
        }
        return plans
    }

    private static func score(_ plan: Plan, _ before: Pixmap, _ after: Pixmap) -> Score {
        let peers = PeerMeasures(before, after)
        return Score(
            area: plan.area, edit: plan.edit, isMoved: plan.isMoved,
            gate: Comparison(before, after).score, ssim: peers.ssim ?? 0,
            hashes: Double(peers.frequencies[0].distance(to: peers.frequencies[1])))
    }
}
