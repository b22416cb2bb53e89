/// A shift by whole pixels of the pictures as they are.
struct ExactShift {
    private let shares: SIMD2<Double>

    /// Nil where the map turns or stretches.
    init?(_ map: Affine, width: Int, height: Int) {
        var rest = map
        rest.shift = .zero
        guard map != .identity, rest.reach(width: width, height: height) < 0.2 else { return nil }
        shares = map.shiftShares
    }

    /// Whether the second picture's pixels are the first's, some pixels further, nearly wherever
    /// there is anything to see.
    func explains(_ before: Pixmap, _ after: Pixmap) -> Bool {
        let (width, height) = (before.width, before.height)
        guard after.width == width, after.height == height else { return false }
        let way = shares * Double(max(width, height))
        let (right, down) = (Int(way.x.rounded()), Int(way.y.rounded()))
        let error = abs(way.x - Double(right)) + abs(way.y - Double(down))
        guard right != 0 || down != 0, error < 0.3, abs(right) < width, abs(down) < height else {
            return false
        }
        var (same, seen) = (0, 0)
        before.rgba.withUnsafeBytes { one in
            after.rgba.withUnsafeBytes { two in
                func word(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt32 {
                    bytes.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self)
                }
                for y in max(0, -down)..<min(height, height - down) {
                    for x in max(1, -right)..<min(width, width - right) {
                        let index = y &* width &+ x
                        guard word(one, index) != word(one, index &- 1) else { continue }
                        seen += 1
                        let place = (y &+ down) &* width &+ x &+ right
                        if word(one, index) == word(two, place) { same += 1 }
                    }
                }
            }
        }
        return seen > 0 && same * 10 >= seen * 9
    }
}
