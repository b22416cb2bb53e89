/// One thing in its place in the picture.
struct Item: Sendable {
    var subject: Subject
    /// Index of its noun in the wish.
    let thing: Int
    /// Which of several, from 0.
    let copy: Int
    var colours: [Wardrobe.PartColour]
    /// The viewBox of its drawing, in pixels.
    var box: Box
    var flipped = false
    var footing: Footing
    /// What it holds up, drawn before it.
    var behind: [Item] = []
    /// What stands in its opening, drawn between its layers.
    var inside: [Item] = []
    /// What stands on it or is worn by it, drawn after it.
    var on: [Item] = []

    enum Footing: Sendable { case ground, water, air, wall, ceiling, held }

    var scale: Double { box.width / subject.size.width }
    var baseline: Double { box.bottom }

    /// A point of the drawing in the picture.
    func place(x: Double, y: Double) -> (x: Double, y: Double) {
        let across = flipped ? subject.size.width - x : x
        return (box.x + across * scale, box.y + y * scale)
    }

    /// The item with everything on and in it, moved and scaled about the picture's origin.
    func moved(x: Double, y: Double, scale: Double) -> Item {
        var copy = self
        copy.box = Box(
            x: box.x * scale + x, y: box.y * scale + y, width: box.width * scale,
            height: box.height * scale)
        copy.behind = behind.map { $0.moved(x: x, y: y, scale: scale) }
        copy.inside = inside.map { $0.moved(x: x, y: y, scale: scale) }
        copy.on = on.map { $0.moved(x: x, y: y, scale: scale) }
        return copy
    }

    /// The bounds of the item with everything on and in it.
    var reach: Box { (behind + inside + on).reduce(box) { $0.union($1.reach) } }

    /// The item and everything on and in it.
    var family: [Item] {
        behind.flatMap(\.family) + inside.flatMap(\.family) + [self] + on.flatMap(\.family)
    }

    /// The item and everything on and in it, each changed, or left out with what it carries.
    func mapped(_ change: (Item) -> Item?) -> Item? {
        guard var item = change(self) else { return nil }
        item.behind = item.behind.compactMap { $0.mapped(change) }
        item.inside = item.inside.compactMap { $0.mapped(change) }
        item.on = item.on.compactMap { $0.mapped(change) }
        return item
    }
}
