import Pixels

/// A picture with its parent's pixels pasted back outside a region.
struct PixelRepair {
    /// The outcome: outside the region the parent's pixels, inside the edit's, and between them a
    /// blend that lies inside, so that outside nothing differs in a single level.
    let picture: Pixmap

    /// Pastes.
    ///
    /// - Parameters:
    ///   - edited: The edit's outcome.
    ///   - parent: The picture before, of the same size.
    ///   - mask: What the edit might change.
    ///   - feather: How many pixels wide the blend is, from 0.
    /// - Throws: ``Refusal`` where the sizes differ: to bring one to the other's would resample
    ///   every pixel.
    init(
        _ edited: Pixmap, from parent: Pixmap, mask: EditMask, feather: Int
    ) throws(Refusal) {
        let sizes = [edited, parent].map { Size(width: $0.width, height: $0.height) }
        guard sizes[0] == sizes[1], sizes[0] == mask.size else {
            throw Refusal(
                field: "picture", reason: "it is \(sizes[0]), and the one before is \(sizes[1])",
                wayOut: "Edit again with --size \(sizes[1]): pasting needs pixels that lie alike.")
        }
        var picture = parent
        let depths = Self.depths(mask, upTo: feather)
        for pixel in mask.region.bits.indices where mask.region.bits[pixel] == 1 {
            for byte in pixel * 4..<pixel * 4 + 4 {
                let (old, new) = (Int(parent.rgba[byte]), Int(edited.rgba[byte]))
                let (share, whole) = (min(depths[pixel], feather + 1), feather + 1)
                picture.rgba[byte] = UInt8(
                    (old * (whole - share) + new * share + whole / 2) / whole)
            }
        }
        self.picture = picture
    }

    /// For each pixel inside, how many steps it lies from the outside, straight or diagonal, from 1;
    /// beyond the feather they are no longer told apart.
    private static func depths(_ mask: EditMask, upTo feather: Int) -> [Int] {
        let (width, height) = (mask.size.width, mask.size.height)
        let most = feather + 1
        var depths = mask.region.bits.map { $0 == 1 ? most : 0 }
        func step(_ x: Int, _ y: Int, _ neighbours: [(Int, Int)]) {
            let here = y * width + x
            guard depths[here] > 1 else { return }
            for (right, down) in neighbours {
                let (nearX, nearY) = (x + right, y + down)
                // The picture's own edge is no border with anything.
                guard 0..<width ~= nearX, 0..<height ~= nearY else { continue }
                depths[here] = min(depths[here], depths[nearY * width + nearX] + 1)
            }
        }
        for y in 0..<height {
            for x in 0..<width { step(x, y, [(-1, 0), (-1, -1), (0, -1), (1, -1)]) }
        }
        for y in (0..<height).reversed() {
            for x in (0..<width).reversed() { step(x, y, [(1, 0), (1, 1), (0, 1), (-1, 1)]) }
        }
        return depths
    }
}
