/// Paints the sky behind an outdoor place.
struct SkyPainter {
    let stage: Stage
    let light: Light
    let weather: [Weather]
    let palette: Palette
    let style: Style
    var dice: Dice

    mutating func svg() -> String {
        let (w, h) = (stage.width, stage.height)
        if style == .flat {
            return
                "<rect width=\"\(w)\" height=\"\(h)\" fill=\"\(palette.haze.mixed(with: palette.sky, 0.45).hex)\"/>"
        }
        let middle = palette.sky.mixed(with: palette.haze, 0.45)
        var out = """
            <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="\
            \(palette.sky.hex)"/><stop offset=".5" stop-color="\(middle.hex)"/><stop offset="1" \
            stop-color="\(palette.haze.hex)"/></linearGradient><rect width="\(w)" height="\
            \(stage.horizon * 1.03)" fill="url(#sky)"/><rect y="\(stage.horizon)" width="\(w)" \
            height="\(h - stage.horizon)" fill="\(palette.haze.hex)"/>
            """
        if light == .night { out += stars() }
        if light == .golden || light == .dawn || light == .dusk { out += glow() }
        if light == .day || light == .golden || light == .dawn || light == .dusk {
            out += clouds(count: 3, strength: light == .day ? 0.85 : 0.5)
        }
        if light == .overcast || weather.contains(.rain) || weather.contains(.snow) {
            out += clouds(count: 9, strength: light.isDark ? 0.14 : 0.42)
        }
        return out
    }

    private mutating func stars() -> String {
        var out = "<g fill=\"#dfe8ff\">"
        for _ in 0..<110 {
            let x = dice.unit() * stage.width
            let y = power(dice.unit(), 1.3) * stage.horizon * 0.96
            let radius = stage.unit * (0.0006 + 0.0016 * power(dice.unit(), 4))
            out += "<circle cx=\"\(x)\" cy=\"\(y)\" r=\"\(max(radius, 0.3))\""
            out += " fill-opacity=\"\(0.35 + 0.6 * dice.unit())\"/>"
        }
        return out + "</g>"
    }

    /// A low sun and the light around it.
    private mutating func glow() -> String {
        let x = stage.width * (dice.coin() ? dice.roll(0.66...0.8) : dice.roll(0.2...0.34))
        let y = stage.horizon - stage.height * (light == .dusk ? -0.02 : dice.roll(0.07...0.12))
        let reach = stage.unit * 0.62
        let core =
            light == .dusk
            ? ""
            : """
            <circle cx="\(x)" cy="\(y)" r="\(stage.unit * 0.042)" fill="#fffbe9"/>
            """
        return """
            <radialGradient id="glow"><stop offset="0" stop-color="#fff3d0" stop-opacity=".95"/>\
            <stop offset=".16" stop-color="\(palette.light.hex)" stop-opacity=".62"/><stop offset="1" \
            stop-color="\(palette.light.hex)" stop-opacity="0"/></radialGradient><ellipse cx="\(x)" \
            cy="\(y)" rx="\(reach)" ry="\(reach * 0.7)" fill="url(#glow)"/>\(core)
            """
    }

    private mutating func clouds(count: Int, strength: Double) -> String {
        let top = palette.haze.mixed(with: .white, light.isDark ? 0.1 : 0.75)
        let under = palette.haze.mixed(with: palette.sky, 0.4)
        var out = """
            <radialGradient id="puff"><stop offset="0" stop-color="\(top.hex)" stop-opacity="\
            \(strength)"/><stop offset=".55" stop-color="\(top.hex)" stop-opacity="\(strength * 0.55)"/>\
            <stop offset="1" stop-color="\(top.hex)" stop-opacity="0"/></radialGradient>\
            <radialGradient id="under"><stop offset="0" stop-color="\(under.hex)" stop-opacity="\
            \(strength * 0.6)"/><stop offset="1" stop-color="\(under.hex)" stop-opacity="0"/>\
            </radialGradient>
            """
        for index in 0..<count {
            let x = stage.width * ((Double(index) + dice.unit()) / Double(count))
            let y = stage.horizon * dice.roll(0.12...0.72)
            let size = stage.unit * dice.roll(0.09...0.17) * (1.15 - y / stage.height * 0.7)
            out += cloud(x: x, y: y, size: size)
        }
        return out
    }

    private mutating func cloud(x: Double, y: Double, size: Double) -> String {
        var out = ellipse(x, y + size * 0.16, size * 1.7, size * 0.26, "under")
        for step in 0..<8 {
            let part = Double(step) / 7 * 2 - 1
            let lift = (1 - part * part) * size * 0.34
            let radius = size * (0.38 + 0.3 * (1 - abs(part))) * dice.roll(0.85...1.15)
            out += ellipse(
                x + part * size * 1.25, y - lift * dice.roll(0.5...1.2), radius, radius * 0.66,
                "puff")
        }
        return out
    }

    private func ellipse(
        _ x: Double, _ y: Double, _ rx: Double, _ ry: Double, _ fill: String
    ) -> String {
        "<ellipse cx=\"\(x)\" cy=\"\(y)\" rx=\"\(rx)\" ry=\"\(ry)\" fill=\"url(#\(fill))\"/>"
    }
}
