import Foundation
import Pixels
import Sketch

/// `candid compare` on a pair of 1024x1024, on one core.
enum CompareBench {
    static func run() throws {
        let request = SketchRequest(prompt: "two cats on a red sofa in a room", seed: 1)
        let file = try Illustrator().draw(request).bytes
        let before = try Pixmap(decoding: file)
        let after = try Pixmap(decoding: before.jpeg(quality: 85))
        try row("PNG decoded, 1024x1024", "≤ 18: libpng's") { _ = try Pixmap(decoding: file) }
        row("the gate on a decoded pair", "≤ 20") { _ = Comparison(before, after) }
        row("SSIM, pixelmatch, hashes, blocks", "≤ 80 with the gate") {
            _ = PeerMeasures(before, after)
        }
        row("pixelmatch's count alone", "≤ 38: a hundredth of PyPI's") {
            _ = Pixelmatch(.yiq).count(before, after)
        }
    }

    private static func row(
        _ name: String, _ target: String, _ act: () throws -> Void
    ) rethrows {
        let figures = try (0..<7).map { _ in try Bench.cpuSeconds(act) }
        Bench.row("compare: \(name)", Bench.median(figures) * 1000, "ms CPU (\(target))")
    }
}
