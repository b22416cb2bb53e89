/// Things that move together: the copies of one noun, with what is on and in them.
///
/// Coordinates are relative: the front baseline lies at y 0, the left edge at x 0.
struct Cluster {
    let thing: Int
    var items: [Item]
    var bounds: Box

    init(thing: Int, items: [Item]) {
        self.thing = thing
        let reach = items.dropFirst().reduce(items[0].reach) { $0.union($1.reach) }
        self.items = items.map { $0.moved(x: -reach.x, y: 0, scale: 1) }
        bounds = Box(x: 0, y: reach.y, width: reach.width, height: -reach.y)
    }

    /// The items with the cluster's left edge and baseline where they are wanted.
    func placed(left: Double, baseline: Double, scale: Double) -> [Item] {
        items.map { $0.moved(x: left, y: baseline, scale: scale) }
    }
}

/// Sets out the copies of a thing in rows, the back ones a little higher and smaller.
struct Rows {
    let count: Int
    let size: (width: Double, height: Double)

    struct Spot {
        let x: Double
        let y: Double
        let scale: Double
        let row: Int
    }

    /// From back to front.
    func spots(dice: inout Dice) -> [Spot] {
        // Slim things stand in longer rows, closer behind each other, as a crowd does.
        let isSlim = size.width < size.height * 0.45
        let rows = count < (isSlim ? 5 : 4) ? 1 : (count < 8 || isSlim ? 2 : 3)
        let rise = min(size.height * 0.44, size.width * 0.55)
        var left = count
        var out: [Spot] = []
        for row in 0..<rows {
            let here = left / (rows - row)
            left -= here
            let back = Double(rows - 1 - row)
            let scale = power(0.88, back)
            let gap = size.width * (count < 4 ? 1.12 : 1.1) * scale
            for index in 0..<here {
                let jitter = count > 1 ? dice.roll(-0.05...0.05) : 0
                let across = Double(index) - Double(here - 1) / 2 + jitter
                let stagger = rows > 1 && here == count / rows && row % 2 == 0 ? 0.22 : 0
                let depth = count > 1 ? dice.roll(-0.03...0.03) * size.height : 0
                out.append(
                    Spot(
                        x: (across + stagger) * gap, y: -back * rise + depth,
                        scale: scale * (count > 1 ? dice.roll(0.94...1.05) : 1), row: row))
            }
        }
        return out.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
    }
}
