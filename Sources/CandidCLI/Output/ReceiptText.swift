import Candid
import Foundation

/// A receipt as a person reads it.
struct ReceiptText {
    let receipt: Receipt
    let terminal: Terminal
    /// Where the pictures were written, in the receipt's order.
    var files: [String] = []

    /// The lines.
    var lines: [String] {
        var lines = provenanceRows + [row("asked", Terminal.visible(receipt.asked.text))]
        if let lock = receipt.lock {
            lines.append(row("lock", "\(lock.name)  \(lock.digest.description.prefix(16))…"))
        }
        if let edit = receipt.repairs { lines.append(row("repairs", "the edit \(edit)")) }
        if let earlier = receipt.recalls {
            lines.append(row("again", "the pictures of \(earlier); nothing was sent"))
        }
        if let batch = receipt.batch {
            lines.append(row("batch", "\(batch): candid batch status \(batch)"))
        }
        lines.append(row("sent", sentWords))
        if let words = alsoSentWords { lines.append(row("also sent", words)) }
        lines += revisedRows
        if let delivery = receipt.delivery { lines.append(row("delivery", words(delivery))) }
        lines += pictureRows
        lines += notDrawnRows
        lines += receipt.judgements.flatMap { JudgementText($0, terminal).lines }
        lines += descriptionRows
        if let session = receipt.session { lines.append(row("session", words(session))) }
        lines.append(row("cost", receipt.cost.map(\.description) ?? "unpriced"))
        if let failure = receipt.failure { lines.append(row("failed", words(failure))) }
        if let note = stateNote { lines.append(row("state", note)) }
        lines += receipt.resolutions.map { row("settled", Terminal.visible($0.note)) }
        lines.append(row("receipt", receipt.id.description))
        return lines
    }

    private func row(_ name: String, _ value: String) -> String {
        let pad = String(repeating: " ", count: max(1, 11 - name.count))
        let text = value.replacing("\n", with: "\n" + String(repeating: " ", count: 11))
        return terminal.bold(name) + pad + text
    }

    /// Where the words came from, and who said yes to them.
    private var provenanceRows: [String] {
        var rows: [String] = []
        if let plan = receipt.provenance?.plan {
            rows.append(row("plan", "\(Terminal.visible(plan.file)):\(plan.entry)"))
        }
        if let attempt = receipt.provenance?.attempt {
            rows.append(row("attempt", "\(attempt.number): \(Terminal.visible(attempt.reason))"))
        }
        guard let approval = receipt.provenance?.approval else { return rows }
        let suggestion = approval.suggestion
        rows.append(row("brief", Terminal.visible(suggestion.brief.text)))
        let rules = suggestion.isRuleBased ? " (by rules: no language model)" : ""
        rows.append(
            row(
                suggestion.mode == .rephrase ? "rephrased" : "expanded",
                "by \(Terminal.visible(suggestion.author))\(rules)\n"
                    + change(from: suggestion.brief, to: approval.approved)))
        return rows + [row("approved", Self.words(approval))]
    }

    /// Who said yes to what, in words.
    static func words(_ approval: Approval) -> String {
        let voice = approval.by == .person ? "by the person at the terminal" : "by --yes"
        return switch approval.choice {
        case .accepted: voice
        case .edited: "\(voice), with changes of their own"
        case .own: "\(voice), who sent their own words instead"
        }
    }

    private var sentWords: String {
        guard let sent = receipt.sent else { return terminal.yellow("nothing was sent") }
        if receipt.failure?.kind == .unreachable, !receipt.perhapsCharged {
            return terminal.yellow("nothing reached the provider")
        }
        guard sent.prompt != receipt.asked else { return "the same, byte for byte" }
        return terminal.yellow("altered by us (\(whoAltered))") + "\n"
            + change(from: receipt.asked, to: sent.prompt)
    }

    /// What went along with the prompt; nil where nothing did.
    private var alsoSentWords: String? {
        guard let also = receipt.alsoSent, receipt.repairs == nil, receipt.recalls == nil,
            !also.isEmpty
        else { return nil }
        var lines: [String] = []
        if let system = also.system { lines.append("system text: “\(system)”") }
        if let negative = also.negative { lines.append("not to be seen: “\(negative.text)”") }
        lines += also.messages.map { "the earlier message \($0), said again" }
        if let answer = also.follows {
            lines.append("nothing of the earlier answer \(answer), which the provider remembers")
        }
        lines += also.pictures.map { given in
            let picture = given.picture
            return "\(given.role.rawValue): "
                + Self.facts(picture.format, picture.size, picture.bytes)
                + ", \(Self.short(picture.digest))"
        }
        return Terminal.visible(lines.joined(separator: "\n"))
    }

    private static func facts(_ format: PictureFormat, _ size: Size?, _ bytes: Int) -> String {
        "\(size.map { "\($0) " } ?? "")\(format.rawValue), \(amount(bytes))"
    }

    private static func short(_ digest: Digest) -> String {
        "sha256 \(digest.description.prefix(16))…"
    }

    private var whoAltered: String {
        if let directive = receipt.directive { return directive }
        if receipt.provenance?.attempt?.means != nil {
            return receipt.contract == nil
                ? "words for another attempt" : "the contract, and words for another attempt"
        }
        guard receipt.session?.card != nil else { return "the contract" }
        return receipt.contract == nil ? "the style card" : "the contract, the style card"
    }

    /// The turn, and that the style card stands in what was sent.
    private func words(_ use: SessionUse) -> String {
        var text = "\(Terminal.visible(use.name)), turn \(use.turn), \(use.carried)"
        guard let card = use.card, let sent = receipt.sent else { return text }
        text += "\nstyle card sha256 \(card.sha256.description.prefix(16))…, "
        text += "bytes \(card.start) to \(card.end) of what was sent: "
        return text
            + (card.isProved(by: sent.prompt)
                ? terminal.green("proved") : terminal.red("not there"))
    }

    private var revisedRows: [String] {
        guard let sent = receipt.sent, !receipt.pictures.isEmpty else { return [] }
        let revised = receipt.revised
        if revised.isEmpty { return [row("revised", "not reported by \(receipt.order.engine)")] }
        if revised == [sent.prompt] { return [row("revised", "the same, byte for byte")] }
        return revised.map { row("revised", change(from: sent.prompt, to: $0)) }
    }

    /// A text's change word by word, and what the added words are.
    private func change(from: Prompt, to: Prompt) -> String {
        let style: DiffStyle = terminal.hasColour ? .ansi : .markers
        let words = Terminal.visible(Embellishment(from: from, to: to).explanation)
        return WordDiff(from: from, to: to).rendered(style) + "\n" + terminal.dim(words)
    }

    private func words(_ delivery: Delivery) -> String {
        switch delivery {
        case .verbatim:
            terminal.green("verbatim") + ": \(receipt.order.engine) reports the text that was sent"
        case .altered where receipt.arrival == .asked:
            terminal.yellow("altered")
                + ": \(receipt.order.engine) reports what you asked, without our wrapper"
        case .altered:
            terminal.red("altered") + ": \(receipt.order.engine) reports another text"
        case .undisclosed:
            terminal.yellow("undisclosed")
                + ": \(receipt.order.engine) does not say which text it used"
        }
    }

    private var pictureRows: [String] {
        receipt.pictures.enumerated().map { index, picture in
            let facts = Self.facts(picture.format, picture.size, picture.bytes)
            let digest = Self.short(picture.digest)
            let flaw = picture.flaw.map { "\n" + terminal.red($0.words) } ?? ""
            guard index < files.count else {
                return row("picture", "\(facts), \(digest)\(flaw)")
            }
            return row("picture", "\(files[index])\n\(terminal.dim("\(facts), \(digest)"))\(flaw)")
        }
    }

    private var descriptionRows: [String] {
        receipt.descriptions.map { told in
            let seen = told.description.seen.map {
                "\($0.count.map { "\($0) × " } ?? "")\($0.name): \($0.look)"
            }
            let words = ([told.description.caption] + seen).joined(separator: "\n")
            let how = told.isBlind ? "who was not told the prompt" : "which knew the prompt"
            return row(
                "described",
                Terminal.visible(words) + "\n"
                    + terminal.dim("by \(Terminal.visible(told.by)), \(how); no verification"))
        }
    }

    private var notDrawnRows: [String] {
        guard let words = receipt.report?.notDrawn, !words.isEmpty else { return [] }
        let list = words.map { Terminal.visible("\($0.word) (\($0.reason))") }.joined(
            separator: "\n")
        return [row("not drawn", terminal.yellow(list))]
    }

    private func words(_ failure: Failure) -> String {
        terminal.red(Terminal.visible(failure.message)) + (failure.code.map { " [\($0)]" } ?? "")
    }

    private var stateNote: String? {
        let charged =
            receipt.perhapsCharged
            ? ", perhaps charged: candid log settle \(receipt.id) finds out" : ""
        switch receipt.state {
        case .finished: return nil
        case .failed: return receipt.perhapsCharged ? "failed\(charged)" : nil
        case .cancelled: return terminal.yellow("cancelled\(charged)")
        case .open: return terminal.yellow("still running, or cut off\(charged)")
        }
    }

    /// A number of bytes as people say it.
    static func amount(_ bytes: Int) -> String {
        switch bytes {
        case ..<1000: "\(bytes) bytes"
        case ..<1_000_000: "\((bytes + 500) / 1000) kB"
        default: String(format: "%.1f MB", Double(bytes) / 1_000_000)
        }
    }
}
