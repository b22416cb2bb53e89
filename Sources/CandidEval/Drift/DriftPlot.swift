import Foundation

/// A chart of a few lines over the turns, as SVG that reads in the light and in the dark.
struct DriftPlot {
    /// One line; a point that is nil is not drawn.
    struct Line {
        let name: String
        let points: [Double?]
    }

    let title: String
    let unit: String
    let lines: [Line]
    /// A level that is marked, and what it is called.
    let mark: (value: Double, name: String)
    /// Written at the left of each grid line.
    let label: (Double) -> String

    private static let (width, height) = (480.0, 320.0)
    private static let (left, right, top, bottom) = (52.0, 468.0, 74.0, 282.0)
    /// Colours of Okabe and Ito, which colour-blind eyes tell apart; dashes and signs do as well.
    private static let looks: [(colour: String, dash: String, sign: String)] = [
        ("#d55e00", "none", "■"), ("#0072b2", "none", "●"), ("#009e73", "6 4", "▲"),
    ]

    var svg: String {
        ([head] + grid + lines.indices.flatMap(drawn) + legend + ["</svg>"])
            .joined(separator: "\n") + "\n"
    }

    private var most: Double {
        let values = lines.flatMap(\.points).compactMap { $0 } + [mark.value * 1.4]
        return values.max() ?? 1
    }

    private var count: Int { lines.map(\.points.count).max() ?? 1 }

    private var head: String {
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(Int(Self.width)) \
        \(Int(Self.height))" width="\(Int(Self.width))" height="\(Int(Self.height))" role="img" \
        aria-label="\(title)">
        <style>
        text { font: 14px system-ui, sans-serif; fill: #1f2328 }
        .title { font-weight: 600; font-size: 15px }
        .quiet { fill: #59636e; font-size: 13px }
        .grid { stroke: #d1d9e0 } .mark { stroke: #59636e; stroke-dasharray: 2 3 }
        .paper { fill: #ffffff }
        @media (prefers-color-scheme: dark) {
        text { fill: #f0f6fc } .quiet { fill: #9198a1 } .paper { fill: #0d1117 }
        .grid { stroke: #3d444d } .mark { stroke: #9198a1 }
        }
        </style>
        <rect class="paper" width="100%" height="100%"/>
        <text class="title" x="12" y="22">\(title)</text>
        """
    }

    private var grid: [String] {
        var parts: [String] = []
        for step in 0...4 {
            let value = Double(step) / 4 * most
            parts.append(rule("grid", at: value))
            parts.append(
                text(label(value), at: (Self.left - 6, y(value) + 4), "end", "quiet"))
        }
        for turn in stride(from: 0, to: count, by: count > 8 ? 2 : 1) {
            parts.append(text("\(turn + 1)", at: (x(turn), Self.bottom + 18), "middle", "quiet"))
        }
        parts.append(text("turn; \(unit)", at: (12, Self.height - 6), "start", "quiet"))
        parts.append(rule("mark", at: mark.value))
        parts.append(text(mark.name, at: (Self.right, y(mark.value) - 5), "end", "quiet"))
        return parts
    }

    private func rule(_ kind: String, at value: Double) -> String {
        """
        <line class="\(kind)" x1="\(Self.left)" x2="\(Self.right)" y1="\(y(value))" y2="\(y(value))"/>
        """
    }

    private func text(
        _ words: String, at place: (x: Double, y: Double), _ anchor: String, _ kind: String
    ) -> String {
        """
        <text class="\(kind)" text-anchor="\(anchor)" x="\(place.x)" y="\(place.y)">\(words)</text>
        """
    }

    private func drawn(_ index: Int) -> [String] {
        let look = Self.looks[index % Self.looks.count]
        let points: [(x: Double, y: Double)] = lines[index].points.enumerated().compactMap {
            turn, value in value.map { (x(turn), y($0)) }
        }
        let path = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
        let line = """
            <polyline fill="none" stroke="\(look.colour)" stroke-width="2.5" \
            stroke-dasharray="\(look.dash)" points="\(path)"/>
            """
        let signs = points.map { point in
            """
            <text text-anchor="middle" style="fill:\(look.colour);font-size:11px" \
            x="\(point.x)" y="\(point.y + 4)">\(look.sign)</text>
            """
        }
        return [line] + signs
    }

    private var legend: [String] {
        lines.indices.map { index in
            let look = Self.looks[index % Self.looks.count]
            return """
                <text x="\(12 + index * 152)" y="48"><tspan style="fill:\(look.colour)">\
                \(look.sign)</tspan> \(lines[index].name)</text>
                """
        }
    }

    private func x(_ turn: Int) -> Double {
        let share = Double(turn) / Double(max(1, count - 1))
        return Self.tenth(Self.left + 10 + share * (Self.right - Self.left - 20))
    }

    private func y(_ value: Double) -> Double {
        let share = min(1, max(0, value / most))
        return Self.tenth(Self.bottom - share * (Self.bottom - Self.top))
    }

    private static func tenth(_ value: Double) -> Double { (value * 10).rounded() / 10 }
}
