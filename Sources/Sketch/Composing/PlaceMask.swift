internal import Pixels

/// Where a place stands against the sky, so that the moon isn't hung on a house.
struct PlaceMask: Sendable {
    private let covered: [Bool]
    private let frame: (width: Double, height: Double)
    private static let cells = 48

    /// Renders the place alone, very small; nil indoors, where there is no sky to find.
    init?(of stage: Stage, light: Light) throws(SketchError) {
        guard let place = stage.place, place.outdoor else { return nil }
        let painter = PlacePainter(
            composition: Composition(
                stage: stage, light: light, wish: Wish(), style: .flat, seed: 0, items: []),
            palette: Palette(light, weather: []), treatment: .flat)
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(stage.width) \(stage.height)" \
            width="\(Self.cells)" height="\(Self.cells)" preserveAspectRatio="none">\
            \(try painter.placeAlone())</svg>
            """
        let pixmap = try Rasteriser.pixmap(of: svg, width: Self.cells, height: Self.cells)
        covered = stride(from: 3, to: pixmap.rgba.count, by: 4).map { pixmap.rgba[$0] > 110 }
        frame = (stage.width, stage.height)
    }

    /// The part of a box that lies before the place rather than the sky.
    func cover(of box: Box) -> Double {
        let cells = Self.cells
        let index = { (value: Double, extent: Double) in
            Int(value / extent * Double(cells)).clamped(to: 0...(cells - 1))
        }
        let columns = index(box.x, frame.width)...index(box.right, frame.width)
        let rows = index(box.y, frame.height)...index(box.bottom, frame.height)
        let hits = rows.reduce(0) { sum, row in
            sum + columns.filter { covered[row * cells + $0] }.count
        }
        return Double(hits) / Double(rows.count * columns.count)
    }
}
