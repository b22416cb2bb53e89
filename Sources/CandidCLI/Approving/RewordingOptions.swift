import ArgumentParser
import Candid

/// Who may propose other words than the person's.
struct RewordingOptions: ParsableArguments {
    /// How far a speaker may go.
    enum Expansion: String, ExpressibleByArgument, CaseIterable {
        case assisted, free
    }

    @Option(
        help: ArgumentHelp(
            "Let a speaker expand the prompt. assisted: only a few words of light, camera, material, "
                + "colour and medium, which is checked here. free: whatever it says. You are shown "
                + "every word and asked; nothing is bought before your yes.",
            valueName: "mode"))
    var expand: Expansion?

    @Flag(
        help: ArgumentHelp(
            "Say by what is seen what the prompt says by what is not: by the linter's fixes, or by a "
                + "speaker where --speaker names one. Shown and asked like --expand."))
    var rephrase = false

    @Option(
        help: ArgumentHelp(
            "Who expands or rephrases, such as openai or ollama/NAME.", valueName: "speaker"))
    var speaker: String?

    /// What is asked of whoever proposes; nil where nobody is asked.
    var mode: Suggestion.Mode? {
        switch expand {
        case .assisted: .assisted
        case .free: .free
        case nil: rephrase ? .rephrase : nil
        }
    }

    func validate() throws {
        guard expand == nil || !rephrase else {
            throw ValidationError("Give --expand or --rephrase, not both.")
        }
        guard speaker == nil || mode != nil else {
            throw ValidationError("--speaker goes with --expand or --rephrase.")
        }
    }
}
