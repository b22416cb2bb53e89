import Candid

/// A conversation with a speaker or judge, for people.
struct ConversationText {
    private let record: ConversationRecord

    init(_ record: ConversationRecord) {
        self.record = record
    }

    /// Prints it, for people or for programs.
    func tell(asJSON: Bool) {
        guard !asJSON else { return Console.printJSON(ConversationDocument(record)) }
        for line in lines { Terminal.output.say(line) }
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
