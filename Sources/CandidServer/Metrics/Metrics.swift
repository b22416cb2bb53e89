import Foundation
import Synchronization

/// Counts, levels and spreads under names and labels, told in Prometheus' text format (0.0.4).
///
/// A family has at most so many series; what comes after them is counted as one, so that a client
/// that invents names can't fill the memory.
final class Metrics: Sendable {
    /// What is known of one name.
    struct Family: Sendable {
        enum Kind: Sendable {
            case counter
            case gauge
            case histogram(buckets: [Double])
        }

        let name: String
        let help: String
        let kind: Kind

        init(_ name: String, _ kind: Kind, _ help: String) {
            (self.name, self.kind, self.help) = (name, kind, help)
        }
    }

    private struct Series {
        var value = 0.0
        var count = 0
        var buckets: [Int] = []
    }

    private static let most = 1000
    private static let others = #"other="true""#

    private let families: [Family]
    private let series = Mutex<[String: [String: Series]]>([:])

    init(_ families: [Family]) { self.families = families }

    /// Adds to a counter, or moves a gauge.
    func add(_ value: Double = 1, to family: Family, _ labels: KeyValuePairs<String, String> = [:])
    {
        change(family, labels) { $0.value += value }
    }

    /// Notes one value of a histogram.
    func observe(
        _ value: Double, of family: Family, _ labels: KeyValuePairs<String, String> = [:]
    ) {
        guard case .histogram(let bounds) = family.kind else { return }
        change(family, labels) { series in
            if series.buckets.isEmpty { series.buckets = [Int](repeating: 0, count: bounds.count) }
            series.value += value
            series.count += 1
            if let place = bounds.firstIndex(where: { value <= $0 }) { series.buckets[place] += 1 }
        }
    }

    private func change(
        _ family: Family, _ labels: KeyValuePairs<String, String>, _ act: (inout Series) -> Void
    ) {
        var key = labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",")
        series.withLock { all in
            let known = all[family.name, default: [:]]
            if known[key] == nil, known.count >= Self.most { key = Self.others }
            act(&all[family.name, default: [:]][key, default: Series()])
        }
    }

    /// Everything, as it is scraped.
    var text: String {
        let all = series.withLock(\.self)
        return families.compactMap { family in
            guard let found = all[family.name] else { return nil }
            let lines = found.sorted { $0.key < $1.key }.flatMap {
                Self.lines(family, $0.key, $0.value)
            }
            return "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.type)\n"
                + lines.map { $0 + "\n" }.joined()
        }.joined()
    }

    private static func lines(_ family: Family, _ labels: String, _ series: Series) -> [String] {
        let own = labels.isEmpty ? "" : "{\(labels)}"
        guard case .histogram(let bounds) = family.kind else {
            return ["\(family.name)\(own) \(number(series.value))"]
        }
        let before = labels.isEmpty ? "" : labels + ","
        var sum = 0
        var lines: [String] = []
        for (bound, count) in zip(bounds, series.buckets) {
            sum += count
            lines.append("\(family.name)_bucket{\(before)le=\"\(number(bound))\"} \(sum)")
        }
        return lines + [
            "\(family.name)_bucket{\(before)le=\"+Inf\"} \(series.count)",
            "\(family.name)_sum\(own) \(number(series.value))",
            "\(family.name)_count\(own) \(series.count)",
        ]
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }

    private static func escaped(_ text: String) -> String {
        // Nearly no label needs it.
        guard text.utf8.contains(where: { $0 == 0x5C || $0 == 0x22 || $0 == 0x0A }) else {
            return text
        }
        return text.replacingOccurrences(of: "\\", with: "\\\\")
            .replacingOccurrences(of: "\"", with: "\\\"")
            .replacingOccurrences(of: "\n", with: "\\n")
    }
}

extension Metrics.Family {
    fileprivate var type: String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
