extension Engine {
    /// Refuses a verbatim order on a route that puts other words in place of ours.
    func checkWords(_ order: Order, among routes: [Engine]) throws(Refusal) {
        guard order.allowsRewrite != true, !promises.keepsWords else { return }
        let able = routes.filter { $0.promises.keepsWords && $0.id != id }.map(\.id)
        throw Refusal(
            field: "prompt",
            reason: promises.rewriter == .always
                ? "\(id) lets another model rewrite every prompt, so it can't be sent verbatim"
                : "nobody says whether \(id) rewrites prompts, so it can't be sent verbatim",
            wayOut: (able.isEmpty
                ? "" : "Routes that keep your words: \(able.joined(separator: ", ")). ")
                + "Or allow it with --allow-rewrite, and see what it made of them.")
    }

    /// Refuses pictures that the model can't take.
    func checkPictures(_ order: Order, _ model: Model) throws(Refusal) {
        let inputs = order.inputs ?? []
        if let most = model.maximumInputs, inputs.count > most {
            throw Refusal(
                field: "image",
                reason: most == 0
                    ? "\(model.name) takes no pictures"
                    : "\(inputs.count) pictures are more than the \(most) that \(model.name) takes",
                wayOut: most == 0 ? "Choose a model that edits." : "Give fewer.")
        }
        for (index, input) in inputs.enumerated() {
            guard let formats = model.inputFormats, !formats.contains(input.format) else {
                continue
            }
            throw Refusal(
                field: "image",
                reason: "picture \(index + 1) is \(input.format.rawValue), which \(model.name) "
                    + "does not take",
                wayOut: "It takes: \(formats.map(\.rawValue).joined(separator: ", ")).")
        }
        guard let mask = order.mask else { return }
        try check(mask, inputs, model)
    }

    private func check(
        _ mask: InputPicture, _ inputs: [InputPicture], _ model: Model
    ) throws(Refusal) {
        guard let base = inputs.first else {
            throw Refusal(
                field: "mask", reason: "a mask needs a picture to change", wayOut: "Give one.")
        }
        guard model.mask ?? .hint != .none else {
            throw Refusal(
                field: "mask", reason: "\(model.name) takes no mask",
                wayOut: "Leave it out, or choose another route: candid models lists them.")
        }
        guard mask.format == .png else {
            throw Refusal(
                field: "mask", reason: "it is \(mask.format.rawValue), and must be PNG",
                wayOut: "Make it a PNG whose fully transparent pixels say where to change.")
        }
        if let size = mask.size, let other = base.size, size != other {
            throw Refusal(
                field: "mask", reason: "it is \(size), and the picture is \(other)",
                wayOut: "Both must have the same size.")
        }
    }

    /// Refuses parameters that the model does not have, and values that it does not take.
    static func checkOptions(_ order: Order, _ model: Model) throws(Refusal) {
        if order.negative != nil, model.takesNegative != true {
            throw Refusal(
                field: "negative", reason: "\(model.name) has no field for what must not be seen",
                wayOut: "candid lint --fix proposes words for what should be there instead.")
        }
        for (name, value) in (order.options ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let rules = model.options else { continue }
            guard let rule = rules[name] else {
                throw Refusal(
                    field: name, reason: "\(model.name) has no such parameter",
                    wayOut: rules.isEmpty
                        ? "Leave it out."
                        : "It has: \(rules.keys.sorted().joined(separator: ", ")).")
            }
            if let use = rule.use, (use == .edit) != order.isEdit {
                throw Refusal(
                    field: name,
                    reason: "it is for "
                        + (use == .edit ? "changing pictures" : "new pictures") + " only",
                    wayOut: "Leave it out.")
            }
            if let objection = rule.objection(to: value) {
                throw Refusal(field: name, reason: objection, wayOut: "It takes: \(rule.words).")
            }
        }
    }
}
