/// The order of clusters from left to right that their relations ask for.
struct RowOrder {
    private let clusters: [Cluster]
    private let wish: Wish

    init(_ clusters: [Cluster], wish: Wish) {
        self.clusters = clusters
        self.wish = wish
    }

    func sorted() -> [Cluster] {
        var row = clusters
        // Twice, so that a relation to a thing that itself was moved still holds.
        for _ in 0..<2 {
            for cluster in clusters { settle(cluster, in: &row) }
        }
        return row.filter { side($0) == .left } + row.filter { side($0) == nil }
            + row.filter { side($0) == .right }
    }

    private func side(_ cluster: Cluster) -> Position? {
        let position = wish.things[cluster.thing].position
        return position == .left || position == .right ? position : nil
    }

    /// Whether a relation is kept as things stand, so that nothing moves that another needs there.
    private func holds(_ kind: Relation, from: Int, to: Int) -> Bool {
        switch kind {
        case .leftOf: from < to
        case .rightOf: from > to
        case .beside: abs(from - to) == 1
        default: false
        }
    }

    private func settle(_ cluster: Cluster, in row: inout [Cluster]) {
        guard let (kind, to) = wish.things[cluster.thing].relation, let host = to.first,
            let from = row.firstIndex(where: { $0.thing == cluster.thing }),
            let other = row.firstIndex(where: { $0.thing == host }), host != cluster.thing,
            !holds(kind, from: from, to: other)
        else { return }
        let moving = row.remove(at: from)
        let at = row.firstIndex { $0.thing == host } ?? 0
        switch kind {
        case .leftOf: row.insert(moving, at: at)
        case .rightOf, .beside: row.insert(moving, at: at + 1)
        case .between:
            let others = to.compactMap { thing in row.firstIndex { $0.thing == thing } }
            row.insert(moving, at: (others.min() ?? at) + 1)
        default: row.insert(moving, at: min(from, row.count))
        }
    }
}
