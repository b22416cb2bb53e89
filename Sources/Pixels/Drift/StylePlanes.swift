/// A picture in the form in which looks are compared: at most 512 pixels a side, with luma.
struct StylePlanes: Sendable {
    /// The side of a cell in pixels.
    static let cell = 16

    let canonical: Canonical
    let luma: Plane

    var width: Int { canonical.width }
    var height: Int { canonical.height }
    var columns: Int { max(1, width / Self.cell) }
    var rows: Int { max(1, height / Self.cell) }

    init(_ picture: Pixmap, _ size: (width: Int, height: Int)) {
        self.init(Canonical(picture, width: size.width, height: size.height))
    }

    private init(_ canonical: Canonical) {
        self.canonical = canonical
        luma = canonical.luma
    }

    /// The cell that a pixel lies in; what is left over at the right and the bottom belongs to the
    /// last.
    func cell(_ x: Int, _ y: Int) -> Int {
        min(y / Self.cell, rows - 1) * columns + min(x / Self.cell, columns - 1)
    }

    /// The numbers of all cells.
    var allCells: [Int] { Array(0..<columns * rows) }

    /// The pixels of a cell, as far as they are so many from the picture's edge.
    func area(
        of cell: Int, insetting inset: Int = 0
    ) -> (columns: Range<Int>, rows: Range<Int>) {
        let (column, row) = (cell % columns, cell / columns)
        let right = column == columns - 1 ? width : (column + 1) * Self.cell
        let bottom = row == rows - 1 ? height : (row + 1) * Self.cell
        let (left, top) = (max(inset, column * Self.cell), max(inset, row * Self.cell))
        return (
            left..<max(left, min(right, width - inset)), top..<max(top, min(bottom, height - inset))
        )
    }

    /// Some cells, sorted into blocks of a grid over the picture; blocks without any are left out.
    func blocks(across: Int, down: Int, of cells: [Int]) -> [[Int]] {
        var blocks = [[Int]](repeating: [], count: across * down)
        for cell in cells {
            let (column, row) = (cell % columns, cell / columns)
            blocks[row * down / rows * across + column * across / columns].append(cell)
        }
        return blocks.filter { !$0.isEmpty }
    }

    /// A pixel's colour.
    func colour(_ index: Int) -> Lab {
        Lab(
            red: Self.level(canonical.red.values[index]),
            green: Self.level(canonical.green.values[index]),
            blue: Self.level(canonical.blue.values[index]))
    }

    /// The same picture saved once more and shifted by a quarter of a pixel.
    var resaved: StylePlanes {
        let shifted = Canonical(
            red: Self.shifted(canonical.red), green: Self.shifted(canonical.green),
            blue: Self.shifted(canonical.blue), alpha: nil)
        let planes = StylePlanes(shifted)
        // A saving that fails leaves the shift, which is a spread as well.
        guard let file = try? planes.pixmap.jpeg(quality: 80),
            let read = try? Pixmap(decoding: file)
        else { return planes }
        return StylePlanes(read, (width, height))
    }

    /// A quarter of a pixel to the right, by Catmull and Rom's cubic, which hardly softens.
    private static func shifted(_ plane: Plane) -> Plane {
        let weights: [Float] = [-0.0703125, 0.8671875, 0.2265625, -0.0234375]
        var out = plane
        for y in 0..<plane.height {
            for x in 0..<plane.width {
                var sum: Float = 0
                for (step, weight) in weights.enumerated() {
                    let column = min(max(x + step - 1, 0), plane.width - 1)
                    sum += plane.values[y * plane.width + column] * weight
                }
                out.values[y * plane.width + x] = sum
            }
        }
        return out
    }

    /// The pixels, rounded to 8 bits.
    var pixmap: Pixmap {
        var rgba = [UInt8](repeating: 255, count: width * height * 4)
        for index in 0..<width * height {
            rgba[index * 4] = Self.level(canonical.red.values[index])
            rgba[index * 4 + 1] = Self.level(canonical.green.values[index])
            rgba[index * 4 + 2] = Self.level(canonical.blue.values[index])
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }

    private static func level(_ value: Float) -> UInt8 { UInt8(min(255, max(0, value.rounded()))) }
}
