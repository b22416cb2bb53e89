/// The line on which an attached thing stands, in the picture.
struct Ledge {
    var x: Double
    var y: Double
    var width: Double
    /// How much wider than the line the thing may be.
    var generosity = 1.0
    /// The highest it may be, as a part of its host.
    var heightLimit = 3.0
    /// How much of it sinks below the line.
    var sink = 0.0

    /// The ledge for one of several things that share a line.
    init(for relation: Relation, host: Item, guest: Subject, slot: (index: Int, count: Int)) {
        let size = host.subject.size
        let anchors = host.subject.anchors
        let anchor: Anchors.Ledge
        switch relation {
        case .inside:
            anchor =
                anchors.inside
                ?? .init(x: size.width / 2, y: size.height * 0.6, width: size.width * 0.55)
            generosity = anchors.inside == nil ? 0.8 : 1.05
            heightLimit = 2.2
            // Stems reach down into a vase; a cat shows its face above a basket's rim.
            if anchors.inside != nil {
                sink = guest.size.aspect < 0.6 ? 0.2 : (guest.size.aspect > 0.9 ? -0.14 : 0)
            }
        case .wornBy:
            let head = anchors.head ?? .init(x: size.width / 2, y: 0, width: size.width / 3)
            anchor = .init(x: head.x, y: head.y, width: head.width)
            generosity = 1.25
            sink = 0.16
        case .heldBy:
            let hand = anchors.hand ?? .init(x: size.width / 2, y: size.height / 2, width: 0)
            let hangsOn = ["umbrella", "balloon", "kite", "flag"].contains(guest.name)
            anchor = .init(x: hand.x, y: hand.y, width: size.width * (hangsOn ? 2 : 0.9))
            heightLimit = hangsOn ? 0.62 : 0.45
            sink = hangsOn ? 0.06 : 0.5
        case .under:
            anchor = .init(x: size.width / 2, y: size.height * 1.015, width: size.width * 0.5)
            heightLimit = 0.48
        default:
            anchor =
                anchors.on
                ?? .init(x: size.width / 2, y: size.height * 0.04, width: size.width * 0.6)
            generosity = 1.35
            heightLimit = 2.5
        }
        let point = host.place(x: anchor.x, y: anchor.y)
        (x, y, width) = (point.x, point.y, anchor.width * host.scale)
        guard slot.count > 1 else { return }
        let part = (Double(slot.index) + 0.5) / Double(slot.count)
        x += (part - 0.5) * width
        width /= Double(slot.count)
    }
}
