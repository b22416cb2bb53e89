import Candid
import Foundation

/// The words so far, in a plan's file, so that no way out loses them.
struct KeptDraft {
    /// The file, in this folder.
    let path: String
    private let brief: Prompt
    private let speaker: String
    private let conversation: RunID?
    private let size: Size?
    private var items: [(title: String, prompt: Prompt, why: String)]

    /// A suggestion, and the person's own words behind it.
    init(_ suggestion: Suggestion, size: Size?) {
        self.init(
            brief: suggestion.brief, speaker: suggestion.author,
            conversation: suggestion.conversation, size: size)
        items = [
            ("The draft", suggestion.text, "Proposed by \(suggestion.author); nobody said yes."),
            ("Yours", suggestion.brief, "Your own words."),
        ]
    }

    /// The person's own words, and what was turned down.
    init(_ failure: SuggestionFailure, for brief: Prompt, size: Size?) {
        self.init(brief: brief, speaker: failure.speaker, conversation: nil, size: size)
        items = [("Yours", brief, "Your own words.")]
        if let rejected = failure.rejected, rejected.text.contains(where: \.isLetter) {
            items.append(("Turned down", rejected, "\(failure.cause.message)."))
        }
    }

    private init(brief: Prompt, speaker: String, conversation: RunID?, size: Size?) {
        self.brief = brief
        self.speaker = speaker
        self.conversation = conversation
        self.size = size
        items = []
        let name = conversation?.description ?? String(UUID().uuidString.lowercased().prefix(8))
        path = "plan-\(name).yaml"
    }

    /// The same with other words as the draft.
    func holding(_ text: Prompt) -> KeptDraft {
        var kept = self
        if !kept.items.isEmpty { kept.items[0] = ("The draft", text, "Changed by you; not sent.") }
        return kept
    }

    /// Writes the file, over an earlier one of the same draft.
    func write() throws {
        let contents = PlanFile.Contents(
            brief: brief, speaker: speaker, conversation: conversation,
            items: items.map {
                Plan.Item(title: $0.title, prompt: $0.prompt, size: size, why: $0.why)
            })
        do {
            try Data(PlanFile.text(contents).utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw CommandFailure(
                .badInput,
                "\(path) can't be written, so the draft can't be kept (\(error.localizedDescription)). "
                    + "Nothing was bought."
                    + (conversation.map { " Its words are in the ledger: candid show \($0)." } ?? "")
            )
        }
    }

    /// Removes the file, once the words stand in a receipt.
    func remove() {
        unlink(path)
    }

    /// What became of the words, for whoever is told that nothing was bought.
    var words: String {
        let first = items.first.map { $0.title == "Yours" ? "Your words are" : "The draft is" }
        let others = items.count > 1 ? " (\(path):2 is “\(items[1].title.lowercased())”)" : ""
        return "Nothing was bought. \(first ?? "It is") kept in \(path): candid generate --plan "
            + "\(path):1 sends it\(others)."
    }
}
