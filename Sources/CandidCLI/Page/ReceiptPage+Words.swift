import Candid
import Foundation

/// The three texts, and what went along with them.
extension ReceiptPage {
    var headline: HTML {
        let headline = Headline(receipt)
        let detail: HTML =
            headline.detail.isEmpty ? .none : "<p class=\"detail\">\(headline.detail)</p>"
        return """
            <div class="verdict"><span class="pill \(headline.tone.rawValue)">\(headline.tag)</span>\
            <h1>\(headline.title)</h1>\(detail)</div>

            """
    }

    var lanes: HTML {
        var lanes =
            approvalLanes ?? [
                lane("Asked", tally: Self.count(of: receipt.asked), text(receipt.asked))
            ]
        if let sent = receipt.sent {
            let isSame = sent.prompt == receipt.asked
            lanes.append(
                hasArrived == false
                    ? lane("Sent", tally: Self.hint("nothing reached the provider"), .none)
                    : isSame
                        ? lane("Sent", tally: Self.same, .none)
                        : changed(
                            "Sent, changed by \(receipt.ownChange)", receipt.asked, sent.prompt))
            lanes += revisedLanes(sent.prompt)
        }
        return """
            <section class="lanes" aria-label="The words, at each step">\(lanes)</section>
            \(Self.section("Not drawn", notDrawn))\(Self.section("What the engine said", said))
            """
    }

    /// How a brief became what was approved; nil where the person's own words were sent.
    private var approvalLanes: [HTML]? {
        guard let approval = receipt.provenance?.approval, approval.choice != .own else {
            return nil
        }
        let draft = approval.suggestion
        let isOwn = approval.approved != draft.text
        let yes: HTML = "<p class=\"hint\">Approved \(ReceiptText.words(approval)).</p>"
        return [
            lane("Brief", tally: Self.count(of: draft.brief), text(draft.brief)),
            changed("Draft by \(draft.author)", draft.brief, draft.text, kinds: draft.byKind),
            isOwn
                ? changed("Asked, with your changes", draft.text, approval.approved)
                : lane("Asked", tally: Self.same, yes),
        ]
    }

    private func revisedLanes(_ sent: Prompt) -> [HTML] {
        guard !receipt.pictures.isEmpty, receipt.repairs == nil else { return [] }
        guard !receipt.revised.isEmpty else {
            return [lane("Revised", tally: Self.hint("not reported"), .none)]
        }
        return receipt.revised.map { text in
            text == sent
                ? lane("Revised", tally: Self.same, .none)
                : changed("Revised by \(receipt.rewriter)", sent, text)
        }
    }

    private func lane(_ name: String, tally: HTML, _ body: HTML) -> HTML {
        "<div class=\"lane\"><header><h2>\(name)</h2>\(tally)</header>\(body)</div>\n"
    }

    private func text(_ prompt: Prompt) -> HTML {
        "<p class=\"wire\" dir=\"auto\">\(HTML(prompt))</p>"
    }

    /// A text's change word by word, and what sort of thing each added word is.
    private func changed(
        _ name: String, _ from: Prompt, _ to: Prompt,
        kinds given: [(kind: AdditionKind, words: [String])]? = nil
    ) -> HTML {
        let diff = WordDiff(from: from, to: to)
        let words = Embellishment(from: from, to: to)
        let kinds: [HTML] = (given ?? words.byKind).map { kind, words in
            "<dt>\(kind.title)</dt><dd><ins>\(words.joined(separator: ", "))</ins></dd>"
        }
        let lost = words.survivals.filter { !$0.survived }.map { "“\($0.text)”" }
        let loss: HTML =
            lost.isEmpty
            ? .none : "<dt>lost</dt><dd><del>\(lost.joined(separator: ", "))</del></dd>"
        let list: HTML =
            kinds.isEmpty && lost.isEmpty ? .none : "<dl class=\"kinds\">\(kinds)\(loss)</dl>"
        return lane(
            name, tally: Self.tally(diff),
            """
            <p class="wire" dir="auto">\(HTML(diff))</p>\
            <p class="hint">\(Self.score(of: words))</p>\(list)
            """)
    }

    private static func score(of words: Embellishment) -> String {
        let verdict = words.verdict.prefix(1).uppercased() + words.verdict.dropFirst()
        return verdict + String(format: ", score %.2f", words.score)
    }

    private static let same: HTML = "<span class=\"tally\"><span class=\"e\">the same</span></span>"

    private static func tally(_ diff: WordDiff) -> HTML {
        """
        <span class="tally"><span class="p"><span class="vh">added </span>+\(diff.wordsAdded)</span>\
        <span class="m"><span class="vh">dropped </span>−\(diff.wordsRemoved)</span></span>
        """
    }

    private static func hint(_ words: String) -> HTML { "<span class=\"hint\">\(words)</span>" }

    private static func count(of prompt: Prompt) -> HTML {
        let words = WordDiff(from: prompt, to: prompt).wordsKept
        return hint(Headline.words(words))
    }

    /// The words by reason, because many share one.
    private var notDrawn: HTML {
        let words = receipt.report?.notDrawn ?? []
        var reasons: [String] = []
        for word in words where !reasons.contains(word.reason) { reasons.append(word.reason) }
        let rows: [HTML] = reasons.map { reason in
            let list = words.filter { $0.reason == reason }.map(\.word).joined(separator: ", ")
            return """
                <p class="wire" dir="auto"><del>\(list)</del></p><p class="hint">\(reason)</p>
                """
        }
        return "\(rows)"
    }

    private var said: HTML {
        guard let said = receipt.report?.said, receipt.ownDescription == nil else { return .none }
        return
            "<p class=\"wire\" dir=\"auto\">\(said)</p><p class=\"hint\">Never proof of anything.</p>"
    }

    /// What went along with the prompt; that nothing did is said, too.
    var alsoSent: HTML {
        guard let also = receipt.alsoSent, receipt.repairs == nil else { return .none }
        let quoted: (String) -> HTML = { "<span class=\"wire\" dir=\"auto\">\($0)</span>" }
        var rows: [(String, HTML)] = [
            ("System text", also.system.map(quoted) ?? "none"),
            ("Earlier messages", also.messages.isEmpty ? "0" : "\(also.messages.count)"),
            ("Pictures", "\(also.pictures.count)"),
        ]
        if let negative = also.negative {
            rows.append(("Not to be seen", "<span class=\"wire\">\(HTML(negative))</span>"))
        }
        if let follows = also.follows {
            rows.append(("Follows", "<code>\(follows)</code>, which the provider remembers"))
        }
        let pictures: [HTML] = also.pictures.map { given in
            let thumb: HTML =
                files[given.picture.digest].map {
                    given.role == .base
                        ? .none : "<img alt=\"\" src=\"\(Page.address($0))\">"
                } ?? .none
            let size = given.picture.size.map { "\($0) " } ?? ""
            return """
                <li>\(thumb)<p><b>\(given.role.rawValue)</b> \
                \(size)\(given.picture.format.rawValue), \
                \(ReceiptText.amount(given.picture.bytes))<br>\
                <span class="digest">\(given.picture.digest)</span></p></li>
                """
        }
        let list: HTML = pictures.isEmpty ? .none : "<ul class=\"given\">\(pictures)</ul>"
        return Self.section("Also sent", "\(Self.facts(rows))\(list)")
    }
}

extension Suggestion {
    /// The added words by the kinds under which they were checked.
    fileprivate var byKind: [(kind: AdditionKind, words: [String])] {
        AdditionKind.allCases.compactMap { kind in
            let words = added.filter { $0.kind == kind }.map(\.word)
            return words.isEmpty ? nil : (kind, words)
        }
    }
}
