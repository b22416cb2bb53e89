import Foundation
import Pixels

/// Measures `candid compare` on labelled pairs, and on edits and nulls made of sketch's scenes.
enum PixelsEvaluation {
    static func run(dataFolder folder: String) throws {
        let path = "\(folder)/imagediff.jsonl"
        if FileManager.default.fileExists(atPath: path) {
            try labelled(try records(in: path, of: LabelledPair.self), folder)
        } else {
            print("There is no measuring set at \(path); only generated pairs are measured.")
        }
        try generated()
    }

    private static func labelled(_ pairs: [LabelledPair], _ folder: String) throws {
        var figures = PeerFigures()
        var (changed, same): ([Double], [Double]) = ([], [])
        var (leaks, kept): ([Double], [Double]) = ([], [])
        for pair in pairs {
            let stored = try pair.pictures(in: folder, colours: .asStored)
            figures.hold(pair, stored.before, stored.after)
            guard pair.family == "edit-pairs" else { continue }
            let (before, after, mask) = try pair.pictures(in: folder)
            let comparison = Comparison(before, after, mask: mask)
            if pair.reallyChanged == true {
                changed.append(comparison.score)
            } else {
                same.append(comparison.score)
            }
            if let only = pair.onlyWhereAsked, let score = comparison.outsideScore {
                if only { kept.append(score) } else { leaks.append(score) }
            }
        }
        figures.report()
        report("did it really change", OperatingCurve(changed: changed, same: same), 0.995)
        report("only where asked", OperatingCurve(changed: leaks, same: kept), 0.99)
    }

    private static func report(_ name: String, _ curve: OperatingCurve, _ target: Double) {
        print(
            name + String(format: ": AUC %.4f (≥ %.3f)", curve.area, target)
                + String(format: "; found %.3f (≥ 0.970)", curve.found(above: 1))
                + String(format: ", false %.3f (≤ 0.020)", curve.falseAlarms(above: 1)))
    }

    private static func generated() throws {
        let scores = try GeneratedPairs().scores()
        print("")
        print(
            "generated on \(GeneratedPairs.prompts.count) scenes of sketch, 1024x1024; an edit moves a "
                + "twentieth of its area or more by over 8 levels:")
        let nulls = scores.filter { $0.area == nil }
        for (name, moved) in [("as they lie", false), ("slightly shifted", true)] {
            let some = nulls.filter { $0.isMoved == moved }
            let alarms = Double(some.count { $0.gate > 1 }) / Double(max(1, some.count))
            print(
                "  \(some.count) nulls \(name): false "
                    + String(format: "%.4f (≤ %.3f)", alarms, moved ? 0.015 : 0.003))
        }
        for area in GeneratedPairs.areas {
            let edits = scores.filter { $0.area == area }
            print(
                String(format: "  edits of %.2f %% of the picture (%d):", area * 100, edits.count))
            for kind in Retouching.Edit.allCases {
                let some = edits.filter { $0.edit == kind }
                let found = Double(some.count { $0.gate > 1 }) / Double(max(1, some.count))
                print(String(format: "    %@ %.3f", kind.rawValue, found))
            }
            let found = Double(edits.count { $0.gate > 1 }) / Double(max(1, edits.count))
            print(
                String(format: "    all at the default %.3f", found)
                    + (area == 0.01 ? " (≥ 0.85)" : ""))
            print("    found by false alarms borne:")
            for (name, figure) in GeneratedPairs.Score.figures {
                let curve = OperatingCurve(changed: edits.map(figure), same: nulls.map(figure))
                print("      " + curve.line(name))
            }
        }
    }
}

/// Figures of other tools, held against ours.
private struct PeerFigures {
    private var equal = 0
    private var all = 0
    private var ssimError = 0.0
    private var unequal: [String] = []

    mutating func hold(_ pair: LabelledPair, _ before: Pixmap, _ after: Pixmap) {
        let expected = pair.expected
        check(pair.id, "yiq", expected.yiq, counter(.yiq, pair), before, after, pair)
        check(pair.id, "oklab", expected.oklab, counter(.oklab, pair), before, after, pair)
        var odiff = Pixelmatch(.yiq)
        odiff.threshold = pair.options.threshold ?? 0.1
        odiff.countsAntialiasing = pair.options.antialiasing != true
        odiff.hasCheckerboard = false
        odiff.ignored = (pair.options.ignoreRegions ?? []).map {
            PictureBox(x: $0[0], y: $0[1], width: $0[2] - $0[0] + 1, height: $0[3] - $0[1] + 1)
        }
        check(pair.id, "odiff", expected.odiff, odiff, before, after, pair)
        let hashes: [([LabelledPair.Hash]?, (Pixmap) -> PerceptualHash)] = [
            (expected.phash, PerceptualHash.frequencies), (expected.ahash, PerceptualHash.averages),
            (expected.dhash, PerceptualHash.differences),
        ]
        for (wanted, hash) in hashes {
            guard let wanted else { continue }
            let own = [before, after].map { hash($0).description }
            count(own == wanted.compactMap(\.text), "\(pair.id) hash \(own)")
        }
        if let wanted = expected.ssim, let own = PeerMeasures(before, after).ssim {
            ssimError = max(ssimError, abs(own - wanted))
        }
    }

    func report() {
        print("figures of pixelmatch, odiff and imagehash: \(equal) of \(all) equal (all)")
        unequal.forEach { print("  \($0)") }
        print(String(format: "SSIM against scikit-image: within %.1e (≤ 1e-4)", ssimError))
    }

    private func counter(_ measure: Pixelmatch.Measure, _ pair: LabelledPair) -> Pixelmatch {
        var counter = Pixelmatch(measure)
        let other = pair.expected.pixelmatchOptions ?? pair.options.pixelmatch
        counter.threshold = other?.threshold ?? pair.options.threshold ?? 0.1
        counter.countsAntialiasing = other?.includeAA ?? pair.options.includeAA ?? false
        counter.hasCheckerboard = other?.checkerboard ?? pair.options.checkerboard ?? true
        return counter
    }

    private mutating func check(
        _ id: String, _ name: String, _ expected: Int?, _ counter: Pixelmatch, _ before: Pixmap,
        _ after: Pixmap, _ pair: LabelledPair
    ) {
        guard let expected else { return }
        let own: Int?
        if let window = pair.options.windowSize {
            own = counter.count(before, after, window: window)
        } else {
            own = counter.count(padding: before, after)
        }
        count(own == expected, "\(id) \(name): \(own ?? -1), theirs \(expected)")
    }

    private mutating func count(_ isEqual: Bool, _ words: String) {
        all += 1
        if isEqual { equal += 1 } else { unequal.append(words) }
    }
}

extension Pixelmatch {
    /// The count where pictures differ in size, as odiff has it: what one lacks
    /// differs.
    fileprivate func count(padding before: Pixmap, _ after: Pixmap) -> Int? {
        let width = min(before.width, after.width)
        let height = min(before.height, after.height)
        guard
            width != before.width || height != before.height || width != after.width
                || height != after.height
        else { return count(before, after) }
        let both = before.width * before.height + after.width * after.height
        return count(before.cropped(width, height), after.cropped(width, height))
            .map { $0 + both - 2 * width * height }
    }
}

extension Pixmap {
    fileprivate func cropped(_ width: Int, _ height: Int) -> Pixmap {
        let rows = (0..<height).map { y in
            rgba[(y * self.width * 4)..<((y * self.width + width) * 4)]
        }
        return Pixmap(width: width, height: height, rgba: Array(rows.joined()))
    }
}
