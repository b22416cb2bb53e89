import Pixels

/// What differs between a picture and its parent, cell by cell.
///
/// A worst-cell statistic: whole-picture figures such as SSIM miss small changes. Cells of 16 pixels
/// are compared by their mean colour, after a cast of the whole is taken off and named. Pictures are
/// compared as they lie; one that was shifted looks changed everywhere, is never called kept, and
/// proves no change.
struct PictureChange {
    /// One of the four answers of a comparison.
    enum Kind: String {
        case identical
        case noVisibleChange = "no_visible_change"
        case changed
        /// Another picture, or another size: not comparable.
        case recomposed
    }

    /// One cell and how far its mean colour moved.
    struct Cell {
        var box: PictureBox
        var before: CellColour
        var after: CellColour
        /// The distance once the cast is taken off.
        var distance: Double
        var isInside: Bool
    }

    /// The side of a cell in pixels.
    static let cell = 16
    /// From this distance on a cell changed visibly (CIE L*a*b*).
    static let visible = 4.0
    /// Up to this distance a cell surely did not.
    static let invisible = 2.0
    /// From this distance on the whole has another cast.
    static let castLimit = 1.0

    private(set) var kind = Kind.identical
    private(set) var cells: [Cell] = []
    /// By how much the whole moved: the median over cells.
    private(set) var cast = CellColour()
    /// How alike the large forms are, from -1 to 1.
    private(set) var structure = 1.0
    /// Whether all that differs could come from a shift of a few pixels.
    private(set) var mayBeShift = false
    /// What the gate says, which lays the pictures over each other first and knows the noise of
    /// codecs and scalers; nil for pictures that can't be laid over each other, or that are the same.
    private(set) var gate: Comparison?
    /// Whether the picture is one flat colour.
    let isBlank: Bool

    init(from parent: Pixmap, to picture: Pixmap, mask: EditMask?) {
        let after = LabPixels(picture)
        isBlank = picture.isBlank
        guard parent.width == picture.width, parent.height == picture.height else {
            kind = .recomposed
            return
        }
        guard parent != picture else { return }
        let before = LabPixels(parent)
        measure(before, after, mask)
        takeCastOff()
        structure = Self.correlation(cells)
        let share = Double(cells.count { $0.distance > Self.visible }) / Double(max(1, cells.count))
        if structure < 0.6, share > 0.5, mask.map({ $0.share < 0.5 }) ?? true {
            kind = .recomposed
        } else {
            let isStill = share == 0 && cast.distance(to: CellColour()) <= Self.castLimit
            kind = isStill ? .noVisibleChange : .changed
        }
        let suspects = cells.filter { $0.distance > Self.visible }
        let gate = Comparison(parent, picture, mask: mask.map(Mask.init))
        self.gate = gate
        // What the cells are too coarse for is no stillness; what changed stays for others to tell.
        if kind == .noVisibleChange, gateSees { kind = .changed }
        mayBeShift =
            gate.answer == .noVisibleChange
            || ShiftSearch(from: before, to: after, cast: cast).explains(suspects)
    }

    private mutating func measure(_ before: LabPixels, _ after: LabPixels, _ mask: EditMask?) {
        let size = Size(width: before.width, height: before.height)
        let side = Self.cell
        for y in stride(from: 0, to: size.height, by: side) {
            for x in stride(from: 0, to: size.width, by: side) {
                let box = PictureBox(
                    x: x, y: y, width: min(side, size.width - x),
                    height: min(side, size.height - y))
                for isInside in [true, false] {
                    func holds(_ index: Int) -> Bool {
                        mask.map { $0.mayChange[index] == isInside } ?? isInside
                    }
                    guard let old = before.mean(box, holds), let new = after.mean(box, holds) else {
                        continue
                    }
                    cells.append(
                        Cell(box: box, before: old, after: new, distance: 0, isInside: isInside))
                }
            }
        }
    }

    /// The cast is the outside's where there is a region, since the inside may change as it likes.
    private mutating func takeCastOff() {
        let outside = cells.filter { !$0.isInside }
        let judged = outside.isEmpty ? cells : outside
        cast = CellColour(
            l: Self.median(judged.map { $0.after.l - $0.before.l }),
            a: Self.median(judged.map { $0.after.a - $0.before.a }),
            b: Self.median(judged.map { $0.after.b - $0.before.b }))
        for index in cells.indices {
            var after = cells[index].after
            (after.l, after.a, after.b) = (after.l - cast.l, after.a - cast.a, after.b - cast.b)
            let spread = abs(after.spread - cells[index].before.spread)
            cells[index].distance = max(cells[index].before.distance(to: after), spread)
        }
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }

    private static func correlation(_ cells: [Cell]) -> Double {
        let count = Double(max(1, cells.count))
        let means = cells.reduce((0.0, 0.0)) {
            ($0.0 + $1.before.l / count, $0.1 + $1.after.l / count)
        }
        var (product, first, second) = (0.0, 0.0, 0.0)
        for cell in cells {
            let (x, y) = (cell.before.l - means.0, cell.after.l - means.1)
            product += x * y
            first += x * x
            second += y * y
        }
        guard first > 0, second > 0 else { return first == second ? 1 : 0 }
        return product / (first * second).squareRoot()
    }
}

extension PictureChange {
    /// The largest distance inside or outside the region; nil where there is no such cell.
    func worst(inside: Bool) -> Double? {
        cells.filter { $0.isInside == inside }.map(\.distance).max()
    }

    /// The share of cells inside or outside that changed visibly, from 0 to 1.
    func changedShare(inside: Bool) -> Double {
        let region = cells.filter { $0.isInside == inside }
        guard !region.isEmpty else { return 0 }
        return Double(region.count { $0.distance > Self.visible }) / Double(region.count)
    }

    /// How strong the cast of the whole is.
    var castDistance: Double { cast.distance(to: CellColour()) }

    /// The rectangles around connected changed cells, the largest first.
    func boxes(inside: Bool) -> [PictureBox] {
        let changed = cells.filter { $0.isInside == inside && $0.distance > Self.visible }.map(
            \.box)
        var waiting = Set(changed)
        var found: [PictureBox] = []
        while let first = waiting.popFirst() {
            var group = [first]
            var next = 0
            while next < group.count {
                let near = waiting.filter { group[next].touches($0) }
                waiting.subtract(near)
                group += near
                next += 1
            }
            found.append(group.dropFirst().reduce(group[0]) { $0.united(with: $1) })
        }
        return found.sorted { ($0.area, $1.y, $1.x) > ($1.area, $0.y, $0.x) }
    }

    /// Whether nothing that can be seen changed.
    var isStill: Bool { kind == .identical || kind == .noVisibleChange }

    /// Whether the gate found a change anywhere.
    var gateSees: Bool { (gate?.score ?? 0) > 1 }

    /// Whether the gate found a change outside the region.
    var gateSeesOutside: Bool { (gate?.outsideScore ?? gate?.score ?? 0) > 1 }
}

extension Mask {
    /// What an edit's mask lets change.
    init(_ mask: EditMask) {
        self.init(
            width: mask.size.width, height: mask.size.height,
            bits: mask.mayChange.map { $0 ? 1 : 0 })
    }
}

extension PictureBox {
    fileprivate func touches(_ other: PictureBox) -> Bool {
        x <= other.x + other.width && other.x <= x + width && y <= other.y + other.height
            && other.y <= y + height
    }

    fileprivate func united(with other: PictureBox) -> PictureBox {
        let (left, top) = (min(x, other.x), min(y, other.y))
        return PictureBox(
            x: left, y: top, width: max(x + width, other.x + other.width) - left,
            height: max(y + height, other.y + other.height) - top)
    }
}

extension Pixmap {
    /// Whether every pixel has about the same colour, as where an engine gave up.
    var isBlank: Bool {
        guard rgba.count >= 4 else { return true }
        let spreads = (0..<4).map { channel in
            var (least, most) = (UInt8.max, UInt8.min)
            for index in stride(from: channel, to: rgba.count, by: 4) {
                least = min(least, rgba[index])
                most = max(most, rgba[index])
            }
            return (least: least, most: most)
        }
        // What lies under full transparency is not seen.
        return spreads[3].most == 0 || spreads.allSatisfy { $0.most - $0.least <= 8 }
    }
}
