/// Adds the measures that make a drawing a blueprint.
struct DimensionPainter {
    let stage: Stage
    let pen: Treatment.Pen
    let layout: LetterLayout

    /// Height lines beside things, and their names.
    func svg(of items: [(box: Box, subject: Subject)]) throws(SketchError) -> String {
        var out = ""
        var used: [String] = []
        for item in items
        where !used.contains(item.subject.file) && item.box.height > stage.unit * 0.1 {
            used.append(item.subject.file)
            out += try measure(item.box, item.subject)
        }
        return out
    }

    private func measure(_ box: Box, _ subject: Subject) throws(SketchError) -> String {
        let gap = stage.unit * 0.022
        // On the left, or on the right where the sheet ends.
        let outwards = box.x > stage.unit * 0.07 ? -1.0 : 1.0
        let edge = outwards < 0 ? box.x : box.right
        let x = edge + gap * outwards
        let tick = stage.unit * 0.008
        let path = """
            M\(x) \(box.y)V\(box.bottom)M\(x - tick) \(box.y + tick)l\(tick * 2) \(-tick * 2)\
            M\(x - tick) \(box.bottom + tick)l\(tick * 2) \(-tick * 2)M\(edge) \(box.y)\
            H\(x + tick * 2 * outwards)M\(edge) \(box.bottom)H\(x + tick * 2 * outwards)
            """
        let metres = subject.height / 100
        let measure = subject.height < 100 ? "\(subject.height) cm" : "\(metres) m"
        let under = Box(
            x: box.middle - stage.unit * 0.2, y: box.bottom + stage.unit * 0.035,
            width: stage.unit * 0.4, height: stage.unit * 0.02)
        return """
            <path d="\(path)" fill="none" stroke="\(pen.ink.hex)" stroke-opacity=".75" stroke-width="\
            \(pen.width * 0.6)"/>\(try label("\(subject.name), \(measure)", in: under))
            """
    }

    private func label(_ text: String, in box: Box) throws(SketchError) -> String {
        guard let set = try layout.setting(of: text, in: box, face: .plain) else { return "" }
        return """
            <path transform="translate(\(set.box.x) \(set.box.y)) scale(\(Decimals.six(set.scale)))" \
            d="\(set.path)" fill="\(pen.ink.hex)" fill-opacity=".85"/>
            """
    }
}
