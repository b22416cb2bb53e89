/// Makes clusters of the things that a wish names, everything attached to what it stands on.
struct Assembler {
    let library: ArtLibrary
    let wish: Wish
    let proportions: Proportions
    var dice: Dice

    init(library: ArtLibrary, wish: Wish, seed: UInt64) {
        self.library = library
        self.wish = wish
        dice = Dice(seed: seed, stream: "assembly")
        let heights = wish.things.compactMap { thing -> Double? in
            let subject = library.subjects[thing.subject]
            return subject.kind == "sky" ? nil : subject.height
        }
        proportions = Proportions(heights.isEmpty ? [100] : heights)
    }

    /// Whether a thing is carried by another rather than standing for itself.
    func isAttached(_ index: Int) -> Bool {
        guard let (kind, to) = wish.things[index].relation, let host = to.first, host != index
        else {
            return false
        }
        // Two things can't carry each other.
        if wish.things[host].relation?.to.first == index, host > index { return false }
        let landmark = library.subjects[wish.things[host].subject]
        switch kind {
        case .on, .inside: return landmark.stance != .air || landmark.anchors.on != nil
        case .under: return landmark.stance == .ground && hasRoom(under: landmark)
        case .wornBy: return landmark.anchors.head != nil
        case .heldBy: return landmark.anchors.hand != nil
        default: return false
        }
    }

    private func hasRoom(under subject: Subject) -> Bool {
        let roomy: Set<String> = [
            "table", "desk", "chair", "bench", "tree", "palm", "umbrella", "bridge", "bed",
            "piano", "street lamp", "pine",
        ]
        return roomy.contains(subject.name)
    }

    /// The cluster of one noun.
    mutating func cluster(_ index: Int, afloat: Bool) -> Cluster {
        let thing = wish.things[index]
        let subject = library.subjects[thing.subject]
        let height = proportions.height(of: subject.height) * thing.size
        let size = (width: height * subject.size.aspect, height: height)
        var stream = Dice(seed: dice.next(), stream: thing.name)
        let spots = Rows(count: thing.count, size: size).spots(dice: &stream)
        let flies = thing.flying || thing.relation?.kind == .above
        let floats = afloat && !flies && subject.anchors.waterline != nil
        let flips = !subject.isLettered && stream.coin()
        let items = spots.enumerated().map { copy, spot in
            var item = Item(
                subject: subject, thing: index, copy: copy,
                colours: Wardrobe.colours(of: thing, copy: copy, subject: subject, dice: &stream),
                box: Box(
                    x: spot.x - size.width * spot.scale / 2, y: spot.y - size.height * spot.scale,
                    width: size.width * spot.scale, height: size.height * spot.scale),
                footing: floats ? .water : Self.footing(of: subject, flying: flies))
            item.flipped =
                thing.count > 1 && !subject.isLettered
                ? stream.coin() : flips && subject.kind == "animal"
            if copy == 0 || thing.count == 1 { attachAll(to: &item, depth: 0) }
            return item
        }
        return Cluster(thing: index, items: items)
    }

    static func footing(of subject: Subject, flying: Bool) -> Item.Footing {
        if flying { return .air }
        switch subject.stance {
        case .ground: return .ground
        case .water: return .water
        case .air: return .air
        case .wall: return .wall
        case .hangs: return .ceiling
        }
    }

    private mutating func attachAll(to host: inout Item, depth: Int) {
        guard depth < 4 else { return }
        let guests = wish.things.indices.filter {
            isAttached($0) && wish.things[$0].relation?.to.first == host.thing
        }
        for index in guests {
            let kind = wish.things[index].relation?.kind
            let sharing = guests.filter { wish.things[$0].relation?.kind == kind }
            let slot = (index: sharing.firstIndex(of: index) ?? 0, count: sharing.count)
            attach(index, to: &host, slot: slot, depth: depth)
        }
    }

    private mutating func attach(
        _ index: Int, to host: inout Item, slot: (index: Int, count: Int), depth: Int
    ) {
        let thing = wish.things[index]
        let subject = library.subjects[thing.subject]
        guard let kind = thing.relation?.kind else { return }
        let ledge = Ledge(for: kind, host: host, guest: subject, slot: slot)
        let tallest = height(of: index, on: ledge, of: host)
        let size = (width: tallest * subject.size.aspect, height: tallest)
        for (copy, spot) in Self.spots(thing.count, on: ledge, size: size).enumerated() {
            let (width, height) = (size.width * spot.scale, size.height * spot.scale)
            var item = Item(
                subject: subject, thing: index, copy: copy,
                colours: Wardrobe.colours(of: thing, copy: copy, subject: subject, dice: &dice),
                box: Box(
                    x: ledge.x + spot.x - width / 2, y: ledge.y - height * (1 - ledge.sink),
                    width: width, height: height),
                footing: .held)
            item.flipped = !subject.isLettered && kind != .wornBy && dice.coin()
            attachAll(to: &item, depth: depth + 1)
            if ledge.isBehind {
                host.behind.append(item)
            } else if kind == .inside {
                host.inside.append(item)
            } else {
                host.on.append(item)
            }
        }
    }

    private static func spots(
        _ count: Int, on ledge: Ledge, size: (width: Double, height: Double)
    ) -> [Bunch.Spot] {
        let room = ledge.width * ledge.generosity
        if ledge.crowds { return Bunch(count: count, opening: room, size: size).spots }
        let step = min(size.width * 1.04, room / Double(count))
        return (0..<count).map { copy in
            Bunch.Spot(x: (Double(copy) - Double(count - 1) / 2) * step, scale: 1)
        }
    }

    /// How high a guest can be where it shall stand.
    private func height(of index: Int, on ledge: Ledge, of host: Item) -> Double {
        let thing = wish.things[index]
        let subject = library.subjects[thing.subject]
        let wanted = max(
            proportions.height(of: subject.height) * thing.size,
            host.box.height * ledge.leastHeight)
        let limit = host.box.height * ledge.heightLimit
        if ledge.crowds {
            let fullness = 1 + 0.04 * Double(thing.count - 1)
            return min(wanted, limit, host.box.height * 1.5) / fullness
        }
        let share = ledge.width * ledge.generosity / Double(thing.count)
        let least = share / subject.size.aspect * (thing.count > 1 ? 1.1 : 1)
        return min(wanted, least).clamped(to: 0...limit)
    }
}

extension Subject {
    /// Mirrored, its lettering would be.
    var isLettered: Bool { anchors.lettering != nil || name == "clock" }
}
