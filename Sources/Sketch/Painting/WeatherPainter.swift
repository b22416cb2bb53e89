/// Lays rain, snow, fog, neon light and the vignette over a picture.
struct WeatherPainter {
    let stage: Stage
    let light: Light
    let weather: [Weather]
    let palette: Palette
    let treatment: Treatment
    var dice: Dice

    mutating func svg() -> String {
        var out = ""
        for kind in weather {
            switch kind {
            case .rain: out += rain()
            case .snow: out += snow()
            case .fog: out += fog()
            }
        }
        if treatment == .full {
            if light == .neon { out += neon() }
            if light == .golden || light == .dawn { out += warmth() }
        }
        return out
    }

    func vignette(strength: Double) -> String {
        """
        <radialGradient id="vignette" cx=".5" cy=".46" r=".76"><stop offset=".55" stop-color="#000" \
        stop-opacity="0"/><stop offset="1" stop-color="#0a0d18" stop-opacity="\(strength)"/>\
        </radialGradient><rect width="\(stage.width)" height="\(stage.height)" fill="url(#vignette)"/>
        """
    }

    private mutating func rain() -> String {
        var out = ""
        for layer in 0..<2 {
            var path = ""
            let length = stage.unit * (layer == 0 ? 0.03 : 0.055)
            for _ in 0..<(layer == 0 ? 190 : 100) {
                let x = dice.roll(-0.05...1.05) * stage.width
                let y = dice.roll(-0.05...1) * stage.height
                let drop = length * dice.roll(0.7...1.3)
                path += "M\(x) \(y)l\(-drop * 0.2) \(drop)"
            }
            out += """
                <path d="\(path)" stroke="#e6eef5" stroke-opacity="\(layer == 0 ? 0.3 : 0.42)" \
                stroke-width="\(stage.unit * (layer == 0 ? 0.0012 : 0.0019))" fill="none" \
                stroke-linecap="round"/>
                """
        }
        var rings = ""
        for _ in 0..<46 {
            let y = dice.roll(stage.horizon * 1.08...stage.height)
            let size = stage.unit * 0.004 * (1 + 3 * (y - stage.horizon) / stage.height)
            let x = dice.unit() * stage.width
            rings += "M\(x - size * 2) \(y)a\(size * 2) \(size * 0.6) 0 1 0 \(size * 4) 0"
            rings += "a\(size * 2) \(size * 0.6) 0 1 0 \(-size * 4) 0"
        }
        return out + """
            <path d="\(rings)" fill="none" stroke="#eef4f8" stroke-opacity=".34" stroke-width="\
            \(stage.unit * 0.0012)"/>
            """
    }

    private mutating func snow() -> String {
        var out = "<g fill=\"#fff\">"
        for _ in 0..<230 {
            let near = power(dice.unit(), 3)
            let radius = stage.unit * (0.0014 + 0.0062 * near)
            out +=
                "<circle cx=\"\(dice.unit() * stage.width)\" cy=\"\(dice.unit() * stage.height)\""
            out += " r=\"\(max(0.3, radius))\" fill-opacity=\"\(0.92 - 0.4 * near)\"/>"
        }
        return out + "</g>"
    }

    private func fog() -> String {
        let veil = palette.haze.hex
        return """
            <linearGradient id="fog" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="\(veil)" \
            stop-opacity=".18"/><stop offset=".52" stop-color="\(veil)" stop-opacity=".62"/><stop \
            offset=".72" stop-color="\(veil)" stop-opacity=".34"/><stop offset="1" stop-color="\
            \(veil)" stop-opacity=".5"/></linearGradient><rect width="\(stage.width)" height="\
            \(stage.height)" fill="url(#fog)"/>
            """
    }

    private func neon() -> String {
        let reach = stage.unit * 0.8
        return """
            <radialGradient id="pink"><stop offset="0" stop-color="#ff2fa8" stop-opacity=".34"/><stop \
            offset="1" stop-color="#ff2fa8" stop-opacity="0"/></radialGradient><radialGradient \
            id="cyan"><stop offset="0" stop-color="#15d8ff" stop-opacity=".3"/><stop offset="1" \
            stop-color="#15d8ff" stop-opacity="0"/></radialGradient><g style="mix-blend-mode:screen">\
            <circle cx="0" cy="\(stage.height * 0.42)" r="\(reach)" fill="url(#pink)"/><circle cx="\
            \(stage.width)" cy="\(stage.height * 0.5)" r="\(reach)" fill="url(#cyan)"/></g>
            """
    }

    private func warmth() -> String {
        """
        <linearGradient id="warm" x1="0" y1="0" x2=".4" y2="1"><stop offset="0" stop-color="\
        \(palette.light.hex)" stop-opacity=".2"/><stop offset="1" stop-color="\(palette.light.hex)" \
        stop-opacity="0"/></linearGradient><rect width="\(stage.width)" height="\(stage.height)" \
        fill="url(#warm)"/>
        """
    }
}
