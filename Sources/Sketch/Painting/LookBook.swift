/// Paints each distinct look of a composition once.
struct LookBook {
    private(set) var looks: [Look] = []
    private var index: [Look.Key: Int] = [:]
    private let treatment: Treatment
    private let palette: Palette
    private let night: Bool

    init(treatment: Treatment, palette: Palette, night: Bool) {
        self.treatment = treatment
        self.palette = palette
        self.night = night
    }

    func look(of item: Item) -> Look? {
        index[Look.Key(file: item.subject.file, colours: item.colours)].map { looks[$0] }
    }

    mutating func add(_ item: Item) throws(SketchError) {
        let key = Look.Key(file: item.subject.file, colours: item.colours)
        guard index[key] == nil else { return }
        let id = "s\(looks.count)"
        var colours = ["sky": palette.sky, "haze": palette.haze, "light": palette.light]
        for part in item.colours { colours[part.part] = part.colour }
        let root = try MarkupNode.art(item.subject.text, file: item.subject.file)
        let shines = ["sky"].contains(item.subject.kind)
        var painter = ArtPainter(
            colours: colours, grade: shines ? .none : palette.grade.lifted, treatment: treatment,
            night: night, prefix: id, scale: item.scale)
        let (back, front) = painter.layers(of: root)
        let sample = try Self.sample(of: back + front, size: item.subject.size, box: item.box)
        index[key] = looks.count
        looks.append(Look(key: key, id: id, back: back, front: front, sample: sample))
    }

    private static func sample(
        of content: String, size: Subject.Extent, box: Box
    ) throws(SketchError) -> Sample {
        let longest = max(size.width, size.height)
        let scale = min(200, max(24, max(box.width, box.height))) / longest
        let width = max(1, Int((size.width * scale).rounded()))
        let height = max(1, Int((size.height * scale).rounded()))
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size.width) \(size.height)" \
            width="\(width)" height="\(height)" preserveAspectRatio="none">\(content)</svg>
            """
        return Sample(try Rasteriser.pixmap(of: svg, width: width, height: height))
    }
}

extension MarkupNode {
    /// The parsed file, or why it can't be drawn.
    static func art(_ text: StaticString, file: String) throws(SketchError) -> MarkupNode {
        do {
            return try MarkupParser.root(of: text)
        } catch {
            throw .art("\(file): \(error)")
        }
    }
}
