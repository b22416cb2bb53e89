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

    /// Refuses to change pictures on an engine whose usual model takes none.
    ///
    /// - Parameter routes: The engines there are, to name those that can.
    /// - Throws: ``Refusal``.
    public func checkEdits(among routes: [Engine]) throws(Refusal) {
        guard let model = models.first(where: { $0.name == defaultModel }) else { return }
        try checkCount(1, model, among: routes)
    }

    private func checkCount(
        _ count: Int, _ model: Model, among routes: [Engine]
    ) throws(Refusal) {
        guard let most = model.maximumInputs, count > most else { return }
        guard most == 0 else {
            throw Refusal(
                field: "image",
                reason: "\(count) pictures are more than the \(most) that \(model.name) takes",
                wayOut: "Give fewer.")
        }
        let able = routes.filter { route in
            route.models.contains { $0.name == route.defaultModel && $0.maximumInputs != 0 }
        }
        throw Refusal(
            field: "image", reason: "\(model.name) takes no pictures",
            wayOut: able.isEmpty
                ? "Choose an engine that edits."
                : "Engines that edit: \(able.map(\.id).joined(separator: ", ")).")
    }

    /// Refuses pictures that the model can't take.
    func checkPictures(
        _ order: Order, _ model: Model, among routes: [Engine]
    ) throws(Refusal) {
        let inputs = order.inputs ?? []
        try checkCount(inputs.count, model, among: routes)
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
        try Self.checkWeights(order, model)
        if let mask = order.mask { try check(mask, inputs, model) }
        if let markup = order.markup { try check(markup: markup, order, model) }
    }

    private static func checkWeights(_ order: Order, _ model: Model) throws(Refusal) {
        let rows = (order.inputs ?? []).map { ("image", $0, model.maximumInputBytes) }
        let overlays = [("mask", order.mask), ("markup", order.markup)].compactMap {
            name, picture in
            picture.map { (name, $0, model.maximumMaskBytes ?? model.maximumInputBytes) }
        }
        for (field, picture, limit) in rows + overlays {
            guard let limit, picture.bytes >= limit else { continue }
            throw Refusal(
                field: field,
                reason: "a file of \(picture.bytes) bytes is too large for \(model.name)",
                wayOut: "Make it smaller than \(limit) bytes.")
        }
    }

    private func check(
        markup: InputPicture, _ order: Order, _ model: Model
    ) throws(Refusal) {
        guard model.takesMarkup ?? true else {
            throw Refusal(
                field: "markup", reason: "\(model.name) takes no markup",
                wayOut: "Leave it out, or say it in the prompt.")
        }
        guard order.mask == nil else {
            throw Refusal(
                field: "markup", reason: "a mask and a markup exclude each other",
                wayOut: "Give one of them.")
        }
        guard let base = order.inputs?.first, markup.format == .png,
            markup.size == nil || base.size == nil || markup.size == base.size
        else {
            throw Refusal(
                field: "markup", reason: "it must be a PNG of the size of the picture to change",
                wayOut: "Draw it over the first picture, transparent elsewhere.")
        }
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
        if order.negative?.text.utf8.contains(0) == true {
            throw Refusal(
                field: "negative", reason: "it holds a NUL byte, which no provider takes",
                wayOut: "Remove the byte; Candid will not do it for you.")
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
            try check(name, rule.formats, order, model)
        }
    }

    /// Refuses what does not go with the file format.
    static func checkFormat(_ order: Order, _ model: Model) throws(Refusal) {
        if order.background == "transparent" {
            try check("background", model.transparentFormats, order, model)
        }
        guard let format = order.format, let limit = model.formatLimits?[format.rawValue] else {
            return
        }
        if let most = limit.maximumCount, let count = order.count, count > most {
            throw Refusal(
                field: "n", reason: "\(model.name) makes \(most) \(format.rawValue) at a time",
                wayOut: "Ask for that many, or run the command again.")
        }
        if limit.streams == false, order.partialPictures != nil {
            throw Refusal(
                field: "partials", reason: "\(format.rawValue) has no unfinished pictures",
                wayOut: "Leave it out.")
        }
        if limit.takesMask == false, order.mask != nil {
            throw Refusal(
                field: "mask", reason: "\(format.rawValue) can't be made with a mask",
                wayOut: "Leave it out, or choose another format.")
        }
    }

    private static func check(
        _ field: String, _ formats: [PictureFormat]?, _ order: Order, _ model: Model
    ) throws(Refusal) {
        // What is not asked is the first of the list, on every service that has a list.
        guard let formats, let format = order.format ?? model.formats?.first,
            !formats.contains(format)
        else { return }
        throw Refusal(
            field: field, reason: "it does not go with the format \(format.rawValue)",
            wayOut: "It goes with: \(formats.map(\.rawValue).joined(separator: ", ")).")
    }
}
