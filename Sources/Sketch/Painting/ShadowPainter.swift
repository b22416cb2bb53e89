internal import Pixels

/// Lays the shadows and reflections of things.
struct ShadowPainter {
    let stage: Stage
    let light: Light
    let treatment: Treatment
    let finished: Bool
    /// The colour that shadows tend to.
    let tone: Colour

    /// How dark a cast shadow is; nothing under a dull sky or at night.
    private var cast: Double {
        switch light {
        case .day: 0.3
        case .studio: 0.3
        case .golden, .dawn: 0.34
        case .overcast: 0.1
        case .dusk, .night, .neon: 0.14
        }
    }

    /// How far a cast shadow reaches, as parts of the thing's height.
    private var reach: (across: Double, down: Double) {
        switch light {
        case .golden, .dawn: (0.95, 0.13)
        case .studio: (0.45, 0.17)
        default: (0.5, 0.17)
        }
    }

    func ground(_ item: Item, _ look: Look) -> String {
        switch treatment {
        case .ink(let pen): hatching(item, look, pen)
        case .flat: ellipse(item, look, "fill=\"\(tone.hex)\" fill-opacity=\".2\"", lift: 0.07)
        case .full: (finished ? castShadow(item, look) : "") + contact(item, look)
        }
    }

    /// The shadow of a thing that stands on another.
    func contactOnly(_ item: Item, _ look: Look) -> String {
        treatment == .full ? contact(item, look) : ""
    }

    private func footing(_ item: Item, _ look: Look) -> (middle: Double, half: Double) {
        let ends = look.sample.footing
        let left = item.place(x: ends.left * item.subject.size.width, y: 0).x
        let right = item.place(x: ends.right * item.subject.size.width, y: 0).x
        return ((left + right) / 2, max(abs(right - left) / 2, item.box.width * 0.06))
    }

    private func contact(_ item: Item, _ look: Look) -> String {
        let dark = light == .overcast ? 0.5 : 0.62
        return pool(item, look, dark: dark * 0.7)
            + ellipse(item, look, "fill=\"url(#contact)\" fill-opacity=\"\(dark)\"", lift: 0.1)
            + ellipse(
                item, look, "fill=\"url(#contact)\" fill-opacity=\"\(dark * 0.6)\"", lift: 0.03)
    }

    private func ellipse(_ item: Item, _ look: Look, _ paint: String, lift: Double) -> String {
        let (middle, half) = footing(item, look)
        let rx = half * (lift > 0.05 ? 1.22 : 1.05)
        let ry = (half * lift * 1.6).clamped(to: 0...(item.box.height * 0.075)) + stage.unit * 0.002
        return """
            <ellipse cx="\(middle + half * 0.05)" cy="\(item.baseline - ry * 0.12)" rx="\(rx)" \
            ry="\(ry)" \(paint)/>
            """
    }

    /// The broad shade under what stands on legs, some of them farther back.
    private func pool(_ item: Item, _ look: Look, dark: Double) -> String {
        let (near, all) = (look.sample.footing, look.sample.stand)
        guard item.subject.kind == "household",
            all.right - all.left > (near.right - near.left) * 1.3
        else { return "" }
        let left = item.place(x: all.left * item.subject.size.width, y: 0).x
        let right = item.place(x: all.right * item.subject.size.width, y: 0).x
        let rx = abs(right - left) / 2
        let ry = min(rx * 0.2, item.box.height * 0.13)
        return """
            <ellipse cx="\((left + right) / 2 + rx * 0.04)" cy="\(item.baseline - ry * 0.62)" \
            rx="\(rx * 1.1)" ry="\(ry)" fill="url(#contact)" fill-opacity="\(dark)"/>
            """
    }

    private func castShadow(_ item: Item, _ look: Look) -> String {
        let sample = look.sample.pixmap
        let (w, h) = (Double(sample.width), Double(sample.height))
        let (across, down) = reach
        let sx = item.box.width / w * (item.flipped ? -1 : 1)
        let skew = -across * item.box.height / h
        let fall = -down * item.box.height / h
        let left = item.flipped ? item.box.right : item.box.x
        let base = item.baseline - item.box.height * 0.008
        // The sample's lowest row stays at the feet; its top goes right and down.
        let dx = left - skew * h
        let dy = base - fall * h
        let edge = Sample.margin
        return """
            <use href="#\(look.id)c" opacity="\(cast)" transform="matrix(\(Decimals.six(sx)) 0 \
            \(Decimals.six(skew)) \(Decimals.six(fall)) \(dx - edge * sx - edge * skew) \(dy - edge * fall))"/>
            """
    }

    /// The shadow on a wall, a little to the lower right.
    func wall(_ item: Item, _ look: Look) -> String {
        guard treatment == .full, finished else { return "" }
        let sample = look.sample.pixmap
        let sx = item.box.width / Double(sample.width)
        let sy = item.box.height / Double(sample.height)
        let shift = stage.unit * 0.008
        return """
            <use href="#\(look.id)c" opacity=".35" transform="matrix(\(Decimals.six(sx)) 0 0 \
            \(Decimals.six(sy)) \(item.box.x + shift - Sample.margin * sx) \
            \(item.box.y + shift * 1.4 - Sample.margin * sy))"/>
            """
    }

    /// What a polished floor or water gives back.
    func reflection(_ item: Item, _ look: Look, from line: Double, strength: Double) -> String {
        guard treatment == .full, finished else { return "" }
        let sample = look.sample.pixmap
        let sx = item.box.width / Double(sample.width) * (item.flipped ? -1 : 1)
        let sy = item.box.height / Double(sample.height)
        let left = item.flipped ? item.box.right : item.box.x
        return """
            <use href="#\(look.id)r" opacity="\(strength)" transform="matrix(\(Decimals.six(sx)) 0 0 \
            \(Decimals.six(sy)) \(left) \(line))"/>
            """
    }

    private func hatching(_ item: Item, _ look: Look, _ pen: Treatment.Pen) -> String {
        let (middle, half) = footing(item, look)
        let depth = min(half * 0.16, item.box.height * 0.06)
        let step = max(pen.width * 3, half / 16)
        var path = ""
        var x = -half * 0.7
        while x < half * 1.35 {
            let part = (x - half * 0.3) / (half * 1.1)
            let extent = depth * power(max(0, 1 - part * part), 0.5)
            path += "M\(middle + x + extent * 0.7) \(item.baseline - extent * 0.3)"
            path += "L\(middle + x - extent * 0.7) \(item.baseline + extent)"
            x += step
        }
        return """
            <path d="\(path)" fill="none" stroke="\(pen.ink.hex)" stroke-opacity=".6" stroke-width="\
            \(pen.width * 0.6)" stroke-linecap="round"/>
            """
    }

    /// The images that shadows and reflections of a look are made of.
    func definitions(of look: Look, reflects: Bool) throws(SketchError) -> String {
        guard treatment == .full, finished else { return "" }
        let shadow = look.sample.shadow(fading: 0.72)
        var out = try image(shadow, id: "\(look.id)c")
        if reflects { out += try image(look.sample.reflection(), id: "\(look.id)r") }
        return out
    }

    private func image(_ pixmap: Pixmap, id: String) throws(SketchError) -> String {
        """
        <image id="\(id)" width="\(pixmap.width)" height="\(pixmap.height)" \
        href="\(try pixmap.dataAddress())"/>
        """
    }
}
