/// Smooth value noise and paper grain in whole numbers, the same on every machine and in any build.
struct Noise: Sendable {
    /// Cells that repeat every 256 in both directions.
    private let cells: [UInt16]

    init(seed: UInt64) {
        var dice = Dice(seed: seed, stream: "noise")
        cells = (0..<65_536).map { _ in UInt16(truncatingIfNeeded: dice.next() >> 48) }
    }

    /// One layer of noise over a picture: the columns are worked out once, then it is cheap by rows.
    struct Layer: Sendable {
        fileprivate let cells: [UInt16]
        /// For each column its cell and, in 4096ths, how far it is on the way to the next.
        private let columns: [(cell: Int32, weight: Int32)]
        private let step: Int
        private let top: Int

        /// Cells as large as the period, in 1024ths of the picture's shorter side.
        init(
            _ noise: Noise, period: Int, offset: (x: Int, y: Int) = (0, 0), width: Int, short: Int
        ) {
            let step = 65_536 * 1024 / (period * short)
            cells = noise.cells
            columns = (0..<width).map { x in
                let at = x * step
                return (Int32((at >> 16) + offset.x), Layer.eased((at >> 4) & 4095))
            }
            self.step = step
            top = offset.y
        }

        private static func eased(_ part: Int) -> Int32 {
            Int32((part * part * (3 * 4096 - 2 * part)) >> 24)
        }

        /// Adds the noise of a row, 0 to 4095 times the weight, to what is there.
        func add(
            row y: Int, columns range: Range<Int>, times weight: Int32,
            to out: UnsafeMutablePointer<Int32>
        ) {
            guard let first = range.first, let last = range.last else { return }
            let start = columns[first].cell
            let at = y * step
            let line = (at >> 16) + top
            let upper = (line & 255) << 8
            let lower = ((line + 1) & 255) << 8
            let down = Layer.eased((at >> 4) & 4095)
            let row = (start...(columns[last].cell + 1)).map { cell -> Int32 in
                let column = Int(cell & 255)
                let (above, below) = (Int32(cells[upper | column]), Int32(cells[lower | column]))
                return (above >> 4) + ((((below >> 4) - (above >> 4)) * down) >> 12)
            }
            row.withUnsafeBufferPointer { row in
                columns.withUnsafeBufferPointer { columns in
                    var x = first
                    while x <= last {
                        let (cell, part) = columns[x]
                        let left = row[Int(cell &- start)]
                        let right = row[Int(cell &- start) &+ 1]
                        out[x] = out[x] &+ (left &+ (((right &- left) &* part) >> 12)) &* weight
                        x = x &+ 1
                    }
                }
            }
        }
    }

    /// The tooth of the paper: two sizes of unsmoothed cells.
    struct Grain: Sendable {
        private let cells: [UInt16]
        private let fine: [UInt8]
        private let coarse: [UInt8]
        private let short: Int

        init(_ noise: Noise, width: Int, short: Int) {
            cells = noise.cells
            fine = (0..<width).map { UInt8(truncatingIfNeeded: $0 * 512 / short) }
            coarse = (0..<width).map { UInt8(truncatingIfNeeded: $0 * 10_240 / (33 * short) + 91) }
            self.short = short
        }

        /// Writes the grain of a row, -2048 to 2047.
        func write(row y: Int, to out: UnsafeMutablePointer<Int32>) {
            let first = ((y * 512 / short) & 255) << 8
            let second = ((y * 10_240 / (33 * short) + 37) & 255) << 8
            cells.withUnsafeBufferPointer { cells in
                for (x, cell) in zip(fine, coarse).enumerated() {
                    let upper = Int32(cells[first | Int(cell.0)])
                    let lower = Int32(cells[second | Int(cell.1)])
                    out[x] = ((upper &+ lower) >> 5) &- 2048
                }
            }
        }
    }
}
