import Candid
import Foundation
import Pixels
import Sketch

/// Measures the thresholds of pixel verdicts on scenes of sketch's: where a picture surely stood still,
/// and what is said of light, palette and composition, under nulls and under another light.
struct VerdictEvaluation {
    private let scenes: [(file: [UInt8], pixmap: Pixmap)]
    private let illustrator = Illustrator()
    private static let lights = ["dusk", "night", "golden hour", "overcast"]
    private static let facets: [Facet] = [.lighting, .palette, .composition]

    init() throws {
        let illustrator = illustrator
        scenes = try GeneratedPairs.prompts.enumerated().map { index, prompt in
            let request = SketchRequest(
                prompt: prompt, width: 768, height: 768, seed: UInt64(index))
            let file = try illustrator.draw(request).bytes
            return (file, try Pixmap(decoding: file))
        }
    }

    func report() async throws {
        try await still()
        try await nulls()
        try await lights()
    }

    /// How many nulls and edits lie below each share of what shows.
    private func still() async throws {
        print("below so much of what shows   nulls   edits (of \(GeneratedPairs.areas))")
        let scores = try GeneratedPairs().scores()
        for limit in stride(from: 0.3, through: 1.0, by: 0.1) {
            func share(_ some: [GeneratedPairs.Score]) -> String {
                "\(some.count { $0.gate <= limit }) of \(some.count)"
            }
            let edits = GeneratedPairs.areas.map { area in
                share(scores.filter { $0.area == area })
            }
            let nulls = scores.filter { $0.area == nil }
            print(
                String(format: "  %.1f   ", limit)
                    + "nulls as they lie \(share(nulls.filter { !$0.isMoved })), moved "
                    + "\(share(nulls.filter(\.isMoved)));  edits "
                    + edits.joined(separator: ", "))
        }
    }

    /// What was to stay under what codecs, scalers and sensors do.
    private func nulls() async throws {
        var tally: [String: [Verdict.Outcome: Int]] = [:]
        for (index, scene) in scenes.enumerated() {
            var retouching = Retouching(seed: UInt64(index + 1))
            for null in Retouching.Null.allCases {
                let picture = try retouching.degraded(scene.pixmap, null).png()
                try await add(Self.facets.map { Claim(.kept, facet: $0) }, picture, scene, &tally)
            }
        }
        print("kept, under \(Retouching.Null.allCases.count) nulls (refuted is false):")
        Self.tell(tally)
    }

    /// Another light: light changed, and what stands where stayed.
    private func lights() async throws {
        var tally: [String: [Verdict.Outcome: Int]] = [:]
        for scene in scenes {
            for light in Self.lights {
                let edit = SketchEdit(
                    picture: scene.file, instruction: "make the light \(light)")
                guard let drawing = try? illustrator.edit(edit) else { continue }
                let claims = [
                    Claim(.changed, facet: .lighting), Claim(.kept, facet: .lighting),
                    Claim(.kept, facet: .composition),
                ]
                try await add(claims, drawing.bytes, scene, &tally)
            }
        }
        print("under another light (light kept: confirmed is false; the others: refuted is false):")
        Self.tell(tally)
    }

    private func add(
        _ claims: [Claim], _ picture: [UInt8], _ scene: (file: [UInt8], pixmap: Pixmap),
        _ tally: inout [String: [Verdict.Outcome: Int]]
    ) async throws {
        let judgement = try await Verifier { 0 }.judgement(
            on: claims, .init(picture, from: scene.file))
        for verdict in judgement.verdicts {
            tally[verdict.claim.words, default: [:]][verdict.outcome, default: 0] += 1
        }
    }

    private static func tell(_ tally: [String: [Verdict.Outcome: Int]]) {
        for (words, outcomes) in tally.sorted(by: { $0.key < $1.key }) {
            let all = Verdict.Outcome.allCases.map { "\($0.rawValue) \(outcomes[$0] ?? 0)" }
            print("  \(words): \(all.joined(separator: ", "))")
        }
    }
}
