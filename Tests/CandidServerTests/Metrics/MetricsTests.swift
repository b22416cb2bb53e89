import Testing

@testable import CandidServer

@Suite struct MetricsTests {
    private static let count = Metrics.Family("count_total", .counter, "What is counted.")
    private static let level = Metrics.Family("level", .gauge, "What goes up and down.")
    private static let spread = Metrics.Family(
        "spread_seconds", .histogram(buckets: [0.5, 1, 2]), "How long it takes.")

    @Test func `every family is told as Prometheus reads it`() {
        let metrics = Metrics([Self.count, Self.level, Self.spread])
        metrics.add(to: Self.count, ["route": "a\"\\\nb"])
        metrics.add(2, to: Self.count, ["route": "a\"\\\nb"])
        metrics.add(to: Self.level)
        metrics.add(-1, to: Self.level)
        for value in [0.25, 0.5, 1.5, 60] { metrics.observe(value, of: Self.spread, ["a": "b"]) }
        #expect(
            metrics.text == """
                # HELP count_total What is counted.
                # TYPE count_total counter
                count_total{route="a\\"\\\\\\nb"} 3
                # HELP level What goes up and down.
                # TYPE level gauge
                level 0
                # HELP spread_seconds How long it takes.
                # TYPE spread_seconds histogram
                spread_seconds_bucket{a="b",le="0.5"} 2
                spread_seconds_bucket{a="b",le="1"} 2
                spread_seconds_bucket{a="b",le="2"} 3
                spread_seconds_bucket{a="b",le="+Inf"} 4
                spread_seconds_sum{a="b"} 62.25
                spread_seconds_count{a="b"} 4

                """)
    }

    @Test func `names that clients invent do not fill the memory`() {
        let metrics = Metrics([Self.count])
        for number in 0..<5000 { metrics.add(to: Self.count, ["name": "\(number)"]) }
        let lines = metrics.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == 1001)
        #expect(lines.contains(#"count_total{other="true"} 4000"#))
    }
}
