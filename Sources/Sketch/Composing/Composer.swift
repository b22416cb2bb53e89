/// Arranges what a wish names on a stage.
struct Composer {
    let library: ArtLibrary
    let wish: Wish
    let stage: Stage
    let hasBanner: Bool
    private var assembler: Assembler
    private var dice: Dice

    init(library: ArtLibrary, wish: Wish, stage: Stage, hasBanner: Bool, seed: UInt64) {
        self.library = library
        self.wish = wish
        self.stage = stage
        self.hasBanner = hasBanner
        assembler = Assembler(library: library, wish: wish, seed: seed)
        dice = Dice(seed: seed, stream: "composition")
    }

    /// Every root item, from back to front.
    mutating func items() -> [Item] {
        let roots = wish.things.indices.filter { !assembler.isAttached($0) }
        let clusters = roots.map { assembler.cluster($0) }
        var standing: [Cluster] = []
        var hovering: [Cluster] = []
        for cluster in clusters {
            if cluster.items[0].footing == .ground || floats(cluster) {
                standing.append(cluster)
            } else {
                hovering.append(cluster)
            }
        }
        let (leaning, plain) = standing.partitioned { isBesideDepth($0.thing) }
        var placed = placeRow(Order(plain, wish: wish).sorted())
        for cluster in leaning { placed += placeInDepth(cluster, among: placed) }
        var sky = SkyPlacer(
            stage: stage, wish: wish, library: library, taken: placed, hasBanner: hasBanner)
        for cluster in hovering { sky.place(cluster, alone: placed.isEmpty && hovering.count == 1) }
        return (sky.items + placed).sorted { order($0) < order($1) }
    }

    private func order(_ item: Item) -> Double {
        switch item.footing {
        case .wall: -3000
        case .air: library.subjects[wish.things[item.thing].subject].kind == "sky" ? -2000 : 4000
        case .ceiling: -1000
        default:
            item.baseline
                + (wish.things[item.thing].relation?.kind == .behind ? -0.001 * stage.height : 0)
        }
    }

    private func floats(_ cluster: Cluster) -> Bool { cluster.items[0].footing == .water }

    /// Whether a thing stands behind or before another one that stands.
    private func isBesideDepth(_ index: Int) -> Bool {
        guard let (kind, to) = wish.things[index].relation, let host = to.first, host != index else {
            return false
        }
        guard wish.things[host].relation?.to.first != index || host < index else { return false }
        let footing = Assembler.footing(of: library.subjects[wish.things[host].subject], flying: wish.things[host].flying)
        return (kind == .behind || kind == .inFrontOf) && (footing == .ground || footing == .water)
            && !assembler.isAttached(host)
    }

    // MARK: What stands

    private mutating func placeRow(_ clusters: [Cluster]) -> [Item] {
        guard !clusters.isEmpty else { return [] }
        let far = clusters.filter { wish.things[$0.thing].position == .background }
        let rest = clusters.filter { wish.things[$0.thing].position != .background }
        var out: [Item] = []
        if !far.isEmpty, !rest.isEmpty {
            out += place(far, tallest: 0.32, band: 0.0...0.12, across: 0.9)
            return out + place(rest, tallest: tallest(rest), band: 0.35...0.8, across: 0.86)
        }
        let shares = fit(clusters, tallest: tallest(clusters), across: 0.86)
        let byHeight = (stage.height * tallest(clusters)) / highest(clusters)
        if clusters.count > 3, shares < byHeight * 0.62 {
            let sorted = clusters.enumerated().sorted {
                ($1.element.bounds.height, $0.offset) < ($0.element.bounds.height, $1.offset)
            }
            let cut = (clusters.count + 1) / 2
            let back = Set(sorted.prefix(cut).map(\.element.thing))
            out += place(clusters.filter { back.contains($0.thing) }, tallest: 0.44, band: 0.1...0.3, across: 0.88)
            let front = clusters.filter { !back.contains($0.thing) }
            return out + place(front, tallest: 0.34, band: 0.75...0.95, across: 0.74)
        }
        return place(clusters, tallest: tallest(clusters), band: 0.35...0.8, across: 0.86)
    }

    private func highest(_ clusters: [Cluster]) -> Double {
        clusters.map(\.bounds.height).max() ?? 1
    }

    /// How high the tallest may be, as a part of the frame.
    private func tallest(_ clusters: [Cluster]) -> Double {
        let alone = clusters.count == 1 && clusters[0].items.count == 1
        let indoor = stage.place?.outdoor != true
        let base = alone ? (indoor ? 0.6 : 0.58) : (clusters.count == 1 ? 0.58 : 0.54)
        let size = clusters.count == 1 ? wish.things[clusters[0].thing].size : 1
        let wanted = size < 1 ? base * mix(0.62, 1, size) : base * min(1.22, mix(1, size, 0.25))
        return hasBanner ? wanted * 0.88 : wanted
    }

    /// Pixels for a unit of the clusters' coordinates.
    private func fit(_ clusters: [Cluster], tallest: Double, across: Double) -> Double {
        let total = clusters.reduce(0) { $0 + $1.bounds.width }
        let gaps = 1 + 0.1 * Double(clusters.count - 1)
        return min(stage.height * tallest / highest(clusters), stage.width * across / (total * gaps))
    }

    private mutating func place(
        _ clusters: [Cluster], tallest: Double, band: ClosedRange<Double>, across: Double
    ) -> [Item] {
        let scale = fit(clusters, tallest: tallest, across: across)
        let widths = clusters.map { $0.bounds.width * scale }
        let total = widths.reduce(0, +)
        let spare = stage.width - total
        let gap = clusters.count > 1 ? min(spare / Double(clusters.count + 1), stage.width * 0.12) : 0
        var left = (stage.width - total - gap * Double(clusters.count - 1)) / 2
        left += shift(of: clusters, spare: spare)
        var out: [Item] = []
        for (cluster, width) in zip(clusters, widths) {
            let depth = 1 - cluster.bounds.height / highest(clusters)
            let base = baseline(of: cluster, scale: scale, at: mix(band.lowerBound, band.upperBound, depth), alone: clusters.count == 1)
            out += cluster.placed(left: left, baseline: base, scale: scale)
            left += width + gap
        }
        return out
    }

    /// Off the middle where the words say so, and a little outdoors.
    private mutating func shift(of clusters: [Cluster], spare: Double) -> Double {
        guard clusters.count == 1 else { return 0 }
        switch wish.things[clusters[0].thing].position {
        case .left: return -min(spare * 0.38, stage.width * 0.26)
        case .right: return min(spare * 0.38, stage.width * 0.26)
        case .centre: return 0
        default:
            let room = max(0, spare)
            return stage.place?.outdoor == true ? room * dice.roll(-0.09...0.09) : 0
        }
    }

    private func baseline(of cluster: Cluster, scale: Double, at depth: Double, alone: Bool) -> Double {
        if floats(cluster), let water = stage.water {
            return mix(water.lowerBound, water.upperBound, (0.3 + depth * 0.5).clamped(to: 0...1))
        }
        let height = cluster.bounds.height * scale
        guard alone else { return mix(stage.far, stage.near, depth) }
        let centred = (stage.height + height) / 2 + stage.height * (hasBanner ? 0.1 : 0.025)
        return centred.clamped(to: stage.far...stage.near)
    }

    /// Puts a cluster behind or before what it is related to.
    private mutating func placeInDepth(_ cluster: Cluster, among placed: [Item]) -> [Item] {
        guard let (kind, to) = wish.things[cluster.thing].relation, let host = to.first else { return [] }
        let bodies = placed.filter { $0.thing == host }.map(\.box)
        guard let first = bodies.first else { return placeRow([cluster]) }
        let body = bodies.dropFirst().reduce(first) { $0.union($1) }
        let unit = pixelsForUnit(of: host, among: placed)
        let isBehind = kind == .behind
        let hostHeight = body.height
        var scale = unit * (isBehind ? 0.94 : 1.04)
        let own = cluster.bounds.height * scale
        if isBehind, own < hostHeight * 0.75 { scale *= 1.1 }
        let limit = stage.height * (isBehind ? 0.8 : 0.5) / cluster.bounds.height
        scale = min(scale, limit, stage.width * 0.8 / cluster.bounds.width)
        let width = cluster.bounds.width * scale
        let side = dice.coin() ? 1.0 : -1.0
        let overlap = isBehind ? (cluster.bounds.height * scale < hostHeight ? 0.52 : 0.3) : 0.28
        let middle = body.middle + side * body.width * overlap
        let left = (middle - width / 2).clamped(
            to: stage.width * 0.03...max(stage.width * 0.03, stage.width * 0.97 - width))
        let step = stage.height * (isBehind ? -0.045 : 0.05)
        let base = min(body.bottom + step, stage.height * 0.965)
        return cluster.placed(left: left, baseline: base, scale: scale)
    }

    private func pixelsForUnit(of host: Int, among placed: [Item]) -> Double {
        guard let item = placed.first(where: { $0.thing == host }) else { return stage.height * 0.5 }
        let unit = assembler.proportions.height(
            of: item.subject.height * wish.things[host].size)
        return item.box.height / max(unit, 0.01)
    }
}

extension Array {
    func partitioned(_ test: (Element) -> Bool) -> (matching: [Element], rest: [Element]) {
        (filter(test), filter { !test($0) })
    }
}
