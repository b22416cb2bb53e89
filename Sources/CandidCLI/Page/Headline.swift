import Candid

/// What the reader of a receipt must know first: whose words the engine got.
struct Headline {
    /// The colour of the tag, which is evidence and no ornament.
    enum Tone: String {
        case same, add, bad, warn
    }

    let tone: Tone
    let tag: String
    let title: String
    let detail: String

    init(_ receipt: Receipt) {
        switch receipt.state {
        case .failed: self.init(failed: receipt)
        case .cancelled:
            self.init(.warn, "Cancelled", "You ended the run.", Self.charge(receipt))
        case .open:
            self.init(.warn, "Open", "Still running, or cut off.", Self.charge(receipt))
        case .finished where receipt.repairs != nil:
            self.init(
                .same, "Put back", "What changed outside the region was put back.",
                "Nothing was sent and nothing is charged; the pixels are the ones before the edit.")
        case .finished: self.init(delivered: receipt)
        }
    }

    private init(_ tone: Tone, _ tag: String, _ title: String, _ detail: String) {
        (self.tone, self.tag, self.title, self.detail) = (tone, tag, title, detail)
    }

    private init(failed receipt: Receipt) {
        let message = receipt.failure?.message ?? ""
        let tag =
            switch receipt.failure?.kind {
            case .refusedByProvider: "Refused by the provider"
            case .refusedByUs: "Refused by Candid"
            case .throttled: "Asked to wait"
            case .unreadable: "Unreadable answer"
            case .unreachable, nil: "No answer"
            }
        let charge = Self.charge(receipt)
        self.init(
            .bad, tag, "No picture was made.",
            message + (message.isEmpty || charge.isEmpty ? "" : "\n") + charge)
    }

    private init(delivered receipt: Receipt) {
        let engine = receipt.order.engine
        let ours = receipt.sent.map { WordDiff(from: receipt.asked, to: $0.prompt) }
        let isOurs = ours?.isEmpty == false
        if !isOurs, receipt.delivery != .altered, let approval = receipt.provenance?.approval,
            approval.choice != .own
        {
            self.init(approval)
            return
        }
        switch receipt.delivery {
        case .altered:
            let text = receipt.revised.first { $0 != receipt.sent?.prompt } ?? receipt.asked
            let whole = WordDiff(from: receipt.asked, to: text)
            self.init(.add, "Rewritten on the way", Self.strangers(whole), Self.rewriter(receipt))
        case .verbatim where !isOurs:
            self.init(
                .same, "Equal, byte for byte", "The engine got exactly your words.",
                "\(engine) reports the text that was sent.")
        case .undisclosed where !isOurs:
            self.init(
                .same, "Sent as asked, byte for byte", "Sent exactly as you asked.",
                "\(engine) does not say which text it used in the end.")
        case .verbatim, .undisclosed:
            let added = ours.map { Self.words($0.wordsAdded) } ?? "words"
            self.init(
                .add, "Added by Candid", "Candid added \(added) to yours.",
                "By \(receipt.ownChange). "
                    + (receipt.delivery == .verbatim
                        ? "\(engine) reports the text that was sent."
                        : "\(engine) does not say which text it used in the end."))
        case nil:
            self.init(.warn, "No picture", "The run ended without a picture.", "")
        }
    }

    private init(_ approval: Approval) {
        let draft = approval.suggestion
        let diff = WordDiff(from: draft.brief, to: approval.approved)
        self.init(
            .add, draft.mode == .rephrase ? "Rephrased" : "Expanded",
            "\(draft.author) added \(Self.words(diff.wordsAdded)).",
            "Approved \(ReceiptText.words(approval)), and sent exactly so.")
    }

    private static func strangers(_ diff: WordDiff) -> String {
        diff.wordsAdded == 0
            ? "The engine got another text than yours."
            : "The engine got \(words(diff.wordsAdded)) you did not write."
    }

    private static func rewriter(_ receipt: Receipt) -> String {
        let own =
            receipt.sentAsAsked == true
            ? "Candid sent yours unchanged." : "Candid’s own change was by \(receipt.ownChange)."
        let others = receipt.revised.count
        return own + " \(receipt.rewriter) reports "
            + (others > 1 ? "\(others) texts of its own." : "another text.")
    }

    private static func charge(_ receipt: Receipt) -> String {
        receipt.perhapsCharged
            ? "It is perhaps charged: candid log settle \(receipt.id) finds out." : ""
    }

    /// A number of words in words.
    static func words(_ count: Int) -> String { count == 1 ? "1 word" : "\(count) words" }
}

extension Receipt {
    /// What of ours made sent differ from asked, in words.
    var ownChange: String {
        if let directive { return "the directive \(directive)" }
        return contract == nil ? "Candid" : "the edit’s contract"
    }

    /// Who stands between the sent text and the picture, as far as anybody says.
    var rewriter: String {
        report?.used["outer_model"].map { "\(order.engine) (\($0))" } ?? order.engine
    }
}
