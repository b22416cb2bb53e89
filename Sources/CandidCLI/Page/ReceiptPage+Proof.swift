import Candid
import Foundation

/// What was checked, found and tried.
extension ReceiptPage {
    var checks: HTML {
        let parts = proofs.map(judged)
        return parts.isEmpty ? .none : Self.section("What was checked", "\(parts)")
    }

    private func judged(_ proof: Proof) -> HTML {
        let judgement = proof.judgement
        let verdicts: [HTML] = judgement.verdicts.map { verdict($0, proof) }
        var notes: [HTML] = []
        if let contradiction = judgement.contradiction {
            notes.append("<p class=\"pill bad\">\(contradiction)</p>")
        }
        if let comparison = judgement.comparison {
            let words = comparison.replacing("_", with: " ")
            notes.append("<p class=\"hint\">Compared with the picture before: <b>\(words)</b></p>")
        }
        if let seen = judgement.seenWords, let judge = judgement.judge {
            notes.append("<p class=\"hint\">A judge’s looks: \(seen), by \(judge).</p>")
        }
        if !judgement.uncovered.isEmpty {
            let words = judgement.uncovered.joined(separator: ", ")
            notes.append("<p class=\"hint\">Not checked: \(words)</p>")
        }
        return "\(notes)<ul class=\"verdicts\">\(verdicts)</ul>"
    }

    private func verdict(_ verdict: Verdict, _ proof: Proof) -> HTML {
        let numbers = places.filter {
            $0.picture == proof.judgement.picture && $0.claim == verdict.claim.id
        }.map(\.number)
        let own = proof.crops.filter { $0.name.hasPrefix("\(verdict.claim.id)-") }
        // Of each place the picture before stands first, as it does on the stage.
        let pairs = own.sorted { $0.placeName < $1.placeName }
        let crops: [HTML] = pairs.prefix(8).map { crop in
            let name = crop.name.hasSuffix("-before.png") ? "before" : "after"
            return """
                <figure><img alt="\(name)" src="\(Page.address(crop.file))">\
                <figcaption>\(name)</figcaption></figure>
                """
        }
        let strip: HTML = crops.isEmpty ? .none : "<div class=\"crops\">\(crops)</div>"
        return """
            <li><span class="pill \(Self.tone(verdict.outcome).rawValue)">\
            \(verdict.outcome.rawValue)</span><div><b>\(verdict.claim.words)</b>\
            <p class="hint">\(Self.reason(verdict, numbers))</p>\
            \(looks(verdict))\(strip)</div></li>
            """
    }

    private static func reason(_ verdict: Verdict, _ numbers: [Int]) -> String {
        let reason = verdict.reason.prefix(1).uppercased() + verdict.reason.dropFirst()
        let list = numbers.map(String.init).joined(separator: ", ")
        let places = numbers.isEmpty ? "" : " (marked \(list))"
        return "\(reason)\(places)."
            + (verdict.check == "none" ? "" : " Decided by \(verdict.check).")
    }

    private func looks(_ verdict: Verdict) -> [HTML] {
        verdict.evidence.compactMap { evidence in
            if let name = evidence.text, let judge = evidence.namedBy {
                return """
                    <p class="hint look">A leak: <span dir="auto">\(name)</span> (named by \(judge))</p>
                    """
            }
            guard let question = evidence.question else { return nil }
            return """
                <p class="hint look">\(question) <b>\(evidence.answer?.rawValue ?? "")</b> \
                <span dir="auto">\(evidence.text ?? "")</span></p>
                """
        }
    }

    static func tone(_ outcome: Verdict.Outcome) -> Headline.Tone {
        switch outcome {
        case .confirmed: .same
        case .refuted: .bad
        case .inconclusive: .warn
        }
    }

    /// What somebody said that the pictures show.
    var descriptions: HTML {
        let parts: [HTML] = receipt.descriptions.map { told in
            let things: [HTML] = told.description.seen.map { thing in
                let count = thing.count.map { "\($0) × " } ?? ""
                return "<dt>\(count)\(thing.name)</dt><dd>\(thing.look)</dd>"
            }
            let list: HTML = things.isEmpty ? .none : "<dl class=\"kinds\">\(things)</dl>"
            let how = told.isBlind ? "who was not told the prompt" : "which knew the prompt"
            return """
                <p class="wire" dir="auto">\(told.description.caption)</p>\(list)\
                <p class="hint">By \(told.by), \(how). Nothing here is verified.</p>
                """
        }
        return Self.section("What somebody says it shows", "\(parts)")
    }

    /// What the linter says of the asked text today; it is not in the ledger.
    var lint: HTML {
        let bytes = Array(receipt.asked.text.utf8)
        let rows: [HTML] = findings.filter { $0.severity > .note }.map { finding in
            let range = finding.range.clamped(to: 0..<bytes.count)
            let quote = String(decoding: bytes[range], as: UTF8.self)
            let tone: Headline.Tone = finding.severity == .error ? .bad : .warn
            let mark: HTML = quote.isEmpty ? .none : "<mark class=\"wire\">\(quote)</mark>"
            return """
                <li><span class="pill \(tone.rawValue)">\(finding.severity.rawValue)</span>\
                <div><b>\(finding.rule)</b> \(mark)<p class="hint">\(finding.message)</p></div></li>
                """
        }
        guard !rows.isEmpty else { return .none }
        return Self.section("What the linter says", "<ul class=\"verdicts\">\(rows)</ul>")
    }

    /// Only where more than one thing was tried.
    var attempts: HTML {
        let waits: [HTML] = receipt.postponements.map { note in
            let seconds = String(format: "%.1f", Double(note.milliseconds) / 1000)
            return "<li>Attempt \(note.attempt): \(note.reason). Waited \(seconds) s.</li>"
        }
        let turns: [HTML] = receipt.reroutings.map {
            "<li>Turned to \($0.order.engine) \($0.order.model): \($0.reason).</li>"
        }
        let settled: [HTML] = receipt.resolutions.map { "<li>Found out later: \($0.note)</li>" }
        let rows = waits + turns + settled
        return rows.isEmpty
            ? .none : Self.section("Attempts", "<ol class=\"attempts\">\(rows)</ol>")
    }

    var request: HTML {
        guard receipt.sent != nil else { return .none }
        let body: HTML =
            switch curl {
            case .command(let text):
                """
                <pre tabindex="0">\(text)</pre><p class="hint">The same body to the byte; the key is \
                left out.</p>
                """
            case .none(let reason): "<p class=\"hint\">\(reason)</p>"
            }
        return Self.section("The request as curl", body)
    }
}

extension Judgement.Crop {
    /// By which crops are put in order: the place, then before and after.
    fileprivate var placeName: String {
        let isBefore = name.hasSuffix("-before.png")
        return name.dropLast(isBefore ? "-before.png".count : ".png".count)
            + (isBefore ? " 1" : " 2")
    }
}
