import Candid
import Sketch

/// The image tool of a response: whether it is called, and with what.
struct ImageTool {
    /// The tool's own fields; nil where no tool is offered.
    private let fields: [String: JSONValue]?
    private let choice: JSONValue?

    /// Reads a response's tools and its choice among them.
    ///
    /// - Throws: ``WireRefusal`` for a tool or a choice that the simulator does not play, by name.
    init(_ fields: [String: JSONValue]) throws {
        let tools = fields["tools"]?.list ?? []
        for (index, tool) in tools.enumerated() where tool["type"]?.text != "image_generation" {
            throw WireRefusal.field(
                "tools[\(index)]", "The simulator has no tool '\(tool["type"]?.text ?? "?")'.")
        }
        guard tools.count <= 1 else {
            throw WireRefusal.field("tools[1]", "The image tool can be offered once.")
        }
        self.fields = tools.first?.object?.filter { $0.value != .null }
        choice = fields["tool_choice"]
        if let name = choice?["type"]?.text, name != "image_generation" || tools.isEmpty {
            throw WireRefusal.field("tool_choice", "Tool choice '\(name)' not found in 'tools'.")
        }
        if let word = choice?.text, !["auto", "none", "required"].contains(word) {
            throw WireRefusal.field("tool_choice", "Invalid value: '\(word)'.")
        }
    }

    /// Whether it is called for these words: where it must be, or where they ask for a picture.
    func isCalled(for words: String) -> Bool {
        guard fields != nil, choice?.text != "none" else { return false }
        if choice?["type"] != nil || choice?.text == "required" { return true }
        let asked = words.lowercased().split { !$0.isLetter }
        return asked.contains { Self.verbs.contains(String($0)) }
    }

    private static let verbs: Set = [
        "draw", "paint", "sketch", "illustrate", "generate", "create", "make", "render", "picture",
        "illustration", "image", "add", "remove", "replace", "change", "turn", "edit", "recolor",
        "recolour", "그려", "그려줘", "만들어", "바꿔", "바꿔줘",
    ]

    /// What is made: a new picture, or a change of the last one that there is.
    var action: String { fields?["action"]?.text ?? "auto" }

    /// The order for words and, for a change, a picture.
    ///
    /// - Throws: ``WireRefusal`` that names the tool's field.
    func order(_ words: String, changing picture: [UInt8]?, _ shop: ModelShop) throws -> ImageOrder
    {
        var plain = fields ?? [:]
        for name in ["type", "action", "input_image_mask"] { plain[name] = nil }
        let outer: Set = ["n", "stream", "prompt", "user", "safety_identifier"]
        if let odd = plain.keys.filter(outer.contains).min() {
            throw WireRefusal.field(
                "tools[0].\(odd)", "Unknown parameter: 'tools[0].\(odd)'.",
                code: "unknown_parameter")
        }
        guard ["auto", "edit", "generate"].contains(action) else {
            throw WireRefusal.field("tools[0].action", "Invalid value: '\(action)'.")
        }
        let base = try action == "generate" ? nil : base(picture)
        plain["prompt"] = .text(words)
        plain["model"] = plain["model"] ?? .text("gpt-image-2.6-sunburst")
        do {
            return try ImageFields(fields: plain, shop: shop, base: base).order()
        } catch var refusal as WireRefusal {
            if let field = refusal.field { refusal.field = "tools[0].\(field)" }
            throw refusal
        }
    }

    private func base(_ picture: [UInt8]?) throws -> EditBase? {
        let mask = fields?["input_image_mask"]
        guard let picture else {
            guard action != "edit", mask == nil else {
                throw WireRefusal.field("tools[0].action", "There is no picture to edit.")
            }
            return nil
        }
        guard let mask else { return EditBase(pictures: [picture]) }
        guard let file = mask["image_url"]?.text.flatMap(DataURL.bytes) else {
            throw WireRefusal.field(
                "tools[0].input_image_mask", "A mask must be a data URL in base64.")
        }
        return EditBase(pictures: [picture], mask: file)
    }
}

/// A call of the image tool as an item of a response's output.
struct ImageCall {
    let id: String
    let order: ImageOrder
    let picture: MadePicture
    /// What is told as the prompt that the image model got; nil where nothing is told.
    let revised: String?

    var item: ResponseAnswer.Item {
        let name = { (event: String) in JSONValue.text("response.image_generation_call.\(event)") }
        let partials = picture.partials.enumerated().map { index, bytes in
            facts.merging([
                "type": name("partial_image"), "partial_image_b64": .bytes(bytes),
                "partial_image_index": .whole(Int64(index)),
            ]) { $1 }
        }
        let events: [[String: JSONValue]] =
            [["type": name("in_progress")], ["type": name("generating")]] + partials
            + [["type": name("completed")]]
        return ResponseAnswer.Item(
            .object(
                head("completed").merging(facts) { $1 }.merging([
                    "result": .bytes(picture.bytes),
                    "revised_prompt": revised.map { .text($0) } ?? .null,
                    "action": .text(order.base == nil ? "generate" : "edit"),
                ]) { $1 }),
            beginning: .object(head("in_progress")), events: events)
    }

    private func head(_ status: String) -> [String: JSONValue] {
        [
            "id": .text(id), "type": .text("image_generation_call"), "status": .text(status),
            "result": .null,
        ]
    }

    private var facts: [String: JSONValue] {
        [
            "background": .text(order.background == "transparent" ? "transparent" : "opaque"),
            "output_format": .text(order.format.rawValue), "quality": .text(order.usedQuality),
            "size": .text(InputPicture(picture.bytes)?.size?.description ?? "\(order.size)"),
        ]
    }
}
