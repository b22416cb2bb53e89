extension Check {
    /// What a shift of a few pixels explains proves no change: editors shift and rescale what
    /// nobody asked them to touch.
    static let shift = Check(
        name: "shift", summary: "Whether all that differs could come from a shift of a few pixels."
    ) { claim, exhibits in
        guard let change = exhibits.change, change.mayBeShift else { return nil }
        let isDeed = [.changed, .removed, .added].contains(claim.kind)
        guard isDeed || claim.kind == .attribute && claim.origin == .sentence else { return nil }
        return Verdict(
            claim, .inconclusive, by: "shift",
            because: "all that differs could come from a shift of up to \(ShiftSearch.reach) "
                + "pixels, which editors make unasked", change.figures)
    }
}

/// Looks for each changed cell nearby in the other picture.
struct ShiftSearch {
    /// How far a cell may have moved, in pixels: replicas by today's editors were off by up to 8.
    static let reach = 8

    private struct Offset {
        var right = 0
        var down = 0
    }

    private let before: LabPixels
    private let after: LabPixels
    private let cast: CellColour
    private let offsets: [Offset]

    init(from before: LabPixels, to after: LabPixels, cast: CellColour) {
        self.before = before
        self.after = after
        self.cast = cast
        let range = -Self.reach...Self.reach
        offsets = range.flatMap { down in range.map { Offset(right: $0, down: down) } }
    }

    /// Whether every one of these cells stands nearby in the other picture, both ways.
    ///
    /// Both, because a thing that was put on a ground leaves ground nearby, but was not there
    /// before. Cells at the edge are left out: a shift takes some away and brings others in.
    func explains(_ cells: [PictureChange.Cell]) -> Bool {
        let inner = cells.filter { !touchesEdge($0.box) }
        // Neighbours move alike, so what explained the last cell is tried first.
        var (forth, back) = (Offset(), Offset())
        return !inner.isEmpty
            && inner.allSatisfy { cell in
                guard let old = before.mean(cell.box, { _ in true }),
                    let new = after.mean(cell.box, { _ in true })
                else { return true }
                return stands(old, cast, near: cell.box, in: after, &forth)
                    && stands(new, cast.reversed, near: cell.box, in: before, &back)
            }
    }

    /// With the cast or without: a shift alone also moves the cells' median, which looks like one.
    private func stands(
        _ colour: CellColour, _ cast: CellColour, near box: PictureBox, in pixels: LabPixels,
        _ guess: inout Offset
    ) -> Bool {
        let tinted = colour.moved(by: cast)
        let found = ([guess] + offsets).first { offset in
            let place = PictureBox(
                x: box.x + offset.right, y: box.y + offset.down, width: box.width,
                height: box.height)
            guard let other = pixels.mean(place, { _ in true }) else { return false }
            let distance = min(other.distance(to: colour), other.distance(to: tinted))
            return max(distance, abs(other.spread - colour.spread)) <= PictureChange.visible
        }
        if let found { guess = found }
        return found != nil
    }

    private func touchesEdge(_ box: PictureBox) -> Bool {
        let reach = Self.reach
        return box.x < reach || box.y < reach || box.x + box.width > before.width - reach
            || box.y + box.height > before.height - reach
    }
}

extension CellColour {
    fileprivate func moved(by cast: CellColour) -> CellColour {
        CellColour(l: l + cast.l, a: a + cast.a, b: b + cast.b, spread: spread)
    }

    fileprivate var reversed: CellColour { CellColour(l: -l, a: -a, b: -b) }
}
