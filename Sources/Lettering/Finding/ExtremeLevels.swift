extension GreyPicture {
    /// The two ends of a picture's levels.
    enum End: CaseIterable {
        case lightest, darkest
    }

    /// Levels that are as good as the end itself, once enlarging has softened edges.
    private static let reach = 10
    /// Beyond this share it is the picture's ground, and lettering on it is found otherwise.
    private static let mostOfPicture = 0.25

    /// What lies at one end of the levels in black, the rest in white; nil where that is nothing or
    /// the ground.
    func alone(_ end: End) -> GreyPicture? {
        var counts = [Int](repeating: 0, count: 256)
        for pixel in pixels { counts[Int(pixel)] += 1 }
        // A thousandth may lie beyond: specks of noise are no end.
        let spare = pixels.count / 1000
        func level(_ order: some Sequence<Int>) -> Int {
            var seen = 0
            return order.first { grey in
                seen += counts[grey]
                return seen > spare
            } ?? 0
        }
        let levels =
            switch end {
            case .lightest: max(0, level((0...255).reversed()) - Self.reach)...255
            case .darkest: 0...min(255, level(0...255) + Self.reach)
            }
        let share = Double(counts[levels].reduce(0, +)) / Double(max(1, pixels.count))
        guard share > 0, share <= Self.mostOfPicture else { return nil }
        return GreyPicture(
            width: width, height: height,
            pixels: pixels.map { levels.contains(Int($0)) ? 0 : 255 })
    }
}
