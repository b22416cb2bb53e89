/// The line on which an attached thing stands, in the picture.
struct Ledge {
    var x = 0.0
    var y = 0.0
    var width = 0.0
    /// How much wider than the line the thing may be.
    var generosity = 1.0
    /// The highest it may be, as a part of its host.
    var heightLimit = 3.0
    /// How much of it sinks below the line.
    var sink = 0.0
    /// The least it may be, as a part of its host.
    var leastHeight = 0.0
    /// Whether it is drawn behind its host, so that an umbrella leaves the face free.
    var isBehind = false
    /// Whether several stand so close that they overlap, as flowers in a vase.
    var crowds = false

    /// Things that rise above the hand that holds them.
    static let risen: Set<String> = ["umbrella", "balloon", "kite", "flag"]

    /// The ledge for one of several things that share a line.
    init(for relation: Relation, host: Item, guest: Subject, slot: (index: Int, count: Int)) {
        let size = host.subject.size
        let anchors = host.subject.anchors
        let anchor: Anchors.Ledge
        switch relation {
        case .inside: anchor = opening(of: host, for: guest)
        case .wornBy:
            let head = anchors.head ?? .init(x: size.width / 2, y: 0, width: size.width / 3)
            anchor = .init(x: head.x, y: head.y, width: head.width)
            generosity = 1.25
            sink = 0.16
        case .heldBy: anchor = grip(of: host, on: guest)
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

    /// Where a thing stands in another.
    private mutating func opening(of host: Item, for guest: Subject) -> Anchors.Ledge {
        let size = host.subject.size
        heightLimit = 2.2
        guard let opening = host.subject.anchors.inside else {
            generosity = 0.8
            // Who is in a boat without an opening stands on its deck, not in its sails.
            let deck = host.subject.kind == "vehicle" ? host.subject.anchors.on : nil
            return deck ?? .init(x: size.width / 2, y: size.height * 0.6, width: size.width * 0.55)
        }
        generosity = 1.05
        // Stems reach down into a vase; a cat shows its face above a basket's rim.
        crowds = guest.kind == "plant"
        let isSlim = crowds || guest.size.aspect < 0.6
        sink = isSlim ? 0.2 : (guest.size.aspect > 0.9 ? -0.14 : 0)
        return opening
    }

    /// Where a thing is held.
    private mutating func grip(of host: Item, on guest: Subject) -> Anchors.Ledge {
        let size = host.subject.size
        let middle = Anchors.Ledge(x: size.width / 2, y: size.height / 2, width: 0)
        let hand = host.subject.anchors.hand ?? middle
        isBehind = Self.risen.contains(guest.name)
        leastHeight = isBehind ? 0.76 : 0
        heightLimit = isBehind ? 0.9 : 0.45
        sink = isBehind ? 0.06 : 0.5
        return .init(x: hand.x, y: hand.y, width: size.width * (isBehind ? 4 : 0.9))
    }
}
