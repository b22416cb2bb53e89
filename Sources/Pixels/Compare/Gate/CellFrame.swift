/// Where cells lie in the first picture.
struct CellFrame: Sendable {
    /// The first picture's size.
    let size: (width: Int, height: Int)
    /// The size at which both are compared.
    let canonical: (width: Int, height: Int)

    /// The first picture, whole.
    var whole: PictureBox { PictureBox(x: 0, y: 0, width: size.width, height: size.height) }

    /// Rectangles around connected cells, the largest first, in pixels of the first picture.
    func boxes(around cells: [Cell]) -> [PictureBox] {
        var waiting = Set(cells.map { SIMD2($0.column, $0.row) })
        var found: [PictureBox] = []
        for start in waiting.sorted(by: { ($0.y, $0.x) < ($1.y, $1.x) })
        where waiting.remove(start) != nil {
            var group = [start]
            var next = 0
            while next < group.count {
                for down in -1...1 {
                    for right in -1...1 {
                        let near = group[next] &+ SIMD2(right, down)
                        if waiting.remove(near) != nil { group.append(near) }
                    }
                }
                next += 1
            }
            found.append(box(around: group))
        }
        return found.sorted { ($0.area, $1.y, $1.x) > ($1.area, $0.y, $0.x) }
    }

    /// A cell in canonical pixels; the last of a row or column also holds what is left over.
    func place(of cell: Cell) -> PictureBox {
        let (left, top) = (cell.column * Cell.side, cell.row * Cell.side)
        let isLast = (
            cell.column + 1 == Cell.count(along: canonical.width),
            cell.row + 1 == Cell.count(along: canonical.height)
        )
        let right = isLast.0 ? canonical.width : left + Cell.side
        let bottom = isLast.1 ? canonical.height : top + Cell.side
        return PictureBox(x: left, y: top, width: right - left, height: bottom - top)
    }

    private func box(around group: [SIMD2<Int>]) -> PictureBox {
        let xs = group.map(\.x)
        let ys = group.map(\.y)
        func edge(_ cell: Int, _ small: Int, _ large: Int) -> Int {
            min(large, (cell * Cell.side * large + small / 2) / small)
        }
        let left = edge(xs.min() ?? 0, canonical.width, size.width)
        let top = edge(ys.min() ?? 0, canonical.height, size.height)
        return PictureBox(
            x: left, y: top,
            width: edge((xs.max() ?? 0) + 1, canonical.width, size.width) - left,
            height: edge((ys.max() ?? 0) + 1, canonical.height, size.height) - top)
    }
}
