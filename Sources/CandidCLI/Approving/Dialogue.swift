import Candid
import Foundation

/// The question whether a draft may be sent, asked until it is answered.
struct Dialogue {
    let suggestion: Suggestion
    let text: SuggestionText
    let kept: KeptDraft

    /// Asks.
    ///
    /// The words are in a file before the question is, so that not even a lost connection loses
    /// them; the file goes once there is a yes.
    ///
    /// - Throws: ``CommandFailure`` where the answer is no, the terminal closed or the editor failed.
    func approval() throws -> Approval {
        try kept.write()
        text.show()
        Terminal.error.say("kept in \(kept.path) until you answer")
        let approval = try answer()
        kept.remove()
        return approval
    }

    private func answer() throws -> Approval {
        var edited: Prompt?
        while true {
            switch try TerminalQuestion.ask(question(edited)) {
            case .yes:
                return edited.map { .editing(suggestion, to: $0, by: .person) }
                    ?? .accepting(suggestion, by: .person)
            case .own: return .keepingOwn(suggestion, by: .person)
            case .no:
                throw CommandFailure(.cancelled, "you said no. \(current(edited).words)")
            case .closed:
                throw CommandFailure(
                    .cancelled, "the terminal closed before an answer. \(current(edited).words)")
            case .edit:
                guard let new = try change(edited ?? suggestion.text, current(edited)) else {
                    continue
                }
                edited = new
                try current(new).write()
                text.show(new, "edited")
            }
        }
    }

    private func current(_ edited: Prompt?) -> KeptDraft { edited.map(kept.holding) ?? kept }

    private func question(_ edited: Prompt?) -> String {
        "Send \(edited == nil ? "the draft" : "your version") to \(text.target)? "
            + "[y]es, [e]dit, send [m]ine instead, [n]o: "
    }

    /// Nil where there is no editor, which is said.
    private func change(_ prompt: Prompt, _ kept: KeptDraft) throws -> Prompt? {
        guard let editor = Editor.ofThePerson else {
            Terminal.error.say("There is no editor: set EDITOR, or change \(kept.path) later.")
            return nil
        }
        do {
            return try editor.edit(prompt)
        } catch let failure as CommandFailure {
            throw CommandFailure(failure.status, "\(failure.message) \(kept.words)")
        }
    }
}

/// A question to the person at the terminal.
enum TerminalQuestion {
    /// What they answer.
    enum Answer {
        case yes, edit, own, no
        /// Nobody is there any more.
        case closed
    }

    /// Whether somebody can be asked.
    static var canBeAsked: Bool { isatty(STDIN_FILENO) == 1 && Terminal.error.isInteractive }

    /// Asks until one of the answers is given.
    static func ask(_ words: String) throws -> Answer {
        listen()
        // A reader may learn that its terminal is gone before the hangup that says so arrives.
        var hungUp = false
        defer {
            for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
            signal(SIGHUP, hungUp ? SIG_IGN : SIG_DFL)
        }
        while true {
            Terminal.error.write(words)
            guard let line = readLine() else {
                Terminal.error.say("")
                hungUp = true
                return .closed
            }
            switch line.trimmingCharacters(in: .whitespaces).lowercased() {
            case "y", "yes": return .yes
            case "e", "edit": return .edit
            case "m", "mine": return .own
            case "n", "no", "q", "quit": return .no
            default: Terminal.error.say("Answer y, e, m or n.")
            }
        }
    }

    /// Ends the program at once at an interrupt: nothing is under way, and the words are kept.
    private static func listen() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            signal(number) { _ in
                let words: StaticString =
                    "\ncancelled; nothing was bought, and the file above keeps the draft\n"
                // Only what POSIX allows in a signal handler.
                _ = Foundation.write(STDERR_FILENO, words.utf8Start, words.utf8CodeUnitCount)
                _exit(ExitStatus.cancelledCode)
            }
        }
    }
}
