/// An element of an art file.
struct MarkupNode: Sendable {
    var name: String
    var attributes: [Attribute]
    var children: [MarkupNode] = []

    struct Attribute: Sendable {
        let name: String
        var value: String
    }

    subscript(_ name: String) -> String? {
        attributes.first { $0.name == name }?.value
    }

    var classes: [Substring] { self["class"]?.split(separator: " ") ?? [] }

    /// This element and all below it.
    var everything: [MarkupNode] { [self] + children.flatMap(\.everything) }
}
