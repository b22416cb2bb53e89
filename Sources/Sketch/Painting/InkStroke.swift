/// Draws a shape as a pen would: filled with paper, outlined in ink.
struct InkStroke {
    let pen: Treatment.Pen
    /// Pixels in a unit where the shape stands.
    let scale: Double

    /// Attributes that say where a shape is, not how it is painted.
    private static let painting: Set<String> = [
        "fill", "stroke", "stroke-width", "fill-opacity", "stroke-opacity", "opacity", "style",
        "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "id",
    ]

    func write(
        _ node: MarkupNode, _ paint: ArtPainter.Paint, names: [MarkupNode.Attribute],
        to out: inout String
    ) {
        let shape = names.filter { !Self.painting.contains($0.name) }
            .map { " \($0.name)=\"\($0.value)\"" }.joined()
        let line = pen.width / max(scale, 0.001)
        let filled = paint.fill != "none"
        let stroked = paint.stroke != "none" && paint.strokeWidth > 0
        if stroked, paint.strokeWidth > line * 2.4 {
            let cap = node["stroke-linecap"].map { " stroke-linecap=\"\($0)\"" } ?? ""
            let fill = filled && paint.fillOpacity > 0.4 ? pen.paper.hex : "none"
            let tube = " fill=\"\(fill)\"\(cap) stroke-linejoin=\"round\""
            out += "<\(node.name)\(shape)\(tube) stroke=\"\(pen.ink.hex)\""
            out += " stroke-width=\"\(paint.strokeWidth + line)\"/>"
            out += "<\(node.name)\(shape) fill=\"none\"\(cap) stroke-linejoin=\"round\""
            out += " stroke=\"\(pen.paper.hex)\" stroke-width=\"\(paint.strokeWidth - line)\"/>"
            return
        }
        let width = stroked ? min(max(paint.strokeWidth, line * 0.5), line) : line
        out += "<\(node.name)\(shape) fill=\"\(fill(of: paint))\" stroke=\"\(pen.ink.hex)\""
        out += " stroke-width=\"\(paint.fillOpacity < 0.4 && filled ? width * 0.5 : width)\""
        out += " stroke-linejoin=\"round\" stroke-linecap=\"round\"/>"
    }

    /// Small dark parts that never change colour (eyes, tyres) stay inked; the rest is paper.
    private func fill(of paint: ArtPainter.Paint) -> String {
        guard paint.fill != "none", paint.fillOpacity >= 0.4 else { return "none" }
        guard let colour = Colour(hex: paint.fill), colour.luma < 0.16 else { return pen.paper.hex }
        return pen.ink.hex
    }
}
