import Foundation

/// How well a figure tells two kinds apart.
struct OperatingCurve {
    private let changed: [Double]
    private let same: [Double]

    init(changed: [Double], same: [Double]) {
        self.changed = changed.sorted()
        self.same = same.sorted()
    }

    /// The area under the curve: how often a changed pair scores above an unchanged one.
    var area: Double {
        guard !changed.isEmpty, !same.isEmpty else { return .nan }
        var sum = 0.0
        for score in changed {
            let below = Self.count(same) { $0 < score }
            let upTo = Self.count(same) { $0 <= score }
            sum += Double(below) + Double(upTo - below) / 2
        }
        return sum / Double(changed.count * same.count)
    }

    /// The share of changed pairs above a limit.
    func found(above limit: Double) -> Double {
        1 - Double(Self.count(changed) { $0 <= limit }) / Double(max(1, changed.count))
    }

    /// The share of unchanged pairs above a limit.
    func falseAlarms(above limit: Double) -> Double {
        1 - Double(Self.count(same) { $0 <= limit }) / Double(max(1, same.count))
    }

    /// What is found where so many false alarms are borne.
    func found(bearing share: Double) -> Double {
        let limit = ([-Double.infinity] + same + changed).sorted()
            .first { falseAlarms(above: $0) <= share }
        return found(above: limit ?? .infinity)
    }

    /// One line: the area and what is found at some shares of false alarms.
    func line(_ name: String) -> String {
        let points = [0, 0.003, 0.01, 0.015, 0.02, 0.05, 0.1, 0.2].map {
            String(format: "%.1f %%: %.3f", $0 * 100, found(bearing: $0))
        }
        return name.padding(toLength: 20, withPad: " ", startingAt: 0)
            + String(format: "AUC %.4f   ", area) + points.joined(separator: "  ")
    }

    private static func count(_ sorted: [Double], _ holds: (Double) -> Bool) -> Int {
        sorted.partitionPoint(holds)
    }
}

extension [Double] {
    /// How many of the first elements hold; the others must not.
    fileprivate func partitionPoint(_ holds: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
