import Candid
import Foundation

/// An audit as one page that needs nothing else.
struct AuditPage {
    let report: AuditReport

    /// The page.
    var html: String {
        let answer = report.isClean ? "Everything was kept" : report.tally
        return Page(
            title: "\(answer): \(report.gateway)", style: Self.style,
            body: """
                <header class="top">\(Page.brand)<h1>What comes through \(report.gateway)</h1>
                <span class="end">\(report.began.formatted(.iso8601))</span></header>
                <main class="panel"><section class="sum"><p class="pills">\(pills)</p>
                <p class="hint">\(report.results.count) canaries for the model \(report.model), the \
                worst first. A canary is an order with something in it that gateways lose; it is \
                compared with what reached a recorder in the provider's place, and the recorder's \
                answer with what the client got.</p></section>
                <ol class="rows">\(report.results.map(row))</ol></main>
                """
        ).text
    }

    private var pills: [HTML] {
        Passage.allCases.filter { report.count($0) > 0 }.map { passage in
            "<span class=\"pill \(passage.colour)\">\(report.count(passage)) \(passage.rawValue)</span>\n"
        }
    }

    private func row(_ result: CanaryResult) -> HTML {
        let (harmed, kept) = (result.harmed, result.parts.filter { $0.passage == .kept })
        let way = result.isExact == true ? " · body byte for byte" : ""
        return """
            <li><span class="pill \(result.passage.colour)">\(result.passage.rawValue)</span>
            <div><h2>\(result.canary.title)</h2>
            <p class="hint">\(result.canary.name) · \(result.canary.subject.rawValue)\(way)</p>
            \(harmed.isEmpty ? .none : "<dl>\(harmed.map(part))</dl>" as HTML)
            \(kept.isEmpty ? .none : keptLine(kept))</div></li>

            """
    }

    private func part(_ part: PassedPart) -> HTML {
        let diff: HTML = part.diff.map { "<dd class=\"wire\">\(HTML($0.excerpt()))</dd>" } ?? .none
        return """
            <dt>\(part.name) <b class="\(part.passage.colour)">\(part.passage.rawValue)</b></dt>
            <dd>\(part.detail)</dd>\(diff)
            """
    }

    private func keptLine(_ parts: [PassedPart]) -> HTML {
        let names = parts.map { $0.detail.isEmpty ? $0.name : "\($0.name) (\($0.detail))" }
        return "<p class=\"kept\">kept: \(names.joined(separator: "; "))</p>"
    }

    private static let style = """
        main{max-width:64rem;margin:0 auto}
        h1{overflow-wrap:anywhere}
        .pills{display:flex;flex-wrap:wrap;gap:8px}
        .rows li{display:grid;grid-template-columns:92px minmax(0,1fr);gap:4px 16px;\
        padding:14px 20px;border-bottom:1px solid var(--line);align-items:start}
        .rows .pill{text-align:center;justify-self:stretch}
        .rows div{display:grid;gap:6px;min-width:0}
        dl{display:grid;gap:4px;margin-top:4px}
        dt{font:600 13px/1.5 var(--wire);overflow-wrap:anywhere}
        dt b{font:600 11px/1.4 var(--sans);padding:1px 7px;border-radius:99px;margin-left:4px}
        dd{overflow-wrap:anywhere}
        dd.wire{background:var(--well);border:1px solid var(--line);border-radius:6px;\
        padding:8px 12px;margin-bottom:6px}
        .kept{color:var(--ink-3);font-size:13px;overflow-wrap:anywhere}
        @media (max-width:560px){.top,.panel section{padding-inline:16px}\
        .rows li{grid-template-columns:minmax(0,1fr);padding:14px 16px}\
        .rows .pill{justify-self:start}}

        """
}

extension Passage {
    /// The class of the page's colours.
    fileprivate var colour: String {
        switch self {
        case .kept: "same"
        case .refused, .buffered: "warn"
        case .doubled, .cut, .dropped, .altered: "bad"
        }
    }
}
