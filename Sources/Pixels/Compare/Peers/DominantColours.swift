/// The colours that a picture is mostly made of.
///
/// Lloyd's algorithm in CIE L*a*b* over at most some thousand pixels, from seeds that are always the
/// same: the same picture gives the same colours.
public struct DominantColours: Sendable, Equatable {
    /// A colour and its share of the picture.
    public struct Entry: Sendable, Equatable {
        /// The colour.
        public let colour: Lab
        /// Its share, 0 to 1.
        public let share: Double
    }

    /// The colours, the largest share first.
    public let entries: [Entry]

    /// Finds up to `count` colours.
    public init(of picture: Pixmap, count: Int = 5) {
        let pixels = Self.pixels(of: picture)
        var centres = Self.seeds(pixels, count)
        var sizes = [Int](repeating: 0, count: centres.count)
        for _ in 0..<12 {
            var sums = [Lab](repeating: Lab(lightness: 0, a: 0, b: 0), count: centres.count)
            sizes = [Int](repeating: 0, count: centres.count)
            for pixel in pixels {
                let nearest = Self.nearest(pixel, centres).index
                sums[nearest] = sums[nearest] + pixel
                sizes[nearest] += 1
            }
            for index in centres.indices where sizes[index] > 0 {
                centres[index] = sums[index].divided(by: Double(sizes[index]))
            }
        }
        entries = zip(centres, sizes).filter { $0.1 > 0 }
            .map { Entry(colour: $0, share: Double($1) / Double(max(1, pixels.count))) }
            .sorted { $0.share > $1.share }
    }

    /// How far the colours of two pictures lie apart: the ΔE2000 that every share travels, each to
    /// the nearest colour with room left.
    public func distance(to other: DominantColours) -> Double {
        var left = entries.map(\.share)
        var right = other.entries.map(\.share)
        let ways = entries.indices.flatMap { from in
            other.entries.indices.map { to in
                (from, to, entries[from].colour.difference(from: other.entries[to].colour))
            }
        }
        var total = 0.0
        for (from, to, way) in ways.sorted(by: { $0.2 < $1.2 }) {
            let moved = min(left[from], right[to])
            total += moved * way
            left[from] -= moved
            right[to] -= moved
        }
        return total
    }

    private static func pixels(of picture: Pixmap) -> [Lab] {
        let count = picture.width * picture.height
        let step = max(1, Int((Double(count) / 1100).squareRoot()))
        var pixels: [Lab] = []
        for y in stride(from: step / 2, to: picture.height, by: step) {
            for x in stride(from: step / 2, to: picture.width, by: step) {
                let at = (y * picture.width + x) * 4
                let cover = Float(picture.rgba[at + 3]) / 255
                func seen(_ channel: Int) -> Float {
                    Float(picture.rgba[at + channel]) * cover + 255 * (1 - cover)
                }
                pixels.append(Lab(levels: SIMD4(seen(0), seen(1), seen(2), 255)))
            }
        }
        return pixels
    }

    /// The mean's nearest pixel first, then each time the pixel farthest from all.
    private static func seeds(_ pixels: [Lab], _ count: Int) -> [Lab] {
        guard let first = pixels.first else { return [] }
        let sum = pixels.dropFirst().reduce(first, +)
        var seeds = [sum.divided(by: Double(pixels.count))]
        while seeds.count < count {
            let apart = pixels.map { nearest($0, seeds).distance }
            guard let farthest = apart.indices.max(by: { apart[$0] < apart[$1] }),
                apart[farthest] > 1
            else { break }
            seeds.append(pixels[farthest])
        }
        return seeds
    }

    private static func nearest(_ pixel: Lab, _ centres: [Lab]) -> (index: Int, distance: Double) {
        var best = (index: 0, distance: Double.infinity)
        for (index, centre) in centres.enumerated() {
            let way = pixel - centre
            let distance = way.lightness * way.lightness + way.a * way.a + way.b * way.b
            if distance < best.distance { best = (index, distance) }
        }
        return best
    }
}
