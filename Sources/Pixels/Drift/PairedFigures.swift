internal import Foundation

/// What lies over the whole of two pictures that show the same, and the reference's own spread.
struct PairedFigures {
    /// What is between the pictures.
    let figures: StyleFigures
    /// What is between the reference and itself, saved once more and shifted.
    let own: StyleFigures

    init(_ before: StylePlanes, _ after: StylePlanes, _ pairing: CellPairing) {
        let reference = BlockFeatures(before, pairing.kept.indices.filter { pairing.kept[$0] })
        figures = reference.figures(to: after)
        own = reference.figures(to: before.resaved)
    }
}

/// The blocks of a reference, ready to be compared.
private struct BlockFeatures {
    private let cells: [Int]
    private let blocks: [(cells: [Int], features: StyleFeatures)]
    private let colours: [Lab]

    init(_ planes: StylePlanes, _ cells: [Int]) {
        self.cells = cells
        let large = planes.blocks(across: 4, down: 4, of: cells).filter { $0.count >= 3 }
        blocks = (large.isEmpty ? [cells] : large).map { ($0, StyleFeatures(planes, $0)) }
        colours = CellFigures(planes).means
    }

    /// The median of the blocks, each with the weight of what it shows; of tint and chroma the
    /// median of the cells, which an edit's soft shadow moves even less.
    func figures(to other: StylePlanes) -> StyleFigures {
        var figures = StyleFigures.median(
            of: blocks.map { block in
                let features = StyleFeatures(other, block.cells)
                return (block.features.weight, block.features.figures(to: features))
            })
        let new = CellFigures(other).means
        let a = Self.median(cells.map { new[$0].a - colours[$0].a })
        let b = Self.median(cells.map { new[$0].b - colours[$0].b })
        figures[.tint] = (a * a + b * b).squareRoot()
        // Soft shadows of what was edited tint a pale ground a little, which is much of little.
        let colourful = cells.filter { colours[$0].chroma > 15 }
        if colourful.count * 10 > cells.count {
            figures[.chroma] = Self.median(
                colourful.map { log(max(1, new[$0].chroma) / colours[$0].chroma) })
        }
        return figures
    }

    private static func median(_ values: [Double]) -> Double {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
