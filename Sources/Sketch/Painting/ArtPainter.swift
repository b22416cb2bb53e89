/// Writes the elements of one art file into the composed picture.
///
/// Colour tokens are resolved, every colour is graded by the light, ids get a prefix so that two
/// files can't clash, and the treatment decides what becomes of paint.
struct ArtPainter {
    let colours: [String: Colour]
    var grade: Grade
    let treatment: Treatment
    /// Whether what is seen only in the dark is drawn.
    let night: Bool
    let prefix: String
    /// Pixels in a unit of the file.
    let scale: Double
    private var gradients: [String: Colour] = [:]
    private var graded: [String: String] = [:]

    init(
        colours: [String: Colour], grade: Grade, treatment: Treatment, night: Bool, prefix: String,
        scale: Double
    ) {
        self.colours = colours
        self.grade = grade
        self.treatment = treatment
        self.night = night
        self.prefix = prefix
        self.scale = scale
    }

    /// Paint as it comes down from the elements around.
    struct Paint {
        var fill = "#000"
        var stroke = "none"
        var strokeWidth = 1.0
        var fillOpacity = 1.0
        var scale = 1.0
        var shines = false
    }

    /// What lies behind the things inside, then what lies before them.
    mutating func layers(of root: MarkupNode) -> (back: String, front: String) {
        learnGradients(of: root)
        let paint = inherited(Paint(), by: root)
        let isFront = { (node: MarkupNode) in node["data-layer"] == "front" }
        var back = ""
        var front = ""
        for child in root.children {
            if isFront(child) {
                write(child, paint, to: &front)
            } else {
                write(child, paint, to: &back)
            }
        }
        return (back, front)
    }

    private mutating func learnGradients(of root: MarkupNode) {
        guard treatment == .flat else { return }
        for node in root.everything where node.name.hasSuffix("Gradient") {
            let stops = node.children.compactMap { stop in
                stop["stop-color"].map { resolved($0, shines: false) }.flatMap(Colour.init(hex:))
            }
            guard let id = node["id"], !stops.isEmpty else { continue }
            gradients[id] = stops[stops.count / 2].mixed(with: stops[(stops.count - 1) / 2], 0.5)
        }
    }

    private mutating func write(_ node: MarkupNode, _ above: Paint, to out: inout String) {
        guard isDrawn(node) else { return }
        var paint = inherited(above, by: node)
        if node.classes.contains("night") { paint.shines = true }
        if case .ink(let pen) = treatment {
            if node.name.hasSuffix("Gradient") || node.name == "pattern" { return }
            if Self.shapes.contains(node.name), !paint.shines {
                InkStroke(pen: pen, scale: scale * paint.scale).write(
                    node, paint, names: attributes(of: node, paint), to: &out)
                return
            }
        }
        out += "<\(node.name)"
        for attribute in attributes(of: node, paint) {
            out += " \(attribute.name)=\"\(attribute.value)\""
        }
        if node.children.isEmpty {
            out += "/>"
            return
        }
        out += ">"
        for child in node.children { write(child, paint, to: &out) }
        out += "</\(node.name)>"
    }

    private func isDrawn(_ node: MarkupNode) -> Bool {
        if ["title", "desc", "metadata"].contains(node.name) { return false }
        let classes = node.classes
        if classes.contains("night"), !night { return false }
        return treatment == .full || !classes.contains("shade") || classes.contains("night")
    }

    private mutating func inherited(_ above: Paint, by node: MarkupNode) -> Paint {
        var paint = above
        paint.fill = node["fill"] ?? paint.fill
        paint.stroke = node["stroke"] ?? paint.stroke
        paint.strokeWidth = node["stroke-width"].flatMap(Double.init) ?? paint.strokeWidth
        let opacity = node["opacity"].flatMap(Double.init) ?? 1
        paint.fillOpacity =
            (node["fill-opacity"].flatMap(Double.init) ?? paint.fillOpacity) * opacity
        paint.scale *= Self.scale(of: node["transform"])
        return paint
    }

    private mutating func attributes(of node: MarkupNode, _ paint: Paint) -> [MarkupNode.Attribute]
    {
        var out: [MarkupNode.Attribute] = []
        for attribute in node.attributes where isKept(attribute.name) {
            var value = attribute.value
            if value.utf8.contains(UInt8(ascii: "_")) { value = prefixed(value) }
            if Self.paints.contains(attribute.name) {
                value = flattened(resolved(value, shines: paint.shines))
            }
            out.append(.init(name: attribute.name, value: value))
        }
        return out
    }

    private func isKept(_ name: String) -> Bool {
        !name.hasPrefix("data-") && name != "class" && !name.hasPrefix("xmlns")
    }

    private func prefixed(_ value: String) -> String {
        if value.hasPrefix("_") { return prefix + value }
        guard let hash = value.firstIndex(of: "#"), value[hash...].hasPrefix("#_") else {
            return value
        }
        let next = value.index(after: hash)
        return value[..<next] + prefix + value[next...]
    }

    private func flattened(_ value: String) -> String {
        guard treatment == .flat, value.hasPrefix("url(#") else { return value }
        let id = value.dropFirst(5 + prefix.count).prefix { $0 != ")" }
        return gradients[String(id)]?.hex ?? value
    }

    /// A paint with its token replaced and graded; whatever isn't a colour comes back unchanged.
    private mutating func resolved(_ value: String, shines: Bool) -> String {
        if let known = graded[value], !shines { return known }
        guard let (colour, isLight) = colour(of: value) else { return value }
        if shines { return colour.hex }
        let text = (isLight ? colour : grade(colour)).hex
        graded[value] = text
        return text
    }

    /// The colour that a paint names, and whether it is the light's own.
    private func colour(of value: String) -> (Colour, isLight: Bool)? {
        if let colour = Colour(hex: value) { return (colour, false) }
        if value == "white" { return (.white, false) }
        if value == "black" { return (.black, false) }
        guard value.hasPrefix("{"), value.hasSuffix("}") else { return nil }
        let token = value.dropFirst().dropLast()
        let name = token.prefix { $0 != "+" && $0 != "-" }
        let digits = token[name.endIndex...].drop { $0 == "+" }
        guard let base = colours[String(name)] else { return nil }
        let isLight = ["sky", "haze", "light"].contains(String(name))
        return (base.stepped(Int(digits) ?? 0), isLight)
    }

    private static let shapes: Set<String> = [
        "path", "rect", "circle", "ellipse", "polygon", "polyline", "line",
    ]
    private static let paints: Set<String> = [
        "fill", "stroke", "stop-color", "color", "flood-color",
    ]

    private static func scale(of transform: String?) -> Double {
        guard let transform, let start = transform.firstRange(of: "scale(")?.upperBound else {
            return 1
        }
        let number = transform[start...].prefix { !",) ".contains($0) }
        return abs(Double(number) ?? 1)
    }
}
