/// A picture in the form in which looks are compared: at most 512 pixels a side, with luma.
struct StylePlanes: Sendable {
    /// The side of a cell in pixels.
    static let cell = 16

    let canonical: Canonical
    let luma: Plane

    var width: Int { canonical.width }
    var height: Int { canonical.height }
    var columns: Int { max(1, width / Self.cell) }
    var rows: Int { max(1, height / Self.cell) }

    init(_ picture: Pixmap, _ size: (width: Int, height: Int)) {
        self.init(Canonical(picture, width: size.width, height: size.height))
    }

    private init(_ canonical: Canonical) {
        self.canonical = canonical
        luma = canonical.luma
    }

    /// The cell that a pixel lies in; what is left over at the right and the bottom belongs to the
    /// last.
    func cell(_ x: Int, _ y: Int) -> Int {
        min(y / Self.cell, rows - 1) * columns + min(x / Self.cell, columns - 1)
    }

    /// The same picture saved once more and shifted by half a pixel.
    var resaved: StylePlanes {
        let shifted = Canonical(
            red: Self.shifted(canonical.red), green: Self.shifted(canonical.green),
            blue: Self.shifted(canonical.blue), alpha: nil)
        let planes = StylePlanes(shifted)
        // A saving that fails leaves the shift, which is a spread as well.
        guard let file = try? planes.pixmap.jpeg(quality: 80),
            let read = try? Pixmap(decoding: file)
        else { return planes }
        return StylePlanes(read, (width, height))
    }

    /// Half a pixel to the right: the mean of two neighbours.
    private static func shifted(_ plane: Plane) -> Plane {
        var out = plane
        for y in 0..<plane.height {
            for x in 0..<max(0, plane.width - 1) {
                let index = y * plane.width + x
                out.values[index] = plane.values[index] * 0.75 + plane.values[index + 1] * 0.25
            }
        }
        return out
    }

    private var pixmap: Pixmap {
        var rgba = [UInt8](repeating: 255, count: width * height * 4)
        for index in 0..<width * height {
            rgba[index * 4] = Self.level(canonical.red.values[index])
            rgba[index * 4 + 1] = Self.level(canonical.green.values[index])
            rgba[index * 4 + 2] = Self.level(canonical.blue.values[index])
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }

    private static func level(_ value: Float) -> UInt8 { UInt8(min(255, max(0, value.rounded()))) }
}
