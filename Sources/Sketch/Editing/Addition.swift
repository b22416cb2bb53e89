/// Finds room for one more thing in a finished arrangement.
struct Addition {
    let composition: Composition
    let library: ArtLibrary
    /// The new thing, in the composition's wish.
    let guest: Int
    /// What it is related to.
    let host: Int?
    /// Where it is to be, from the mask.
    let area: Box?
    let seed: UInt64

    private var wish: Wish { composition.wish }

    /// The arrangement with the new thing in it.
    func items() throws(SketchError) -> [Item] {
        // A little arrangement of the new thing and what it stands by shows how they go together.
        let reference = host ?? largest
        let pair = Pair(wish: wish, guest: guest, host: reference)
        var composer = Composer(
            library: library, wish: pair.wish, stage: composition.stage, light: composition.light,
            hasBanner: composition.banner != nil, seed: seed)
        let arranged = try composer.items().compactMap { $0.mapped(pair.renamed) }
        let family = arranged.flatMap(\.family)
        let fitted = fit(
            to: family.first { $0.thing == reference },
            composition.items.flatMap(\.family).first { $0.thing == reference })
        if let reference, let body = arranged.lazy.compactMap({ $0.holder(of: guest) }).first,
            body.thing == reference
        {
            return attach(body, fitted)
        }
        let new = family.filter { $0.thing == guest }.map(fitted)
        return place(new)
    }

    private var largest: Int? {
        composition.items.max { $0.box.height < $1.box.height }?.thing
    }

    private func fit(to old: Item?, _ new: Item?) -> (Item) -> Item {
        guard let old, let new, old.box.height > 0 else { return { $0 } }
        let scale = new.box.height / old.box.height
        return {
            $0.moved(
                x: new.box.middle - old.box.middle * scale,
                y: new.box.bottom - old.box.bottom * scale, scale: scale)
        }
    }

    /// What is on, in or under a thing belongs to it, on the first copy of it.
    private func attach(_ body: Item, _ fitted: (Item) -> Item) -> [Item] {
        var isDone = false
        return composition.items.compactMap { root in
            root.mapped { old in
                guard old.thing == body.thing, !isDone else { return old }
                isDone = true
                var item = old
                item.behind += body.behind.filter { $0.thing == guest }.map(fitted)
                item.inside += body.inside.filter { $0.thing == guest }.map(fitted)
                item.on += body.on.filter { $0.thing == guest }.map(fitted)
                return item
            }
        }
    }

    /// What stands for itself goes where it covers least, or into the mask.
    private func place(_ new: [Item]) -> [Item] {
        guard let first = new.first else { return composition.items }
        let reach = new.dropFirst().reduce(first.reach) { $0.union($1.reach) }
        let moved: [Item]
        if let area {
            let scale = min(
                1.6, area.width * 0.9 / reach.width, area.height * 0.94 / reach.height)
            moved = new.map {
                $0.moved(
                    x: area.middle - reach.middle * scale,
                    y: area.bottom - area.height * 0.03 - reach.bottom * scale, scale: scale)
            }
        } else if isTied || first.footing == .air {
            moved = new
        } else {
            let shift = freest(reach)
            moved = new.map { $0.moved(x: shift, y: 0, scale: 1) }
        }
        // Behind what stands nearer, before what stands farther.
        var out = composition.items
        for item in moved {
            let spot = out.firstIndex { $0.footing == .ground && $0.baseline > item.baseline }
            out.insert(item, at: spot ?? out.count)
        }
        return out
    }

    /// Whether the words say where it stands.
    private var isTied: Bool { host != nil && wish.things[guest].relation != nil }

    private func freest(_ reach: Box) -> Double {
        let taken = composition.items.map(\.reach)
        let width = composition.stage.width
        let spots = (0...24).map { step in
            mix(width * 0.03, max(width * 0.03, width * 0.97 - reach.width), Double(step) / 24)
        }
        let best = spots.min { cost($0, reach, taken) < cost($1, reach, taken) } ?? reach.x
        return best - reach.x
    }

    private func cost(_ left: Double, _ reach: Box, _ taken: [Box]) -> Double {
        let box = Box(x: left, y: reach.y, width: reach.width, height: reach.height)
        let shared = taken.reduce(0) { sum, other in
            let part = box.intersection(other)
            return sum + part.width * part.height
        }
        return shared / max(1, reach.width * reach.height)
            + abs(box.middle / composition.stage.width - 0.5) * 0.05
    }
}

/// Two things of a wish as a wish of their own.
private struct Pair {
    let wish: Wish
    private let names: [Int]

    init(wish whole: Wish, guest: Int, host: Int?) {
        var wish = whole
        wish.lettering = []
        names = [host, guest].compactMap(\.self)
        wish.things = names.map { whole.things[$0] }
        let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
        for index in wish.things.indices {
            wish.things[index].relation = wish.things[index].relation.flatMap { relation in
                let hosts = relation.to.compactMap { places[$0] }
                return hosts.isEmpty ? nil : (relation.kind, hosts)
            }
        }
        self.wish = wish
    }

    /// The item under its index in the whole wish.
    func renamed(_ item: Item) -> Item? {
        Item(
            subject: item.subject, thing: names[item.thing], copy: item.copy,
            colours: item.colours, box: item.box, flipped: item.flipped, footing: item.footing,
            behind: item.behind, inside: item.inside, on: item.on)
    }
}

extension Item {
    /// The item that carries a thing, among itself and what is on and in it.
    fileprivate func holder(of thing: Int) -> Item? {
        family.first { item in
            (item.behind + item.inside + item.on).contains { $0.thing == thing }
        }
    }
}
