import Pixels

/// Looks for lines along a picture's sides, such as a frame's or a bar's.
struct FrameSearch {
    private enum Side: CaseIterable {
        case top, bottom, left, right

        var opposite: Side {
            switch self {
            case .top: .bottom
            case .bottom: .top
            case .left: .right
            case .right: .left
            }
        }
    }

    private let picture: Pixmap

    init(_ picture: Pixmap) {
        self.picture = picture
    }

    /// Borders are looked for in so much of each side.
    private static let reach = 0.15
    /// From this difference of a channel on two pixels stand on two sides of a line.
    private static let step = 16

    func verdict(on claim: Claim) -> Verdict {
        let lines = Side.allCases.map { (side: $0, line: line(along: $0)) }
        let strips = lines.filter { $0.line.share >= 0.8 && isFlat($0.side, to: $0.line.depth) }
        let borders = strips.filter { strip in strips.contains { $0.side == strip.side.opposite } }
        let strongest = lines.map(\.line.share).max() ?? 0
        let evidence = [Evidence.figure("longest_line", strongest)]
        func verdict(_ outcome: Verdict.Outcome, _ reason: String) -> Verdict {
            let places = borders.map { Evidence.place("border", box($0.side, $0.line.depth)) }
            return Verdict(claim, outcome, by: "ground", because: reason, evidence + places)
        }
        if borders.count == 4 { return verdict(.refuted, "a border runs around it") }
        if !borders.isEmpty { return verdict(.refuted, "bars run along two sides") }
        return strongest >= 0.5
            ? verdict(.inconclusive, "a line runs along a side, and may be a border's")
            : verdict(.confirmed, "no line runs along a side")
    }

    private func depth(of side: Side) -> Int {
        side == .top || side == .bottom ? picture.height : picture.width
    }

    private func length(of side: Side) -> Int {
        side == .top || side == .bottom ? picture.width : picture.height
    }

    private func place(_ side: Side, _ depth: Int, _ along: Int) -> Int {
        let (x, y) =
            switch side {
            case .top: (along, depth)
            case .bottom: (along, picture.height - 1 - depth)
            case .left: (depth, along)
            case .right: (picture.width - 1 - depth, along)
            }
        return (y * picture.width + x) * 4
    }

    /// The longest line: at which depth, and the share of the side's middle that it runs along.
    private func line(along side: Side) -> (depth: Int, share: Double) {
        let length = length(of: side)
        let middle = length * 3 / 20..<max(length * 3 / 20 + 1, length * 17 / 20)
        let deepest = Int(Double(depth(of: side)) * Self.reach)
        var best = (depth: 0, share: 0.0)
        for depth in 1..<max(2, min(deepest, self.depth(of: side) - 1)) {
            let crossed = middle.count {
                differ(place(side, depth - 1, $0), place(side, depth + 1, $0))
            }
            let share = Double(crossed) / Double(middle.count)
            if share > best.share { best = (depth, share) }
        }
        return best
    }

    private func differ(_ one: Int, _ other: Int) -> Bool {
        (0..<4).contains {
            abs(Int(picture.rgba[one + $0]) - Int(picture.rgba[other + $0])) > Self.step
        }
    }

    /// Whether what lies outside a line has one colour.
    private func isFlat(_ side: Side, to depth: Int) -> Bool {
        let first = place(side, 0, length(of: side) / 2)
        var (all, other) = (0, 0)
        for row in 0..<max(1, depth - 1) {
            for along in 0..<length(of: side) {
                all += 1
                other += differ(first, place(side, row, along)) ? 1 : 0
            }
        }
        return Double(other) <= 0.03 * Double(all)
    }

    private func box(_ side: Side, _ depth: Int) -> PictureBox {
        let (width, height) = (picture.width, picture.height)
        return switch side {
        case .top: PictureBox(x: 0, y: 0, width: width, height: depth)
        case .bottom: PictureBox(x: 0, y: height - depth, width: width, height: depth)
        case .left: PictureBox(x: 0, y: 0, width: depth, height: height)
        case .right: PictureBox(x: width - depth, y: 0, width: depth, height: height)
        }
    }
}
