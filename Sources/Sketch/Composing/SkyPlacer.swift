/// Finds room for what flies, shines above or hangs on a wall.
struct SkyPlacer {
    let stage: Stage
    let wish: Wish
    let library: ArtLibrary
    let hasBanner: Bool
    let mask: PlaceMask?
    /// The scale of what stands, if anything does.
    let pixelsForUnit: Double?
    private var taken: [Box]
    private let standing: [Item]
    private(set) var items: [Item] = []

    init(
        stage: Stage, wish: Wish, library: ArtLibrary, taken: [Item], hasBanner: Bool,
        mask: PlaceMask?, pixelsForUnit: Double?
    ) {
        self.pixelsForUnit = pixelsForUnit
        self.mask = mask
        self.stage = stage
        self.wish = wish
        self.library = library
        self.hasBanner = hasBanner
        standing = taken
        self.taken = taken.map(\.reach)
    }

    /// Stars and their like are strewn over the sky one by one.
    mutating func strew(_ cluster: Cluster, dice: inout Dice) {
        let items = cluster.items
        for item in items {
            let single = Cluster(thing: cluster.thing, items: [item])
            let size = stage.unit * dice.roll(0.035...0.075)
            let scale = size / max(single.bounds.height, single.bounds.width)
            let extent = (width: single.bounds.width * scale, height: single.bounds.height * scale)
            let spots = (0..<24).map { _ in
                Box(
                    x: dice.roll(0.06...0.9) * stage.width,
                    y: dice.roll(0.05...0.42) * stage.height,
                    width: extent.width, height: extent.height)
            }
            let best = spots.enumerated().min {
                (strewCost($0.element), $0.offset) < (strewCost($1.element), $1.offset)
            }
            guard let box = best?.element else { continue }
            self.items += single.placed(left: box.x, baseline: box.bottom, scale: scale)
            taken.append(box)
        }
    }

    private func strewCost(_ box: Box) -> Double {
        let room = box.inset(-0.05 * stage.unit)
        let shared = taken.reduce(0) { sum, other in
            let part = room.intersection(other)
            return sum + part.width * part.height
        }
        return shared / (box.width * box.height) + (mask?.cover(of: box) ?? 0) * 3
    }

    mutating func place(_ cluster: Cluster, alone: Bool) {
        let subject = cluster.items[0].subject
        let scale = scale(of: cluster, subject: subject, alone: alone)
        let size = (width: cluster.bounds.width * scale, height: cluster.bounds.height * scale)
        let box = spot(for: cluster, size: size, subject: subject, alone: alone)
        let placed = cluster.placed(left: box.x, baseline: box.bottom, scale: scale)
        items += placed
        taken.append(box)
    }

    private func scale(of cluster: Cluster, subject: Subject, alone: Bool) -> Double {
        let bounds = cluster.bounds
        let count = cluster.items.count
        let area = power(bounds.width * bounds.height, 0.5)
        if subject.kind == "sky" || subject.kind == "weather" {
            let wide = subject.size.aspect > 1.7 && subject.name == "rainbow"
            if wide { return stage.width * 0.92 / bounds.width }
            let side = alone ? 0.46 : 0.17 * (count > 1 ? 1.4 : 1)
            return min(
                stage.unit * side * wish.things[cluster.thing].size.clamped(to: 0.5...2.2) / area,
                stage.width * 0.86 / bounds.width, stage.height * 0.7 / bounds.height)
        }
        let tallest = alone ? 0.64 : (subject.stance == .wall ? 0.34 : 0.36)
        return min(
            stage.height * tallest / bounds.height,
            stage.width * (alone ? 0.8 : 0.5) / bounds.width,
            max(pixelsForUnit ?? .infinity, stage.unit * 0.11 * Double(min(count, 3)) / area))
    }

    private func spot(
        for cluster: Cluster, size: (width: Double, height: Double), subject: Subject, alone: Bool
    ) -> Box {
        let thing = wish.things[cluster.thing]
        if subject.name == "rainbow" {
            return Box(
                x: (stage.width - size.width) / 2,
                y: max(stage.height * 0.05, stage.horizon - size.height),
                width: size.width, height: size.height)
        }
        if subject.name == "door" {
            let side = standing.isEmpty ? 0.5 : 0.78
            return Box(
                x: stage.width * side - size.width / 2, y: stage.horizon * 1.01 - size.height,
                width: size.width, height: size.height)
        }
        if cluster.items[0].footing == .ceiling {
            return Box(
                x: (stage.width - size.width) / 2, y: 0, width: size.width, height: size.height)
        }
        if alone {
            let middle = stage.height * (subject.stance == .wall ? 0.4 : 0.46)
            return Box(
                x: (stage.width - size.width) / 2,
                y: max(0.06 * stage.height, middle - size.height / 2),
                width: size.width, height: size.height)
        }
        let candidates = candidates(size: size, thing: thing, subject: subject)
        let best = candidates.enumerated().min { first, second in
            (cost(first.element, thing), first.offset) < (
                cost(second.element, thing), second.offset
            )
        }
        return best?.element ?? Box(x: 0, y: 0, width: size.width, height: size.height)
    }

    private func candidates(
        size: (width: Double, height: Double), thing: Wish.Thing, subject: Subject
    ) -> [Box] {
        let top = stage.height * (hasBanner ? 0.24 : 0.06)
        let low = subject.stance == .wall ? stage.horizon - size.height * 1.1 : stage.height * 0.5
        let bottom = max(top, low - (subject.stance == .wall ? 0 : size.height * 0.5))
        let right = max(stage.width * 0.05, stage.width * 0.95 - size.width)
        return (0...6).flatMap { row in
            (0...12).map { column in
                Box(
                    x: mix(stage.width * 0.05, right, Double(column) / 12),
                    y: mix(top, bottom, Double(row) / 6), width: size.width, height: size.height)
            }
        }
    }

    private func cost(_ box: Box, _ thing: Wish.Thing) -> Double {
        var cost = 0.0
        for other in taken {
            let shared = box.inset(-0.015 * stage.unit).intersection(other)
            cost += shared.width * shared.height / (box.width * box.height) * 6
        }
        let third = thing.position == .left ? 0.2 : (thing.position == .right ? 0.8 : 0.7)
        cost += abs(box.middle / stage.width - third) * 0.8
        cost += abs((box.y + box.height / 2) / stage.height - 0.24) * 1.2
        if let mask, library.subjects[thing.subject].stance == .air {
            cost += mask.cover(of: box) * 2.4
        }
        guard let (kind, to) = thing.relation, let host = to.first else { return cost }
        let bodies = (standing + items).flatMap(\.family).filter { $0.thing == host }.map(\.box)
        guard let first = bodies.first else { return cost }
        let body = bodies.dropFirst().reduce(first) { $0.union($1) }
        return cost + distance(box, body, kind) * 8
    }

    /// How badly a spot keeps a relation.
    private func distance(_ box: Box, _ body: Box, _ kind: Relation) -> Double {
        let dx = (box.middle - body.middle) / stage.width
        switch kind {
        case .above, .on:
            let gap = (body.y - box.bottom) / stage.height
            return abs(dx) + (gap < 0 ? -gap * 2 : gap * 0.3)
        case .leftOf: return max(0, (box.right - body.x) / stage.width)
        case .rightOf: return max(0, (body.right - box.x) / stage.width)
        case .under: return abs(dx) + max(0, (body.bottom - box.y) / stage.height)
        case .beside, .inFrontOf, .behind: return abs(dx) * 0.4
        default: return 0
        }
    }
}
