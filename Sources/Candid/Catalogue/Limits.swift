import Foundation

extension Engine {
    /// The model of a name: as the catalogue knows it, or with unknown limits where the engine
    /// takes names that the catalogue does not know.
    ///
    /// - Throws: ``Refusal`` for a retired model, or an unknown one of an engine with a closed list.
    public func model(named name: String) throws(Refusal) -> Model {
        guard !name.isEmpty else {
            throw Refusal(
                field: "model", reason: "\(id) has no usual model",
                wayOut: "Name one, as the service calls it.")
        }
        if let known = models.first(where: { $0.name == name }) { return known }
        if let gone = retired.first(where: { $0.name == name }) {
            throw Refusal(
                field: "model", reason: "“\(name)” no longer answers since \(gone.since)",
                wayOut: "Use \(gone.replacement).")
        }
        guard opensModels else {
            throw Refusal(
                field: "model", reason: "\(id) has no model “\(name)”",
                wayOut: "It has: \(models.map(\.name).joined(separator: ", ")).")
        }
        return Model(unknown: name)
    }

    /// Refuses whatever this engine can't honour exactly, by the name of the parameter.
    ///
    /// - Parameters:
    ///   - order: What is asked.
    ///   - routes: The engines there are, to name those that can where this one can't.
    /// - Throws: ``Refusal``.
    public func check(_ order: Order, among routes: [Engine] = []) throws(Refusal) {
        let model = try model(named: order.model)
        try checkWords(order, among: routes)
        try Self.check(order.prompt, model)
        try checkPictures(order, model, among: routes)
        try Self.checkOptions(order, model)
        try check(order.size, model)
        try check(count: order.count, model)
        try check(order.quality, among: model.qualities, "quality")
        try check(order.style, among: model.styles, "style")
        try check(order.format?.rawValue, among: model.formats?.map(\.rawValue), "format")
        try check(order.background, among: model.backgrounds, "background")
        if order.seed != nil, !model.takesSeed {
            throw Refusal(
                field: "seed", reason: "\(model.name) takes no seed",
                wayOut: "Leave it out; this route can't promise the same picture twice.")
        }
        try Self.check(partials: order.partialPictures, model)
        try Self.checkFormat(order, model)
        if order.isEdit, let limit = model.edits { try Self.check(order, model.name, limit) }
        if order.follows != nil, promises.remembers != true {
            throw Refusal(
                field: "follows", reason: "\(id) remembers no earlier answer",
                wayOut: "Give the picture to change instead.")
        }
    }

    private static func check(partials: Int?, _ model: Model) throws(Refusal) {
        guard let partials else { return }
        let most = model.maximumPartials ?? 3
        guard most > 0 else {
            throw Refusal(
                field: "partials", reason: "\(model.name) shows no unfinished pictures",
                wayOut: "Leave it out.")
        }
        guard 0...most ~= partials else {
            throw Refusal(
                field: "partials", reason: "\(partials) is not what \(model.name) can show",
                wayOut: "Ask for 0 to \(most).")
        }
    }

    private static func check(_ prompt: Prompt, _ model: Model) throws(Refusal) {
        if prompt.text.utf8.contains(0) {
            throw Refusal(
                field: "prompt", reason: "it holds a NUL byte, which no provider takes",
                wayOut: "Remove the byte; Candid will not do it for you.")
        }
        if prompt.text.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            throw Refusal(
                field: "prompt",
                reason: prompt.text.isEmpty ? "it is empty" : "it holds nothing but white space",
                wayOut: "Say what the picture should show.")
        }
        for command in model.commands ?? [] where prompt.text.lowercased().contains(command) {
            throw Refusal(
                field: "prompt",
                reason: "it holds “\(command)”, which \(model.name) takes as a command and not as "
                    + "words",
                wayOut: "Take it out; what it would set has a parameter of its own (--set).")
        }
        if let limit = model.promptLimit, prompt.length > limit {
            throw Refusal(
                field: "prompt",
                reason: "it has \(prompt.length) characters, and \(model.name) takes \(limit)",
                wayOut: "Shorten it by \(prompt.length - limit); Candid never cuts a prompt.")
        }
    }

    private func check(_ size: Size?, _ model: Model) throws(Refusal) {
        guard let size, let rule = model.sizes, let objection = rule.objection(to: size) else {
            return
        }
        throw Refusal(
            field: "size", reason: "\(size) does not fit \(model.name): \(objection)",
            wayOut: "It draws: \(rule.description).")
    }

    private func check(count: Int?, _ model: Model) throws(Refusal) {
        guard let count else { return }
        let most = model.maximumCount ?? Int.max
        guard count < 1 || count > most else { return }
        throw Refusal(
            field: "n", reason: "\(model.name) makes 1 to \(most) pictures in one request",
            wayOut: "Ask for that many, or run the command again.")
    }

    private func check(
        _ word: String?, among words: [String]?, _ field: String
    ) throws(Refusal) {
        guard let word, let words, !words.contains(word) else { return }
        throw Refusal(
            field: field, reason: "\(id) does not know “\(word)”",
            wayOut: words.isEmpty
                ? "It takes no \(field): say it in the prompt."
                : "It knows: \(words.joined(separator: ", ")).")
    }
}
