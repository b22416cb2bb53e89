import Candid

/// A conversation with a speaker or judge, for people and for programs.
struct ConversationText {
    /// One message: `docs/schemas/conversation.v1.json`.
    private struct MessageDocument: Codable {
        let role: String
        let text: String
        let pictures: [Digest]
    }

    private struct TurnDocument: Codable {
        let purpose: Questioning.Purpose
        let speaker: String
        let model: String
        let rule_based: Bool
        @Nullable var system: String?
        let messages: [MessageDocument]
        let url: String
        let body_sha256: Digest
        let body_bytes: Int
        @Nullable var estimate: Cost?
        @Nullable var answer: Saying?
        @Nullable var cost: Cost?
    }

    private struct Document: Encodable {
        let schema = "candid/conversation/1"
        let id: RunID
        let state: Receipt.State
        let began: Timestamp
        let ended: Timestamp
        let turns: [TurnDocument]
        @Nullable var cost: Cost?
        let perhaps_charged: Bool
        @Nullable var failure: Failure?
    }

    private let record: ConversationRecord

    init(_ record: ConversationRecord) {
        self.record = record
    }

    /// Prints it.
    func tell(asJSON: Bool) {
        guard !asJSON else { return Console.printJSON(document) }
        for line in lines { Terminal.output.say(line) }
    }

    private var document: Document {
        Document(
            id: record.id, state: record.state, began: record.began, ended: record.ended,
            turns: record.turns.map { turn in
                let asked = turn.questioning
                return TurnDocument(
                    purpose: asked.purpose, speaker: asked.speaker, model: asked.model,
                    rule_based: asked.isRuleBased, system: asked.question.system,
                    messages: asked.question.messages.map {
                        MessageDocument(
                            role: $0.role.rawValue, text: $0.text,
                            pictures: $0.pictures.map(\.digest))
                    }, url: asked.url, body_sha256: asked.body, body_bytes: asked.bytes,
                    estimate: asked.estimate, answer: turn.saying, cost: turn.cost)
            }, cost: record.cost, perhaps_charged: record.perhapsCharged, failure: record.failure)
    }

    /// Each turn repeats what was said before, so only its last message is shown.
    private var lines: [String] {
        let output = Terminal.output
        var lines: [String] = []
        for (index, turn) in record.turns.enumerated() {
            let asked = turn.questioning
            if index == 0 {
                let kind = asked.isRuleBased ? " (rule-based, no language model)" : ""
                lines.append(row("speaker", "\(asked.speaker) \(asked.model)\(kind)"))
                lines.append(row("purpose", asked.purpose.rawValue))
                if let system = asked.question.system { lines.append(row("system", system)) }
            }
            if let message = asked.question.messages.last {
                lines.append(row("asked", message.text))
                lines += message.pictures.map { row("picture", "sha256 \($0.digest)") }
            }
            lines.append(row("answer", turn.saying?.text ?? "none came"))
        }
        if let failure = record.failure {
            lines.append(row("failed", output.red(Terminal.visible(failure.message))))
        }
        lines.append(row("cost", record.cost?.description ?? "unpriced"))
        if record.isUnsettled {
            lines.append(row("", "perhaps charged; candid log settle \(record.id) takes your word"))
        }
        lines += record.resolutions.map { row("settled", $0.note) }
        lines.append(row("state", record.state.rawValue))
        lines.append(row("time", record.began.description))
        return lines + [row("name", record.id.description)]
    }

    private func row(_ name: String, _ text: String) -> String {
        let indent = String(repeating: " ", count: 11)
        return Terminal.output.bold(name) + String(repeating: " ", count: 11 - name.count)
            + Terminal.visible(text).replacing("\n", with: "\n" + indent)
    }
}
