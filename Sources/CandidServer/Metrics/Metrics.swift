import Foundation
import Synchronization

/// Counts, levels and spreads under names and labels, told in Prometheus' text format (0.0.4).
///
/// A family has at most so many series; what comes after them is counted as one, so that a client
/// that invents names can't fill the memory.
final class Metrics: Sendable {
    /// What is known of one name; each is told apart from any other by being another one.
    final class Family: Sendable {
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

    private struct Key: Hashable {
        let family: ObjectIdentifier
        /// Names and values in turn: they are put together only where they are told.
        let labels: [String]
    }

    private struct State {
        var places: [Key: Int] = [:]
        var series: [Series] = []
        var counts: [ObjectIdentifier: Int] = [:]

        /// Where a series stands, which is made where it is new.
        mutating func place(of key: Key) -> Int {
            if let place = places[key] { return place }
            guard counts[key.family, default: 0] < Metrics.most else {
                return place(made: Key(family: key.family, labels: Metrics.others))
            }
            counts[key.family, default: 0] += 1
            return place(made: key)
        }

        private mutating func place(made key: Key) -> Int {
            if let place = places[key] { return place }
            places[key] = series.count
            series.append(Series())
            return series.count - 1
        }
    }

    private static let most = 1000
    private static let others = ["other", "true"]

    private let families: [Family]
    private let state = Mutex(State())

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
        var list: [String] = []
        list.reserveCapacity(2 * labels.count)
        for (name, value) in labels {
            list.append(name)
            list.append(value)
        }
        let key = Key(family: ObjectIdentifier(family), labels: list)
        state.withLock { state in
            let place = state.place(of: key)
            act(&state.series[place])
        }
    }

    /// Everything, as it is scraped.
    var text: String {
        let all = state.withLock(\.self)
        let found = Dictionary(grouping: all.places, by: \.key.family)
        return families.compactMap { family in
            guard let own = found[ObjectIdentifier(family)] else { return nil }
            let lines = own.map { (Self.text(of: $0.key.labels), all.series[$0.value]) }
                .sorted { $0.0 < $1.0 }.flatMap { Self.lines(family, $0.0, $0.1) }
            return "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.type)\n"
                + lines.map { $0 + "\n" }.joined()
        }.joined()
    }

    private static func text(of labels: [String]) -> String {
        stride(from: 0, to: labels.count, by: 2)
            .map { "\(labels[$0])=\"\(escaped(labels[$0 + 1]))\"" }.joined(separator: ",")
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
        text.replacingOccurrences(of: "\\", with: "\\\\")
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
