/// A picture as the drift meter reads it: its looks, cell by cell.
struct StyleRecord: Sendable {
    let planes: StylePlanes
    let octaves: StyleOctaves
    let cells: CellFigures

    init(_ picture: Pixmap, _ size: (width: Int, height: Int)) {
        self.init(StylePlanes(picture, size))
    }

    init(_ planes: StylePlanes) {
        self.planes = planes
        octaves = StyleOctaves(planes.luma)
        cells = CellFigures(planes, octaves)
    }

    /// The cells' figures after one more saving and a small shift, which no eye would call drift.
    var resaved: CellFigures { StyleRecord(planes.resaved).cells }
}

/// What a picture is measured against: each cell as it was when an edit last changed it, and as the
/// first picture shows it where none did.
///
/// So drift adds up against the first picture wherever no edit was, and what was edited is measured
/// from its edit on instead of not at all.
struct StylePatchwork: Sendable {
    private(set) var cells: CellFigures
    private(set) var resaved: CellFigures

    init(_ first: StyleRecord) {
        cells = first.cells
        resaved = first.resaved
    }

    /// Lays a later picture over some cells, without what its rendering had moved by.
    mutating func lay(_ picture: StyleRecord, over map: CellMap, without shift: RenderingShift?) {
        let map = map.resized(columns: picture.planes.columns, rows: picture.planes.rows)
        let (laid, saved) = (picture.cells, picture.resaved)
        cells.take(shift.map(laid.without) ?? laid, where: map)
        resaved.take(shift.map(saved.without) ?? saved, where: map)
    }
}
