/// Where two pictures differ, drawn over the first one in grey.
///
/// Blue is just seen, orange is clear, yellow is strong: colours that differ in lightness too, so that
/// every kind of sight tells them apart. Changes found are framed; a mask's edge is a white line
/// between black ones.
public struct HeatMap: Sendable {
    /// The drawing, of the first picture's size.
    public private(set) var picture: Pixmap

    /// From which ΔE2000 on a pixel is coloured, and where the scale ends.
    private static let scale = (least: 2.0, most: 20.0)
    private static let steps: [SIMD3<Float>] = [
        SIMD3(0, 90, 178), SIMD3(230, 120, 0), SIMD3(250, 235, 60),
    ]

    /// Draws a comparison.
    ///
    /// - Parameters:
    ///   - comparison: What was found in these two pictures.
    ///   - before: The first picture.
    ///   - after: The second one.
    ///   - mask: Where a change was asked for.
    public init(_ comparison: Comparison, _ before: Pixmap, _ after: Pixmap, mask: Mask? = nil) {
        let size = Canonical.size(before, after)
        let first = Canonical(before, width: size.width, height: size.height)
        let second = Canonical(after, width: size.width, height: size.height)
            .drawnBack(comparison.alignment)
        let heat = Self.heat(first, second, comparison)
        picture = Pixmap(width: before.width, height: before.height, rgba: before.rgba)
        for y in 0..<before.height {
            let row = y * size.height / before.height * size.width
            for x in 0..<before.width {
                paint(x, y, heat[row + x * size.width / before.width])
            }
        }
        let line = max(1, max(before.width, before.height) / 500)
        for box in comparison.boxes where comparison.changedShare < 1 {
            frame(box, line)
        }
        if let mask { outline(mask, line) }
    }

    /// The strength of each canonical pixel, 0 to 1.
    private static func heat(
        _ first: Canonical, _ second: Canonical, _ comparison: Comparison
    ) -> [Float] {
        (0..<(first.width * first.height)).map { index in
            func levels(_ picture: Canonical) -> SIMD4<Float> {
                SIMD4(
                    picture.red.values[index], picture.green.values[index],
                    picture.blue.values[index], picture.alpha?.values[index] ?? 255)
            }
            let (one, two) = (levels(first), levels(second))
            // Where nothing moved there is nothing to compute, and that is nearly everywhere.
            guard one != two else { return 0 }
            let cover = abs(Double(one.w - two.w)) / 255 * 100
            let way = (Lab(levels: two) - comparison.cast).difference(from: Lab(levels: one))
            let strength = (max(way, cover) - scale.least) / (scale.most - scale.least)
            return Float(min(max(strength, 0), 1))
        }
    }

    private mutating func paint(_ x: Int, _ y: Int, _ strength: Float) {
        let at = (y * picture.width + x) * 4
        let cover = Float(picture.rgba[at + 3]) / 255
        let luma =
            0.299 * Float(picture.rgba[at]) + 0.587 * Float(picture.rgba[at + 1])
            + 0.114 * Float(picture.rgba[at + 2])
        // Paler than the picture, so that black and white never hide a colour.
        let grey = SIMD3<Float>(repeating: 70 + (luma * cover + 255 * (1 - cover)) * 0.6)
        let place = strength * Float(Self.steps.count - 1)
        let step = min(Int(place), Self.steps.count - 2)
        let share = place - Float(step)
        let colour = Self.steps[step] * (1 - share) + Self.steps[step + 1] * share
        let tint: Float = strength > 0 ? 0.55 + 0.4 * strength : 0
        set(x, y, grey * (1 - tint) + colour * tint)
    }

    private mutating func set(_ x: Int, _ y: Int, _ colour: SIMD3<Float>) {
        guard x >= 0, y >= 0, x < picture.width, y < picture.height else { return }
        let at = (y * picture.width + x) * 4
        for channel in 0..<3 {
            picture.rgba[at + channel] = UInt8(min(max(colour[channel], 0), 255))
        }
        picture.rgba[at + 3] = 255
    }

    private mutating func frame(_ box: PictureBox, _ line: Int) {
        for inset in 0..<line {
            let (right, bottom) = (box.x + box.width - 1 - inset, box.y + box.height - 1 - inset)
            for x in box.x..<(box.x + box.width) {
                set(x, box.y + inset, Self.steps[1])
                set(x, bottom, Self.steps[1])
            }
            for y in box.y..<(box.y + box.height) {
                set(box.x + inset, y, Self.steps[1])
                set(right, y, Self.steps[1])
            }
        }
    }

    private mutating func outline(_ mask: Mask, _ line: Int) {
        for (radius, level) in [(2 * line, Float(0)), (line, 255)] {
            let outer = mask.grown(by: radius)
            let inner = radius == line ? mask : mask.grown(by: line)
            for index in outer.bits.indices where outer.bits[index] == 1 && inner.bits[index] == 0 {
                set(index % mask.width, index / mask.width, SIMD3(repeating: level))
            }
        }
    }
}
