import Foundation
import Sketch

/// How long the embedded engine takes for a picture, on one core.
enum PictureBench {
    private static let prompts = [
        "a single red apple on a white background, studio lighting",
        "a red bicycle leaning on a blue wall, a grey cat asleep in the basket, cobbled street",
        "two cats on a red sofa in a room", "a lighthouse by the sea at night",
        "a wooden sign that says \"OPEN\" in a forest at dusk", "twelve tulips in a meadow",
    ]

    static func run() throws {
        _ = try Illustrator().draw(SketchRequest(prompt: "a pear"))
        var all: [Double] = []
        for prompt in prompts {
            let request = SketchRequest(prompt: prompt, width: 1024, height: 1024, seed: 1)
            let figures = try (0..<3).map { _ in
                try Bench.cpuSeconds { _ = try Illustrator().draw(request) }
            }
            all.append(Bench.median(figures))
            Bench.row(
                "sketch 1024x1024, \(prompt.prefix(28))…", Bench.median(figures) * 1000, "ms CPU")
        }
        Bench.row(
            "sketch 1024x1024, the slowest of these", (all.max() ?? 0) * 1000, "ms CPU (≤ 400)")
        let mean = all.reduce(0, +) / Double(all.count)
        Bench.row("sketch pictures on one core", 1 / mean, "a second")
    }
}
