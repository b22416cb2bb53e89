/// Looks for each changed cell nearby in the other picture.
///
/// Editors shift, stretch and bend what nobody asked them to touch, by fractions that differ from
/// place to place. What such a shift explains proves no change.
public struct ShiftSearch {
    /// How far a cell may have moved, in pixels of the first picture: replicas by editors of 2026 were
    /// off by up to 8.
    public static let reach = 8

    /// How far its mean colour may lie off, in ΔE2000, and the spread of its luma, in 8-bit levels.
    private static let tolerance = (colour: 4.0, spread: 10.0)

    /// Whether all that changed stands nearby in the other picture, both ways.
    ///
    /// Both, because a thing that was put on a ground leaves ground nearby, but was not there before.
    /// Where no cell changed, only whether the frame as a whole was moved.
    public let explainsAll: Bool

    /// Searches.
    ///
    /// - Parameters:
    ///   - before: The first picture.
    ///   - after: The second one.
    ///   - comparison: What was found in these two.
    public init(_ before: Pixmap, _ after: Pixmap, _ comparison: Comparison) {
        let changed = comparison.cells.filter { $0.score > 1 }
        guard !changed.isEmpty else {
            explainsAll =
                comparison.moveScore > 1 && comparison.castDistance <= comparison.limits.cast
            return
        }
        let (width, height) = comparison.frame.canonical
        let sides = (
            AreaSums(Canonical(before, width: width, height: height)),
            AreaSums(
                Canonical(after, width: width, height: height).drawnBack(comparison.alignment))
        )
        let shrink = Double(width) / Double(max(1, before.width))
        let reach = max(2, Int((Double(Self.reach) * shrink).rounded()))
        let places = changed.map(comparison.frame.place(of:)).filter { place in
            // A shift takes some of what is at the edge away and brings other things in.
            place.x >= reach && place.y >= reach && place.x + place.width <= width - reach
                && place.y + place.height <= height - reach
        }
        let offsets = Self.offsets(reach)
        let zero = Lab(lightness: 0, a: 0, b: 0)
        explainsAll =
            !places.isEmpty
            && places.allSatisfy { place in
                Self.stands(place, sides.0, in: sides.1, comparison.cast, offsets)
                    && Self.stands(place, sides.1, in: sides.0, zero - comparison.cast, offsets)
            }
    }

    /// The nearest first.
    private static func offsets(_ reach: Int) -> [SIMD2<Int>] {
        (-reach...reach).flatMap { down in (-reach...reach).map { SIMD2($0, down) } }
            .sorted { ($0 &* $0).wrappedSum() < ($1 &* $1).wrappedSum() }
    }

    /// With the cast or without: a shift alone also moves the cells' median, which looks like one.
    private static func stands(
        _ place: PictureBox, _ own: AreaSums, in other: AreaSums, _ cast: Lab,
        _ offsets: [SIMD2<Int>]
    ) -> Bool {
        let (colour, spread) = own.look(at: place, SIMD2(0, 0))
        return offsets.contains { offset in
            let there = other.look(at: place, offset)
            guard abs(there.spread - spread) <= tolerance.spread else { return false }
            return there.colour.difference(from: colour) <= tolerance.colour
                || there.colour.difference(from: colour + cast) <= tolerance.colour
        }
    }
}

/// A picture's channels added up, so that the mean of any rectangle costs four look-ups.
private struct AreaSums {
    private let line: Int
    /// Red, green, blue, and the square of luma, of all that lies above and to the left.
    private let sums: [SIMD4<Double>]

    init(_ picture: Canonical) {
        line = picture.width + 1
        var sums = [SIMD4<Double>](repeating: SIMD4(), count: line * (picture.height + 1))
        for y in 0..<picture.height {
            var row = SIMD4<Double>()
            for x in 0..<picture.width {
                let index = y * picture.width + x
                let (red, green, blue) = (
                    Double(picture.red.values[index]), Double(picture.green.values[index]),
                    Double(picture.blue.values[index])
                )
                let luma = 0.299 * red + 0.587 * green + 0.114 * blue
                row += SIMD4(red, green, blue, luma * luma)
                sums[(y + 1) * line + x + 1] = sums[y * line + x + 1] + row
            }
        }
        self.sums = sums
    }

    /// The mean colour of a rectangle moved by an offset, and the standard deviation of its luma.
    func look(at place: PictureBox, _ offset: SIMD2<Int>) -> (colour: Lab, spread: Double) {
        let (left, top) = (place.x + offset.x, place.y + offset.y)
        let (right, bottom) = (left + place.width, top + place.height)
        let sum =
            sums[bottom * line + right] - sums[top * line + right] - sums[bottom * line + left]
            + sums[top * line + left]
        let mean = sum / Double(max(1, place.area))
        let luma = 0.299 * mean.x + 0.587 * mean.y + 0.114 * mean.z
        return (
            Lab(levels: SIMD4<Float>(Float(mean.x), Float(mean.y), Float(mean.z), 255)),
            max(0, mean.w - luma * luma).squareRoot()
        )
    }
}
