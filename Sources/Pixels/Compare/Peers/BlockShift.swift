/// The largest change of the mean of a block of 8x8 pixels, in any of red, green and blue.
///
/// Recompression moves single pixels a lot and such means hardly: of all single figures this one
/// tells edits from codecs best.
enum BlockShift {
    private static let side = 8

    /// Measures two pictures.
    ///
    /// - Parameters:
    ///   - before: The first picture.
    ///   - after: The second one.
    ///   - excluded: A pixel of this mask counts as unchanged; a block without other pixels is left
    ///     out.
    /// - Returns: 8-bit levels; nil for pictures of different sizes, or where no block can be judged.
    static func largest(_ before: Pixmap, _ after: Pixmap, except excluded: Mask? = nil) -> Double?
    {
        guard before.width == after.width, before.height == after.height else { return nil }
        let (width, height) = (before.width, before.height)
        var largest: Double?
        for y in stride(from: 0, to: max(1, height - side + 1), by: side) {
            for x in stride(from: 0, to: max(1, width - side + 1), by: side) {
                let box = PictureBox(x: x, y: y, width: min(side, width), height: min(side, height))
                guard let shift = shift(before, after, box, excluded) else { continue }
                largest = max(largest ?? 0, shift)
            }
        }
        return largest
    }

    private static func shift(
        _ before: Pixmap, _ after: Pixmap, _ box: PictureBox, _ excluded: Mask?
    ) -> Double? {
        before.rgba.withUnsafeBytes { one in
            after.rgba.withUnsafeBytes { two in
                var sum = SIMD4<Int32>()
                var counted = 0
                for y in box.y..<(box.y + box.height) {
                    for index
                        in (y &* before.width &+ box.x)..<(y &* before.width &+ box.x + box.width)
                    {
                        if let excluded, excluded.bits[index] == 1 { continue }
                        counted += 1
                        let first = one.loadUnaligned(
                            fromByteOffset: index &* 4, as: SIMD4<UInt8>.self)
                        let second = two.loadUnaligned(
                            fromByteOffset: index &* 4, as: SIMD4<UInt8>.self)
                        sum &+=
                            SIMD4(truncatingIfNeeded: second) &- SIMD4(truncatingIfNeeded: first)
                    }
                }
                guard counted > 0 else { return nil }
                let most = max(abs(sum.x), abs(sum.y), abs(sum.z))
                return Double(most) / Double(box.area)
            }
        }
    }
}
