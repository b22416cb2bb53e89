/// Arranges what a wish names on a stage.
struct Composer {
    let library: ArtLibrary
    let wish: Wish
    let stage: Stage
    let light: Light
    let hasBanner: Bool
    private var assembler: Assembler
    private var dice: Dice

    init(library: ArtLibrary, wish: Wish, stage: Stage, light: Light, hasBanner: Bool, seed: UInt64)
    {
        self.light = light
        self.library = library
        self.wish = wish
        self.stage = stage
        self.hasBanner = hasBanner
        assembler = Assembler(library: library, wish: wish, seed: seed)
        dice = Dice(seed: seed, stream: "composition")
    }

    /// Every root item, from back to front.
    mutating func items() throws(SketchError) -> [Item] {
        let roots = wish.things.indices.filter { !assembler.isAttached($0) }
        let clusters = roots.map { assembler.cluster($0, afloat: stage.isAllWater) }
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
        var placed = placeRow(RowOrder(plain, wish: wish).sorted())
        for cluster in leaning { placed += placeInDepth(cluster, among: placed) }
        let mask = hovering.isEmpty ? nil : try PlaceMask(of: stage, light: light)
        var sky = SkyPlacer(
            stage: stage, wish: wish, library: library, taken: placed, hasBanner: hasBanner,
            mask: mask,
            pixelsForUnit: placed.first.map { pixelsForUnit(of: $0.thing, among: placed) })
        for cluster in hovering {
            if cluster.items.count > 2, cluster.items[0].subject.kind == "sky" {
                sky.strew(cluster, dice: &dice)
            } else {
                sky.place(cluster, alone: placed.isEmpty && hovering.count == 1)
            }
        }
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
        guard let (kind, to) = wish.things[index].relation, let host = to.first, host != index
        else {
            return false
        }
        guard wish.things[host].relation?.to.first != index || host < index else { return false }
        let footing = Assembler.footing(
            of: library.subjects[wish.things[host].subject], flying: wish.things[host].flying)
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
        let rows = Self.split(clusters, into: rowCount(for: clusters))
        guard rows.count > 1 else {
            return place(clusters, tallest: tallest(clusters), band: 0.35...0.8, across: 0.86)
        }
        // One scale for all rows, so that proportions hold from row to row.
        let scale = rows.map { fit($0, tallest: 0.46, across: 0.86) }.min() ?? 1
        for (index, row) in rows.enumerated() {
            let part = Double(index) / Double(rows.count - 1)
            let middle = mix(0.08, 0.9, part)
            out += place(row, scale: scale, band: (middle - 0.06)...(middle + 0.06))
        }
        return out
    }

    /// As many rows as let things be large; one more must be worth it.
    private func rowCount(for clusters: [Cluster]) -> Int {
        let scales = (1...3).map { count -> Double in
            let rows = Self.split(clusters, into: count)
            let limit = count == 1 ? tallest(clusters) : 0.46
            guard rows.count == count else { return 0 }
            return (rows.map { fit($0, tallest: limit, across: 0.86) }.min() ?? 0)
                * power(0.86, Double(count - 1))
        }
        let best = scales.indices.max { scales[$0] < scales[$1] } ?? 0
        return clusters.count < 3 ? 1 : best + 1
    }

    /// The tall ones behind, the small ones before, about equally wide rows.
    private static func split(_ clusters: [Cluster], into count: Int) -> [[Cluster]] {
        guard count > 1 else { return [clusters] }
        let byHeight = clusters.enumerated().sorted {
            ($1.element.bounds.height, $0.offset) < ($0.element.bounds.height, $1.offset)
        }
        let total = clusters.reduce(0) { $0 + $1.bounds.width }
        var rows: [[Int]] = [[]]
        var width = 0.0
        for (offset, cluster) in byHeight {
            let goal = total * Double(rows.count) / Double(count)
            if rows.count < count, !rows[rows.count - 1].isEmpty,
                width + cluster.bounds.width / 2 > goal
            {
                rows.append([])
            }
            rows[rows.count - 1].append(offset)
            width += cluster.bounds.width
        }
        return rows.map { $0.sorted().map { clusters[$0] } }
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
        return min(
            stage.height * tallest / highest(clusters), stage.width * across / (total * gaps))
    }

    private mutating func place(
        _ clusters: [Cluster], tallest: Double, band: ClosedRange<Double>, across: Double
    ) -> [Item] {
        // The camera of each seed stands a little nearer or farther, so that no two are alike.
        let scale = fit(clusters, tallest: tallest, across: across) * dice.roll(0.87...1.03)
        return place(clusters, scale: scale, band: band)
    }

    private mutating func place(
        _ clusters: [Cluster], scale: Double, band: ClosedRange<Double>
    ) -> [Item] {
        let widths = clusters.map { $0.bounds.width * scale }
        let total = widths.reduce(0, +)
        let spare = stage.width - total
        let gap =
            clusters.count > 1 ? min(spare / Double(clusters.count + 1), stage.width * 0.12) : 0
        var left = (stage.width - total - gap * Double(clusters.count - 1)) / 2
        left += shift(of: clusters, spare: spare)
        var out: [Item] = []
        for (cluster, width) in zip(clusters, widths) {
            let depth = 1 - cluster.bounds.height / highest(clusters)
            let base = baseline(
                of: cluster, scale: scale, at: mix(band.lowerBound, band.upperBound, depth),
                alone: clusters.count == 1)
            out += cluster.placed(left: left, baseline: base, scale: scale)
            left += width + gap
        }
        return out
    }

    /// Off the middle where the words say so, and a little by chance, less indoors.
    private mutating func shift(of clusters: [Cluster], spare: Double) -> Double {
        guard clusters.count == 1 else { return max(0, spare) * dice.roll(-0.06...0.06) }
        switch wish.things[clusters[0].thing].position {
        case .left: return -min(spare * 0.38, stage.width * 0.26)
        case .right: return min(spare * 0.38, stage.width * 0.26)
        case .centre: return 0
        default:
            let reach = stage.place?.outdoor == true ? 0.09 : 0.05
            return max(0, spare) * dice.roll(-reach...reach)
        }
    }

    private func baseline(
        of cluster: Cluster, scale: Double, at depth: Double, alone: Bool
    ) -> Double {
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
        guard let (kind, to) = wish.things[cluster.thing].relation, let host = to.first else {
            return []
        }
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
        guard let item = placed.first(where: { $0.thing == host }) else {
            return stage.height * 0.5
        }
        let unit = assembler.proportions.height(of: item.subject.height) * wish.things[host].size
        return item.box.height / max(unit, 0.01)
    }
}

extension Array {
    func partitioned(_ test: (Element) -> Bool) -> (matching: [Element], rest: [Element]) {
        (filter(test), filter { !test($0) })
    }
}
