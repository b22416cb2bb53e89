/// A way to go about a picture, for one situation: a row of the decision table.
public struct Way: Identifiable, Hashable, Sendable {
    /// What somebody wants.
    public enum Situation: String, Hashable, Sendable, Codable, CaseIterable {
        /// The model must not touch the words.
        case exactWords = "exact-words"
        /// An existing picture is to be changed.
        case edit
        /// The words must stay the brand's.
        case brand
        /// The same picture must come again.
        case reproducible
        /// There are many pictures to make.
        case bulk
        /// Nothing is fixed yet.
        case explore
    }

    /// What somebody wants.
    public let id: Situation
    /// The question that finds it out.
    public let question: String
    /// The way to go.
    public let way: String
    /// Why.
    public let reason: String
    /// The command, with `{engine}` for the engine and `{seed}` for a seed.
    private let template: String

    /// The command for an engine.
    ///
    /// A seed stands in it only where the engine's usual model takes one.
    public func command(for engine: Engine) -> String {
        let model = engine.models.first { $0.name == engine.defaultModel }
        return template.replacing("{engine}", with: engine.id)
            .replacing("{seed}", with: model?.takesSeed == true ? " --seed 7" : "")
    }

    /// Every row, the one that binds most first: of several wishes the first decides.
    public static let all: [Way] = [
        Way(
            id: .exactWords, question: "Must nobody touch your words?",
            way: "verbatim delivery on a route that can keep and show it",
            reason: "A route that rewrites, or that never says which text it used, proves nothing.",
            template: "candid generate --engine {engine} --require verbatim \"YOUR WORDS\""),
        Way(
            id: .edit, question: "Do you change a picture that is there?",
            way: "an edit with a contract and a region, and a check of what else changed",
            reason:
                "A new picture from the old words changes everything; a region says where it may.",
            template: "candid edit PICTURE \"THE CHANGE\" --engine {engine} --box 0,0,32,32"
        ),
        Way(
            id: .brand, question: "Must the words stay a brand's, whoever runs them?",
            way: "the direct API with a locked prompt",
            reason: "A lock freezes words and parameters by digest and refuses a changed one.",
            template: "candid generate --engine {engine} --lock NAME"),
        Way(
            id: .reproducible, question: "Must it come out the same again?",
            way: "the direct API, verbatim, with a seed, a receipt and a replay",
            reason: "A receipt holds all that was sent, so that the same can be sent again.",
            template: "candid generate --engine {engine}{seed} \"YOUR WORDS\""),
        Way(
            id: .bulk, question: "Are there many to make?",
            way: "the direct API, one run for each prompt, from files",
            reason:
                "Each run has a receipt of its own, so that none is lost or bought twice unseen.",
            template: "candid generate --engine {engine} --prompt-file FILE --json"),
        Way(
            id: .explore, question: "Are you only exploring?",
            way: "short prompts, several pictures each, and a look at what the linter says",
            reason: "While nothing is fixed, variety is worth more than control.",
            template: "candid generate --engine {engine} -n 4 \"YOUR WORDS\""),
    ]

    /// The way for several wishes; nil for none.
    public static func best(for wishes: Set<Situation>) -> Way? {
        all.first { wishes.contains($0.id) }
    }
}

/// What an engine can and can't guarantee on a way.
public struct Guarantees: Hashable, Sendable, Codable {
    /// What it can.
    public var can: [String] = []
    /// What it can't, and why.
    public var cannot: [String] = []

    /// Reads an engine's promises for its default model.
    public init(_ engine: Engine) {
        let model = engine.models.first { $0.name == engine.defaultModel }
        let promises = engine.promises
        take(
            promises.keepsWords, "your words reach the model as they are, as far as is known",
            "that your words reach the model: it rewrites, or nobody says")
        take(
            promises.readBack == .always, "a report of the text that was used",
            promises.readBack == .sometimes
                ? "a report of the text each time" : "a report of the text that was used")
        take(
            model?.takesSeed == true, "a seed can be sent",
            "the same picture twice: \(model?.name ?? engine.defaultModel) takes no seed")
        take(
            model?.mask == .obeyed, "nothing outside a mask changes",
            model?.mask == Optional(Model.MaskUse.none)
                ? "edits with a mask" : "that nothing outside a mask changes")
    }

    private mutating func take(_ holds: Bool, _ yes: String, _ no: String) {
        if holds { can.append(yes) } else { cannot.append(no) }
    }
}
