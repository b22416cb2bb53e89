import NIOCore

/// A graph in ComfyUI's API format with slots such as `{{prompt}}` in its texts.
///
/// A slot that is a whole text takes a value of any kind; `{{steps|20}}` has a usual one. Texts are
/// filled once, as values: what a prompt holds is never read as a slot or as JSON.
struct ComfyUIGraph: Hashable, Sendable {
    private let graph: JSONValue
    private let slots: Set<String>

    /// Checks a graph.
    init(_ graph: JSONValue?) throws(Refusal) {
        guard let graph, let nodes = graph.object,
            nodes.values.allSatisfy({ $0["class_type"]?.text != nil && $0["inputs"] != nil })
        else {
            throw Refusal(
                field: "graph", reason: "ComfyUI needs a graph in its API format",
                wayOut: "Export one there, write {{prompt}} where the words belong, and name the "
                    + "file in engines.comfyui.graph.")
        }
        self.graph = graph
        slots = Self.slots(in: graph)
        guard slots.contains("prompt") else {
            throw Refusal(
                field: "graph", reason: "it has no slot {{prompt}}",
                wayOut: "Write {{prompt}} where the words belong.")
        }
    }

    /// The name under which a picture goes up.
    static func file(of picture: InputPicture) -> String {
        "\(picture.digest).\(picture.format.fileExtension)"
    }

    /// The graph with an order's values.
    ///
    /// - Throws: ``Refusal`` for a value without a slot, and for a slot without a value.
    func filled(with order: Order) throws(Refusal) -> JSONValue {
        let values = Self.values(order)
        if let lost = values.keys.sorted().first(where: { !slots.contains($0) }) {
            throw Refusal(
                field: lost, reason: "the graph has no slot {{\(lost)}}",
                wayOut: "Write it into the graph, or leave the value out.")
        }
        return try filled(graph, values)
    }

    private static func values(_ order: Order) -> [String: JSONValue] {
        var values = order.options ?? [:]
        values["prompt"] = .text(order.prompt.text)
        values["negative"] = order.negative.map { .text($0.text) }
        values["seed"] = order.seed.map { .natural($0) }
        values["width"] = order.size.map { .whole(Int64($0.width)) }
        values["height"] = order.size.map { .whole(Int64($0.height)) }
        values["count"] = order.count.map { .whole(Int64($0)) }
        values["quality"] = order.quality.map { .text($0) }
        values["style"] = order.style.map { .text($0) }
        values["format"] = order.format.map { .text($0.rawValue) }
        values["background"] = order.background.map { .text($0) }
        for (index, picture) in (order.inputs ?? []).enumerated() {
            values["image\(index + 1)"] = .text("candid/\(file(of: picture))")
        }
        values["mask"] = order.mask.map { .text("candid/\(file(of: $0))") }
        values["markup"] = order.markup.map { .text("candid/\(file(of: $0))") }
        return values
    }

    private func filled(
        _ value: JSONValue, _ values: [String: JSONValue]
    ) throws(Refusal) -> JSONValue {
        switch value {
        case .text(let text): return try filled(text, values)
        case .list(let list):
            var all: [JSONValue] = []
            for item in list { all.append(try filled(item, values)) }
            return .list(all)
        case .object(let object):
            var all: [String: JSONValue] = [:]
            for (key, item) in object { all[key] = try filled(item, values) }
            return .object(all)
        default: return value
        }
    }

    private func filled(_ text: String, _ values: [String: JSONValue]) throws(Refusal) -> JSONValue
    {
        let pieces = Self.pieces(text)
        var filled = ""
        for piece in pieces {
            guard case .slot(let name, let usual) = piece else {
                if case .plain(let words) = piece { filled += words }
                continue
            }
            guard let value = values[name] ?? usual.map({ JSONValue(text: $0) ?? .text($0) }) else {
                throw Refusal(
                    field: name, reason: "the graph's slot {{\(name)}} has no value",
                    wayOut: "Give one, or write {{\(name)|usual}} into the graph.")
            }
            if pieces.count == 1 { return value }
            filled += value.text ?? String(buffer: value.encoded())
        }
        return .text(filled)
    }

    private enum Piece {
        case plain(String)
        case slot(String, usual: String?)
    }

    private static func pieces(_ text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = Substring(text)
        while let open = rest.firstRange(of: "{{"),
            let close = rest[open.upperBound...].firstRange(of: "}}")
        {
            if open.lowerBound > rest.startIndex {
                pieces.append(.plain(String(rest[..<open.lowerBound])))
            }
            let inner = rest[open.upperBound..<close.lowerBound]
                .split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
            pieces.append(
                .slot(String(inner[0]), usual: inner.count > 1 ? String(inner[1]) : nil))
            rest = rest[close.upperBound...]
        }
        if !rest.isEmpty { pieces.append(.plain(String(rest))) }
        return pieces
    }

    private static func slots(in value: JSONValue) -> Set<String> {
        switch value {
        case .text(let text):
            Set(pieces(text).compactMap { if case .slot(let name, _) = $0 { name } else { nil } })
        case .list(let list): list.reduce(into: []) { $0.formUnion(slots(in: $1)) }
        case .object(let object): object.values.reduce(into: []) { $0.formUnion(slots(in: $1)) }
        default: []
        }
    }
}
