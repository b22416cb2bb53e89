/// Gives what stands on land something to stand on where the place is all water.
struct IsletPainter {
    let stage: Stage
    let palette: Palette
    let treatment: Treatment
    var dice: Dice

    /// Whether a baseline lies in the water.
    static func isNeeded(for item: Item, on stage: Stage) -> Bool {
        guard let water = stage.water, item.footing == .ground else { return false }
        // Where there is a shore too, things stand on that.
        return stage.far < water.upperBound && water.contains(item.baseline)
    }

    mutating func svg(under box: Box) -> String {
        let half = box.width * 0.66 + stage.unit * 0.02
        let rise = (box.width * 0.06).clamped(to: stage.unit * 0.012...stage.unit * 0.05)
        let drop = rise * 1.7
        let (middle, base) = (box.middle, box.bottom)
        let top = outline(half: half, height: rise, middle: middle, base: base - rise * 0.2)
        let stone = palette.grade(Colour(0x77746d))
        let body = """
            M\(middle - half) \(base + drop * 0.5)\(top)L\(middle + half) \(base + drop * 0.5)\
            Q\(middle) \(base + drop * 1.5) \(middle - half) \(base + drop * 0.5)Z
            """
        switch treatment {
        case .ink(let pen):
            return """
                <path d="\(body)" fill="\(pen.paper.hex)" stroke="\(pen.ink.hex)" stroke-width="\
                \(pen.width)" stroke-linejoin="round"/>
                """
        case .flat: return "<path d=\"\(body)\" fill=\"\(stone.hex)\"/>"
        case .full: return full(body, stone, middle: middle, half: half, y: base + drop * 0.62)
        }
    }

    private func full(
        _ body: String, _ stone: Colour, middle: Double, half: Double, y: Double
    ) -> String {
        let foam = palette.grade(Colour(0xf4f8f8)).hex
        let id = "islet\(Int(middle))"
        return """
            <linearGradient id="\(id)" x1="0" y1="0" x2=".25" y2="1"><stop offset="0" stop-color="\
            \(stone.stepped(3).hex)"/><stop offset=".45" stop-color="\(stone.hex)"/><stop offset="1" \
            stop-color="\(stone.stepped(-4).hex)"/></linearGradient><ellipse cx="\(middle)" cy="\(y)" \
            rx="\(half * 1.12)" ry="\(half * 0.07)" fill="\(foam)" fill-opacity=".5"/>\
            <path d="\(body)" fill="url(#\(id))"/><ellipse cx="\(middle)" cy="\(y + half * 0.035)" \
            rx="\(half * 1.02)" ry="\(half * 0.028)" fill="\(foam)" fill-opacity=".55"/>
            """
    }

    private mutating func outline(
        half: Double, height: Double, middle: Double, base: Double
    ) -> String {
        let steps = 14
        var out = ""
        for step in 0...steps {
            let part = Double(step) / Double(steps) * 2 - 1
            let dome = power(max(0, 1 - part * part * part * part), 0.6)
            let y = base + height * (1 - dome) * 2 - height * dice.roll(0...0.35)
            out += "L\(middle + part * half) \(y)"
        }
        return out
    }
}
