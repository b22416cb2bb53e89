import Candid
import Foundation

/// One turn on a session's page.
struct SessionPageTurn {
    private let turn: SessionTurn
    private let page: SessionPage

    init(_ turn: SessionTurn, in page: SessionPage) {
        (self.turn, self.page) = (turn, page)
    }

    /// The turn.
    var html: HTML {
        """
        <li class="turn" id="turn-\(turn.number)">\(picture)<div><header>\
        <h3>Turn \(turn.number)</h3>\(pills)</header>\(said)<div class="sent"><p class="wire" \
        dir="auto">\(sent)</p></div>\(verdicts)<dl>\(facts)</dl></div></li>

        """
    }

    private var picture: HTML {
        guard let own = turn.picture else {
            return "<figure><p class=\"gone\">\(Self.words(turn.outcome))</p></figure>"
        }
        guard let file = page.pictures[own.digest] else {
            return """
                <figure><p class="gone">The picture is no longer in the store, or was altered \
                there.<br><span class="digest">sha256 \(own.digest)</span></p></figure>
                """
        }
        let size: HTML = own.size.map { "width=\"\($0.width)\" height=\"\($0.height)\"" } ?? .none
        return """
            <figure><img alt="Turn \(turn.number): \(turn.asked.text)" \(size) loading="lazy" \
            src="\(Page.address(file))"></figure>
            """
    }

    private static func words(_ outcome: SessionTurn.Outcome?) -> String {
        switch outcome {
        case .finished: "There is a picture."
        case .failed: "It failed; there is no picture."
        case .cancelled: "It was cancelled; there is no picture."
        case .lost: "It was cut off; perhaps it was charged."
        case nil: "It goes on."
        }
    }

    private var pills: [HTML] {
        var pills: [HTML] = []
        func add(_ words: String, _ tone: String = "") {
            pills.append("<span class=\"pill \(tone)\">\(words)</span>")
        }
        switch turn.kind {
        case .new: add("new picture")
        case .draw: add("drawn anew")
        case .edit: add("edit")
        }
        switch turn.outcome {
        case .finished, nil: break
        case .failed, .lost: add(turn.outcome?.rawValue ?? "", "bad")
        case .cancelled: add("cancelled", "warn")
        }
        if let verdict = turn.verdict, turn.kind == .edit {
            add(verdict.rawValue, ReceiptPage.tone(verdict).rawValue)
        }
        if page.session.state.turn == turn.number { add("the session stands here", "add") }
        if page.session.state.pinned?.turn == turn.number { add("pinned") }
        return pills
    }

    /// The message, where it is not what was asked anyhow.
    private var said: HTML {
        guard let said = turn.said, said != turn.asked else { return .none }
        return "<p class=\"hint\">Said: <span dir=\"auto\">\(HTML(said))</span></p>"
    }

    /// The person's words plain, the contract's and the card's in grey.
    private var sent: HTML {
        let (all, own) = (Array(turn.sent.text.utf8), Array(turn.asked.text.utf8))
        guard all.starts(with: own), all.count > own.count else { return HTML(turn.sent) }
        let rest = Prompt(String(decoding: all[own.count...], as: UTF8.self))
        return "\(HTML(turn.asked))<span class=\"ours\">\(HTML(rest))</span>"
    }

    private var verdicts: HTML {
        let judgement = page.receipts[turn.number]?.judgements.first
        guard let judgement, turn.kind == .edit, !judgement.verdicts.isEmpty else { return .none }
        let rows: [HTML] = judgement.verdicts.map { verdict in
            """
            <li><span class="pill \(ReceiptPage.tone(verdict.outcome).rawValue)">\
            \(verdict.outcome.rawValue)</span><p><b>\(verdict.claim.words)</b> \
            <span class="hint">\(verdict.reason)</span></p></li>
            """
        }
        return "<ul class=\"verdicts\">\(rows)</ul>"
    }

    private var facts: [HTML] {
        var rows: [(String, HTML)] = []
        if let parent = turn.parent {
            rows.append(("Changed", "<a href=\"#turn-\(parent)\">turn \(parent)</a>"))
        } else if let base = turn.base {
            rows.append(
                ("Changed", "a picture that was brought in, \(Self.digest(base.file.digest))"))
        }
        rows.append(("Carried", "\(turn.carried.description.dropFirst(8)), \(turn.form.rawValue)"))
        if let contract = turn.contract, !contract.isEmpty {
            rows.append(("Contract", "\(Self.words(contract))"))
        }
        if let words = turn.words { rows.append(("Words", Self.drift(words))) }
        if let pixels = turn.pixels { rows.append(("Pixels", Self.drift(pixels))) }
        if let receipt = page.receipts[turn.number] {
            rows.append(("Cost", "\(receipt.cost?.figure ?? "unpriced")"))
        }
        rows.append(("Receipt", Self.digest(turn.run)))
        if let picture = turn.picture { rows.append(("SHA-256", Self.digest(picture.digest))) }
        return rows.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }
    }

    private static func words(_ contract: EditContract) -> String {
        func list(_ facets: [Facet]) -> String {
            facets.map(\.description).joined(separator: ", ")
        }
        var parts: [String] = []
        if !contract.only.isEmpty { parts.append("only \(list(contract.only))") }
        if !contract.keep.isEmpty { parts.append("keeps \(list(contract.keep))") }
        if let box = contract.box { parts.append("in the box \(box)") }
        return parts.joined(separator: "; ")
    }

    private static func digest(_ name: some CustomStringConvertible) -> HTML {
        "<span class=\"digest\">\(name)</span>"
    }

    private static func drift(_ words: WordDrift) -> HTML {
        let strange = words.strange.isEmpty ? "" : ": \(words.strange.joined(separator: ", "))"
        let against = words.contradictions.map { "; \($0)" }.joined()
        return
            "\(words.level.rawValue), \(SessionPage.percent(words.share)) strange\(strange)\(against)"
    }

    private static func drift(_ pixels: PixelDrift) -> HTML {
        let channels = PixelDrift.Channel.allCases.map { channel in
            pixels[channel].map { "\(channel.rawValue) \(String(format: "%.1f×", $0))" }
                ?? "\(channel.rawValue) as asked"
        }
        let cast = pixels.cast.map { "; \($0)" } ?? ""
        let level = pixels.level.map { "\($0.rawValue): " } ?? ""
        return "\(level)\(channels.joined(separator: ", "))\(cast)"
    }
}
