import Candid

/// How a session stands, as a person reads it.
struct SessionText {
    private let session: Session
    private let terminal: Terminal

    init(_ session: Session, _ terminal: Terminal) {
        self.session = session
        self.terminal = terminal
    }

    /// The lines.
    var lines: [String] {
        let text = TurnText(terminal)
        let state = session.state
        var lines = [
            text.row("session", "\(session.name)  \(terminal.dim(session.id.description))")
        ]
        lines.append(text.row("brief", Terminal.visible(state.brief?.text ?? "nothing said yet")))
        for edit in state.edits {
            let note = edit.isDrawn ? "" : terminal.yellow("  (not drawn yet)")
            lines.append(text.row("turn \(edit.turn)", Terminal.visible(edit.words.text) + note))
        }
        if !state.keep.isEmpty {
            lines.append(
                text.row(
                    "keeps", Terminal.visible(state.keep.map(\.description).joined(separator: ", "))
                ))
        }
        if let card = state.card {
            lines.append(
                text.row(
                    "card",
                    Terminal.visible(card.text.text) + "\n"
                        + terminal.dim("sha256 \(card.digest)")))
        }
        if let pinned = state.pinned { lines.append(text.row("pinned", picture(pinned))) }
        if let now = state.picture { lines.append(text.row("picture", picture(now))) }
        lines.append(text.row("sent", state.form.rawValue))
        return lines + drift
    }

    private func picture(_ picture: SessionPicture) -> String {
        let turn = picture.turn.map { "turn \($0)" } ?? "brought in"
        return "\(turn), sha256 \(picture.file.digest.description.prefix(16))…"
    }

    private var drift: [String] {
        guard let last = session.state.turn else { return [] }
        return DriftText(terminal).plots(of: session.branch(to: last))
    }
}
