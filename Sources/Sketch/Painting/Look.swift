/// A subject in certain colours: written once into the picture and used for every copy.
struct Look {
    let key: Key
    let id: String
    let back: String
    let front: String
    let sample: Sample

    struct Key: Hashable {
        let file: String
        let colours: [Wardrobe.PartColour]
    }

    /// The look as two symbols.
    var definition: String { "<g id=\"\(id)b\">\(back)</g><g id=\"\(id)f\">\(front)</g>" }
}
