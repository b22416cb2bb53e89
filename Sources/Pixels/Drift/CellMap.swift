/// Some cells of a grid over a picture, such as those that an edit changed.
///
/// Written down as runs of cells by rows: how many are not meant, how many are, and so on.
public struct CellMap: Hashable, Sendable {
    /// Cells in a row.
    public let columns: Int
    /// Cells in a column.
    public let rows: Int
    /// For each cell by rows whether it is meant.
    private(set) var cells: [Bool]

    /// More cells a side than any picture is divided into.
    private static let limit = 1024

    init(columns: Int, rows: Int, cells: [Bool]) {
        precondition(cells.count == columns * rows, "a map holds one value a cell")
        (self.columns, self.rows, self.cells) = (columns, rows, cells)
    }

    init(columns: Int, rows: Int, all value: Bool) {
        self.init(
            columns: columns, rows: rows, cells: Array(repeating: value, count: columns * rows))
    }

    /// The share of the cells that are meant, from 0 to 1.
    public var share: Double { Double(cells.count { $0 }) / Double(max(1, cells.count)) }

    /// The same over another grid; a cell is meant where any that it touches is.
    func resized(columns: Int, rows: Int) -> CellMap {
        guard (columns, rows) != (self.columns, self.rows) else { return self }
        var out = CellMap(columns: columns, rows: rows, all: false)
        for row in 0..<rows {
            let high = Self.touched(row, of: rows, among: self.rows)
            for column in 0..<columns {
                let wide = Self.touched(column, of: columns, among: self.columns)
                out.cells[row * columns + column] = high.contains { row in
                    wide.contains { cells[row * self.columns + $0] }
                }
            }
        }
        return out
    }

    private static func touched(_ place: Int, of count: Int, among others: Int) -> Range<Int> {
        let first = place * others / count
        return first..<max(first + 1, ((place + 1) * others + count - 1) / count)
    }

    /// The meant cells and those beside them: an edit ends inside of cells.
    var grown: CellMap {
        var out = self
        for index in cells.indices where cells[index] {
            for beside in neighbours(of: index) { out.cells[beside] = true }
        }
        return out
    }

    /// The meant cells and those of others that hang together with one of them.
    func flooding(_ others: CellMap) -> CellMap {
        var out = self
        var edge = numbers
        while let index = edge.popLast() {
            for beside in neighbours(of: index) where others.cells[beside] && !out.cells[beside] {
                out.cells[beside] = true
                edge.append(beside)
            }
        }
        return out
    }

    /// The cells that share a side with one.
    private func neighbours(of index: Int) -> [Int] {
        let column = index % columns
        return [
            column > 0 ? index - 1 : nil, column < columns - 1 ? index + 1 : nil,
            index >= columns ? index - columns : nil,
            index + columns < cells.count ? index + columns : nil,
        ].compactMap(\.self)
    }

    /// Those that are not meant.
    var inverted: CellMap {
        CellMap(columns: columns, rows: rows, cells: cells.map { !$0 })
    }

    /// The numbers of the meant cells.
    var numbers: [Int] { cells.indices.filter { cells[$0] } }

    /// The cells that are meant here and not there.
    public func subtracting(_ other: CellMap) -> CellMap {
        let other = other.resized(columns: columns, rows: rows)
        return CellMap(
            columns: columns, rows: rows, cells: zip(cells, other.cells).map { $0 && !$1 })
    }

    /// The cells that are meant here or there.
    public func union(_ other: CellMap) -> CellMap {
        let other = other.resized(columns: columns, rows: rows)
        return CellMap(
            columns: columns, rows: rows, cells: zip(cells, other.cells).map { $0 || $1 })
    }

    /// Whether none is meant.
    public var isEmpty: Bool { !cells.contains(true) }
}

extension CellMap: Codable {
    private enum CodingKeys: String, CodingKey {
        case columns, rows, runs
    }

    /// Reads a map.
    ///
    /// - Throws: `DecodingError` where the runs do not add up to the cells.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let columns = try container.decode(Int.self, forKey: .columns)
        let rows = try container.decode(Int.self, forKey: .rows)
        let runs = try container.decode([Int].self, forKey: .runs)
        let sides = 1...Self.limit
        var cells: [Bool] = []
        if sides.contains(columns), sides.contains(rows) {
            for (index, run) in runs.enumerated() {
                guard run >= 0, run <= columns * rows - cells.count else { break }
                cells += Array(repeating: index % 2 == 1, count: run)
            }
        }
        guard sides.contains(columns), sides.contains(rows), cells.count == columns * rows else {
            throw DecodingError.dataCorruptedError(
                forKey: .runs, in: container,
                debugDescription: "the runs do not add up to \(columns) x \(rows) cells")
        }
        self.init(columns: columns, rows: rows, cells: cells)
    }

    /// Writes a map.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(columns, forKey: .columns)
        try container.encode(rows, forKey: .rows)
        var runs = [0]
        for cell in cells {
            if cell != (runs.count % 2 == 0) { runs.append(0) }
            runs[runs.count - 1] += 1
        }
        try container.encode(runs, forKey: .runs)
    }
}
