internal import Pixels

/// A picture in greys, eight bits each, rows from the top.
struct GreyPicture: Sendable {
    let width: Int
    let height: Int
    var pixels: [UInt8]

    /// A picture's luma (BT.601).
    ///
    /// What is transparent becomes white or black, whichever stands out from the rest, because
    /// white letters on nothing would vanish on white.
    init(_ pixmap: Pixmap) {
        width = pixmap.width
        height = pixmap.height
        let count = width * height
        pixels = [UInt8](unsafeUninitializedCapacity: count) { grey, initialised in
            pixmap.rgba.withUnsafeBufferPointer { source in
                let ground = Self.ground(source)
                for index in 0..<count {
                    let at = index &* 4
                    let luma = Self.luma(source, at)
                    let alpha = Int(source[at &+ 3])
                    grey[index] = UInt8((luma * alpha + ground * (255 - alpha)) / 255)
                }
            }
            initialised = count
        }
    }

    init(width: Int, height: Int, pixels: [UInt8]) {
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    private static func luma(_ source: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
        (Int(source[at]) &* 299 &+ Int(source[at &+ 1]) &* 587 &+ Int(source[at &+ 2]) &* 114)
            / 1000
    }

    private static func ground(_ source: UnsafeBufferPointer<UInt8>) -> Int {
        var (light, weight) = (0, 0)
        for at in stride(from: 0, to: source.count, by: 4) {
            let alpha = Int(source[at &+ 3])
            light &+= luma(source, at) &* alpha
            weight &+= alpha
        }
        return weight > 0 && light / weight > 160 ? 0 : 255
    }
}

extension GreyPicture {
    /// The picture at another size, every pixel weighed by a triangle as wide as a pixel of the
    /// coarser of the two.
    func scaled(by factor: Double) -> GreyPicture {
        let target = (
            width: max(1, Int((Double(width) * factor).rounded())),
            height: max(1, Int((Double(height) * factor).rounded()))
        )
        let across = TriangleFilter(from: width, to: target.width)
        let down = TriangleFilter(from: height, to: target.height)
        var narrow = [Float](repeating: 0, count: target.width * height)
        pixels.withUnsafeBufferPointer { source in
            for y in 0..<height {
                for x in 0..<target.width {
                    narrow[y &* target.width &+ x] = across.sum(x) {
                        Float(source[y &* width &+ $0])
                    }
                }
            }
        }
        var out = [UInt8](repeating: 0, count: target.width * target.height)
        narrow.withUnsafeBufferPointer { source in
            for y in 0..<target.height {
                for x in 0..<target.width {
                    let value = down.sum(y) { source[$0 &* target.width &+ x] }
                    out[y &* target.width &+ x] = UInt8(min(max(value + 0.5, 0), 255))
                }
            }
        }
        return GreyPicture(width: target.width, height: target.height, pixels: out)
    }
}

/// The weights with which a row of one length becomes a row of another.
private struct TriangleFilter {
    private let starts: [Int]
    private let weights: [[Float]]

    init(from: Int, to: Int) {
        let step = Double(from) / Double(to)
        let reach = max(1, step)
        var (starts, weights): ([Int], [[Float]]) = ([], [])
        for index in 0..<to {
            let centre = (Double(index) + 0.5) * step - 0.5
            let first = max(0, Int((centre - reach).rounded(.up)))
            let last = min(from - 1, Int((centre + reach).rounded(.down)))
            var row = (first...max(first, last)).map {
                Float(max(0, 1 - abs(Double($0) - centre) / reach))
            }
            let sum = row.reduce(0, +)
            row = sum > 0 ? row.map { $0 / sum } : [1]
            starts.append(min(first, from - 1))
            weights.append(row)
        }
        self.starts = starts
        self.weights = weights
    }

    @inline(__always)
    func sum(_ index: Int, _ value: (Int) -> Float) -> Float {
        var total: Float = 0
        let start = starts[index]
        for (offset, weight) in weights[index].enumerated() {
            total += weight * value(start &+ offset)
        }
        return total
    }
}
