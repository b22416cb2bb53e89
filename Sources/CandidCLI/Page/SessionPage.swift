import Candid
import CandidIO
import Foundation
import Pixels

/// A session as one page: the brief and its edits, and every turn under the picture that it changed,
/// with the exact words sent, the contract, the verdicts and the drift.
struct SessionPage {
    let session: Session
    /// The receipts of the turns, by number.
    let receipts: [Int: Receipt]
    /// What is shown of each picture that is still in the store.
    let pictures: [Digest: [UInt8]]

    /// The widest that a picture is shown, in pixels.
    private static let width = 640
    /// Files up to this size stand in the page as they are.
    private static let whole = 64 << 10

    /// Gathers what the page shows.
    ///
    /// - Throws: Whatever the ledger or the store throws.
    init(_ session: Session, _ ledger: SQLiteLedger, _ store: FilePictureStore) async throws {
        self.session = session
        var receipts: [Int: Receipt] = [:]
        var pictures: [Digest: [UInt8]] = [:]
        for turn in session.turns {
            receipts[turn.number] = Receipt(try await ledger.entries(of: turn.run))
            for digest in [turn.picture?.digest, turn.base?.file.digest].compactMap(\.self)
            where pictures[digest] == nil {
                guard let file = try await store.bytes(of: digest),
                    Digest(of: file) == digest
                else { continue }
                pictures[digest] = Self.shown(file)
            }
        }
        (self.receipts, self.pictures) = (receipts, pictures)
    }

    /// A small copy: the page is for looking, the archive for keeping.
    private static func shown(_ file: [UInt8]) -> [UInt8] {
        guard file.count > whole, let picture = try? Pixmap(decoding: file),
            let small = try? picture.shrunk(toWidth: width).webp(quality: 82)
        else { return file }
        return small.count < file.count ? small : file
    }

    /// The file.
    var text: String {
        let turns = session.turns.count
        let count = turns == 1 ? "1 turn" : "\(turns) turns"
        return Page(
            title: "Session \(session.name)", style: Self.style,
            body: """
                <header class="top">\(Page.brand)<span>Session <b>\(session.name)</b>, \(count)\
                </span><span class="end">\(ReceiptPage.day(session.began)) to \
                \(ReceiptPage.day(session.changed))</span></header>
                <main><div class="panel whole">\(standing)\(drift)</div>
                <div class="panel lineage"><section><h2>Lineage</h2>\(lineage)</section></div>
                <p class="hint foot">Pictures are shown small here; their SHA-256 names the \
                originals, which <code>candid session export --to FILE.zip</code> takes along. \
                Session <span class="digest">\(session.id)</span>.</p></main>
                """
        ).text
    }

    // MARK: How it stands

    private var standing: HTML {
        let state = session.state
        var rows: [(String, HTML)] = []
        if let brief = state.brief { rows.append(("Brief", Self.words(brief))) }
        for edit in state.edits {
            let waits: HTML =
                edit.isDrawn ? .none : " <span class=\"pill warn\">not drawn yet</span>"
            rows.append(("Turn \(edit.turn)", "\(Self.words(edit.words))\(waits)"))
        }
        if let brief = state.brief, !state.edits.isEmpty {
            let diff = HTML(BriefMerge(brief, state.edits).diff)
            rows.append(("In one", "<span class=\"wire\" dir=\"auto\">\(diff)</span>"))
        }
        if !state.keep.isEmpty {
            rows.append(("Keeps", "\(state.keep.map(\.description).joined(separator: ", "))"))
        }
        if let card = state.card {
            rows.append(
                (
                    "Style card",
                    "\(Self.words(card.text))<br><span class=\"digest\">sha256 \(card.digest)</span>"
                ))
        }
        if let pinned = state.pinned {
            rows.append(("Pinned", Self.place(pinned)))
        }
        rows.append(("Sent", "\(state.form.rawValue)"))
        let items: [HTML] = rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }
        return "<section><h1>\(session.name)</h1><dl class=\"state\">\(items)</dl></section>"
    }

    private static func words(_ words: Prompt) -> HTML {
        "<span class=\"wire\" dir=\"auto\">\(HTML(words))</span>"
    }

    private static func place(_ picture: SessionPicture) -> HTML {
        let digest: HTML = "<span class=\"digest\">\(picture.file.digest)</span>"
        guard let turn = picture.turn else { return "a picture that was brought in, \(digest)" }
        return "<a href=\"#turn-\(turn)\">turn \(turn)</a>, \(digest)"
    }

    private var drift: HTML {
        guard let last = session.state.turn ?? session.turns.last?.number else { return .none }
        let line = session.branch(to: last)
        var plots: [HTML] = []
        let words = DriftPlot(line.map { $0.words?.share }, alarm: 1 / 3)
        plots.append(Self.row("words", words, line.last?.words.map { Self.percent($0.share) }))
        for channel in PixelDrift.Channel.allCases {
            let values = line.map { $0.pixels?[channel] }
            let now = values.last.flatMap(\.self).map { String(format: "%.1f×", $0) }
            plots.append(
                Self.row(
                    channel.rawValue, DriftPlot(values, alarm: PixelDrift.alarm), now))
        }
        return """
            <section><h2>Drift along the branch</h2><dl class="plots">\(plots)</dl><p class="hint">\
            Words: the share that nobody asked for. Pixels: multiples of the pinned picture’s own \
            spread, alarm at 2.5. A gap was not measured, or changed as asked.</p></section>
            """
    }

    private static func row(_ name: String, _ plot: DriftPlot, _ now: String?) -> HTML {
        "<dt>\(name)</dt><dd>\(plot.svg)<span>\(now ?? "not measured")</span></dd>"
    }

    static func percent(_ share: Double) -> String { String(format: "%.0f %%", share * 100) }

    // MARK: Lineage

    private var lineage: HTML {
        let roots = session.turns.filter { session.turn($0.parent) == nil }
        guard !roots.isEmpty else { return "<p class=\"hint\">No turn yet.</p>" }
        return "\(roots.map(line))"
    }

    /// A turn and what follows it; only where a line forks does the page step in.
    private func line(from first: SessionTurn) -> HTML {
        var pieces: [HTML] = []
        var next: SessionTurn? = first
        while let turn = next {
            pieces.append(SessionPageTurn(turn, in: self).html)
            let children = session.turns.filter { $0.parent == turn.number }
            next = children.count == 1 ? children.first : nil
            guard children.count > 1 else { continue }
            let branches: [HTML] = children.map { "<li>\(line(from: $0))</li>" }
            pieces.append("<li class=\"forks\"><ul>\(branches)</ul></li>")
        }
        return "<ol class=\"line\">\(pieces)</ol>"
    }

    private static let style = """
        main{max-width:1180px;margin:0 auto;padding:16px 20px 32px;display:grid;gap:16px}
        .panel{border:1px solid var(--line);border-radius:8px;min-width:0;overflow:hidden}
        .whole{display:grid;grid-template-columns:minmax(0,1fr) minmax(260px,340px)}
        .whole section,.lineage section{border-bottom:0;align-content:start}
        .whole section+section{border-left:1px solid var(--line)}
        .state{display:grid;grid-template-columns:auto minmax(0,1fr);gap:7px 16px;font-size:13px}
        .state dt,.plots dt,.turn dt{color:var(--ink-2)}
        .state dd{overflow-wrap:anywhere}
        .plots{display:grid;grid-template-columns:auto minmax(0,1fr);gap:9px 16px;font-size:13px}
        .plots dd{display:flex;gap:10px;align-items:end;font-variant-numeric:tabular-nums}
        .plots svg{height:22px;flex:none;overflow:visible}
        .plots .bar{fill:var(--ink-3)}.plots .high{fill:var(--bad)}
        .plots .alarm{stroke:var(--bad);stroke-dasharray:2 2}
        .plots .gap{fill:var(--edge)}
        .line,.forks ul{display:grid;gap:14px;min-width:0}
        .forks ul{gap:20px}
        .forks>ul>li{border-left:3px solid var(--edge);padding-left:14px;min-width:0}
        .turn{display:grid;grid-template-columns:minmax(0,300px) minmax(0,1fr);gap:8px 18px;\
        align-items:start;scroll-margin-top:12px;border-top:1px solid var(--line);padding-top:14px}
        .line>.turn:first-child{border-top:0;padding-top:0}
        .turn figure{background:var(--stage);border-radius:6px;overflow:hidden}
        .turn img{width:100%;height:auto;\
        background:repeating-conic-gradient(#fff 0 25%,#ddd 0 50%) 0/20px 20px}
        .turn .gone{padding:20px;color:var(--ink-2);overflow-wrap:anywhere}
        .turn>div{display:grid;gap:9px;min-width:0}
        .turn header{display:flex;flex-wrap:wrap;gap:6px 8px;align-items:center}
        .sent{background:var(--well);border:1px solid var(--line);border-radius:6px;\
        padding:9px 12px}
        .ours{color:var(--ink-3)}
        .turn dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:5px 14px;font-size:13px}
        .turn dd{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        .verdicts{display:grid;gap:7px;font-size:13px}
        .verdicts li{display:grid;grid-template-columns:104px minmax(0,1fr);gap:8px;\
        align-items:start}
        .verdicts p{overflow-wrap:anywhere}
        a{color:inherit;text-underline-offset:3px}
        .foot{overflow-wrap:anywhere}
        code{font-family:var(--wire);font-size:12px}
        @media (max-width:760px){
        main{padding:0;gap:0}.panel{border-width:0 0 1px;border-radius:0}
        .whole{grid-template-columns:minmax(0,1fr)}
        .whole section+section{border-left:0;border-top:1px solid var(--line)}
        .turn{grid-template-columns:minmax(0,1fr)}
        .forks>ul>li{padding-left:10px}
        .foot{padding:14px 16px}}
        """
}

/// Values along a branch as bars, with the height from which they alarm.
struct DriftPlot {
    private let values: [Double?]
    private let alarm: Double

    init(_ values: [Double?], alarm: Double) {
        self.values = values.suffix(40)
        self.alarm = alarm
    }

    /// The drawing.
    var svg: HTML {
        let width = max(1, values.count) * 7
        let bars: [HTML] = values.enumerated().map { index, value in
            guard let value else {
                return "<circle class=\"gap\" cx=\"\(index * 7 + 2)\" cy=\"20\" r=\"1\"/>"
            }
            let height = max(1, min(22, value / (2 * alarm) * 22))
            let tone = value >= alarm ? "bar high" : "bar"
            return """
                <rect class="\(tone)" x="\(index * 7)" y="\(22 - height)" width="5" \
                height="\(height)"/>
                """
        }
        return """
            <svg viewBox="0 0 \(width) 22" width="\(width)" aria-hidden="true">\(bars)<line \
            class="alarm" x1="0" y1="11" x2="\(width)" y2="11"/></svg>
            """
    }
}
