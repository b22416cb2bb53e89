internal import Pixels

/// A small rendering of a look, from which its outline, footing and shadow are measured.
struct Sample {
    let pixmap: Pixmap
    /// Bounds of what is drawn, as parts of the viewBox.
    let bounds: Box
    /// Left and right end of what touches the ground, as parts of the width.
    let footing: (left: Double, right: Double)
    /// The same for the lowest fifth: where legs end that stand farther back.
    let stand: (left: Double, right: Double)

    init(_ pixmap: Pixmap) {
        self.pixmap = pixmap
        let (w, h) = (pixmap.width, pixmap.height)
        var left = w, right = -1, top = h, bottom = -1
        for y in 0..<h {
            for x in 0..<w where pixmap.rgba[(y * w + x) * 4 + 3] > 90 {
                (left, right) = (min(left, x), max(right, x))
                (top, bottom) = (min(top, y), max(bottom, y))
            }
        }
        guard right >= left else {
            bounds = Box(x: 0, y: 0, width: 1, height: 1)
            (footing, stand) = ((0.1, 0.9), (0.1, 0.9))
            return
        }
        bounds = Box(
            x: Double(left) / Double(w), y: Double(top) / Double(h),
            width: Double(right - left + 1) / Double(w),
            height: Double(bottom - top + 1) / Double(h))
        footing = Self.footing(of: pixmap, rows: max(0, bottom - max(1, h / 16))...bottom)
        stand = Self.footing(of: pixmap, rows: max(0, bottom - h / 5)...bottom)
    }

    private static func footing(
        of pixmap: Pixmap, rows: ClosedRange<Int>
    ) -> (left: Double, right: Double) {
        let w = pixmap.width
        var left = w, right = -1
        for y in rows {
            for x in 0..<w where pixmap.rgba[(y * w + x) * 4 + 3] > 90 {
                (left, right) = (min(left, x), max(right, x))
            }
        }
        return right < left ? (0.1, 0.9) : (Double(left) / Double(w), Double(right + 1) / Double(w))
    }

    /// The outline as a soft shadow that fades upwards, with a margin for its blur.
    func shadow(fading: Double) -> Pixmap {
        let margin = Int(Self.margin)
        let (w, h) = (pixmap.width + 2 * margin, pixmap.height + 2 * margin)
        var alpha = [Float](repeating: 0, count: w * h)
        for y in 0..<pixmap.height {
            let up = Double(pixmap.height - y) / Double(pixmap.height)
            let keep = Float(1 - fading * up)
            for x in 0..<pixmap.width {
                alpha[(y + margin) * w + x + margin] =
                    Float(pixmap.rgba[(y * pixmap.width + x) * 4 + 3]) * keep
            }
        }
        for _ in 0..<2 { alpha = Self.blurred(alpha, width: w, height: h, radius: 5) }
        var rgba = [UInt8](repeating: 0, count: w * h * 4)
        for index in alpha.indices {
            rgba[index * 4 + 3] = UInt8(alpha[index].clamped(to: 0...255))
        }
        return Pixmap(width: w, height: h, rgba: rgba)
    }

    /// The colour behind a part of the drawing, in the units of its file.
    func mean(of box: Box?, in size: Subject.Extent) -> Colour? {
        guard let box else { return nil }
        let (w, h) = (pixmap.width, pixmap.height)
        let columns = Int(box.x / size.width * Double(w))..<Int(box.right / size.width * Double(w))
        let rows = Int(box.y / size.height * Double(h))..<Int(box.bottom / size.height * Double(h))
        var sum = Colour.black
        var count = 0.0
        for y in rows.clamped(to: 0..<h) {
            for x in columns.clamped(to: 0..<w) where pixmap.rgba[(y * w + x) * 4 + 3] > 128 {
                let at = (y * w + x) * 4
                sum.red += Double(pixmap.rgba[at]) / 255
                sum.green += Double(pixmap.rgba[at + 1]) / 255
                sum.blue += Double(pixmap.rgba[at + 2]) / 255
                count += 1
            }
        }
        guard count > 0 else { return nil }
        return Colour(red: sum.red / count, green: sum.green / count, blue: sum.blue / count)
    }

    static let margin = 16.0

    /// The look upside down, fading away from where it stands.
    func reflection() -> Pixmap {
        let (w, h) = (pixmap.width, pixmap.height)
        var out = pixmap
        for y in 0..<h {
            let keep = max(0, 1 - Double(y) / (Double(h) * 0.34))
            for x in 0..<w {
                let source = ((h - 1 - y) * w + x) * 4
                let target = (y * w + x) * 4
                for channel in 0..<3 { out.rgba[target + channel] = pixmap.rgba[source + channel] }
                out.rgba[target + 3] = UInt8(Double(pixmap.rgba[source + 3]) * keep)
            }
        }
        return out
    }

    private static func blurred(_ source: [Float], width: Int, height: Int, radius: Int) -> [Float]
    {
        let span = Float(2 * radius + 1)
        var rows = source
        for y in 0..<height {
            var sum: Float = 0
            for x in 0..<(width + radius) {
                if x < width { sum += source[y * width + x] }
                if x - 2 * radius - 1 >= 0 { sum -= source[y * width + x - 2 * radius - 1] }
                if x >= radius { rows[y * width + x - radius] = sum / span }
            }
        }
        var out = rows
        for x in 0..<width {
            var sum: Float = 0
            for y in 0..<(height + radius) {
                if y < height { sum += rows[y * width + x] }
                if y - 2 * radius - 1 >= 0 { sum -= rows[(y - 2 * radius - 1) * width + x] }
                if y >= radius { out[(y - radius) * width + x] = sum / span }
            }
        }
        return out
    }
}

extension Pixmap {
    /// The picture as the address of an `<image>`.
    func dataAddress() throws(SketchError) -> String {
        do {
            return "data:image/png;base64," + Base64.text(of: try png())
        } catch {
            throw .notEncoded(error)
        }
    }
}

/// Base64, so that the engine needs no Foundation.
enum Base64 {
    private static let digits = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func text(of bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                out.append(place <= group.count ? digits[value >> (18 - 6 * place) & 63] : 61)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
