/// Weights for standardised figures that come nearest to a target (Hoerl and Kennard, 1970).
struct Ridge {
    private let means: [Double]
    private let spreads: [Double]
    private let weights: [Double]

    /// Fits weights, drawn towards 0 by a penalty of one item in a hundred.
    init(_ table: [[Double]], _ target: [Double]) {
        (means, spreads) = Self.scale(of: table)
        let count = Double(max(1, target.count))
        let middle = target.reduce(0, +) / count
        let width = means.count
        var system = [[Double]](
            repeating: [Double](repeating: 0, count: width + 1), count: width)
        for (row, wanted) in zip(table, target) {
            let scaled = Self.scaled(row, means, spreads)
            for i in 0..<width {
                for j in 0..<width { system[i][j] += scaled[i] * scaled[j] }
                system[i][width] += scaled[i] * (wanted - middle)
            }
        }
        for i in 0..<width { system[i][i] += 0.01 * count }
        weights = Self.solution(system)
    }

    /// The weighted sum of a row's figures.
    func value(of row: [Double]) -> Double {
        zip(Self.scaled(row, means, spreads), weights).map(*).reduce(0, +)
    }

    /// Every column with mean 0 and spread 1.
    static func standardised(_ table: [[Double]]) -> [[Double]] {
        let (means, spreads) = scale(of: table)
        return table.map { scaled($0, means, spreads) }
    }

    private static func scale(of table: [[Double]]) -> (means: [Double], spreads: [Double]) {
        let count = Double(max(1, table.count))
        let columns = (table.first ?? []).indices.map { column in table.map { $0[column] } }
        let means = columns.map { $0.reduce(0, +) / count }
        let spreads = zip(columns, means).map { column, mean in
            (column.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / count).squareRoot()
        }
        return (means, spreads)
    }

    private static func scaled(
        _ row: [Double], _ means: [Double], _ spreads: [Double]
    ) -> [Double] {
        row.indices.map { (row[$0] - means[$0]) / max(1e-12, spreads[$0]) }
    }

    /// Gauss's elimination; the penalty keeps the system from being singular.
    private static func solution(_ given: [[Double]]) -> [Double] {
        var system = given
        let width = system.count
        for column in 0..<width {
            let pivot = (column..<width).max { abs(system[$0][column]) < abs(system[$1][column]) }
            system.swapAt(column, pivot ?? column)
            for row in 0..<width where row != column {
                let factor = system[row][column] / system[column][column]
                for j in column...width { system[row][j] -= factor * system[column][j] }
            }
        }
        return (0..<width).map { system[$0][width] / system[$0][$0] }
    }
}
