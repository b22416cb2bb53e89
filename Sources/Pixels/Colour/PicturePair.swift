/// A picture and the one that it was made from, whose numbers mean the same colours.
///
/// Services leave out the colour profile of what they were sent: some convert the numbers first, others
/// deliver them as they were. Where only one of both names a space, its numbers are taken as that
/// reading of them has it in which it is nearer to the other.
public struct PicturePair: Sendable {
    /// The picture before.
    public let before: DecodedPicture
    /// The picture after.
    public let after: DecodedPicture

    /// Decodes both.
    ///
    /// - Throws: ``ImageError`` for the first that can't be decoded.
    public init(_ before: [UInt8], _ after: [UInt8]) throws(ImageError) {
        self.init(
            try DecodedPicture(before), try DecodedPicture(after), files: (before, after))
    }

    /// Reads both anew where they have to be.
    ///
    /// - Parameters:
    ///   - before: The picture before, in sRGB.
    ///   - after: The picture after, in sRGB.
    ///   - files: Their files.
    public init(
        _ before: DecodedPicture, _ after: DecodedPicture, files: (before: [UInt8], after: [UInt8])
    ) {
        self.before = before.reread(files.before, beside: after)
        self.after = after.reread(files.after, beside: before)
    }
}

extension DecodedPicture {
    /// This picture, by its file's own numbers if the other one, which names no space, is nearer to
    /// them.
    fileprivate func reread(_ file: [UInt8], beside other: DecodedPicture) -> DecodedPicture {
        guard case .converted = colours, case .asStored = other.colours,
            let stored = try? DecodedPicture(file, colours: .asStored)
        else { return self }
        let aim = CellColours(other.pixmap)
        guard
            CellColours(stored.pixmap).distance(to: aim)
                < CellColours(pixmap).distance(to: aim)
        else { return self }
        return DecodedPicture(
            pixmap: stored.pixmap,
            colours: .ignored(reason: "the other picture has its numbers without its profile"))
    }
}

/// The colours of a picture's cells, whatever its size.
private struct CellColours {
    private static let side = 16
    private var means: [Double] = []

    init(_ picture: Pixmap) {
        let (width, height, side) = (picture.width, picture.height, Self.side)
        var (sums, counts) = (
            [Double](repeating: 0, count: side * side * 3),
            [Double](repeating: 0, count: side * side)
        )
        picture.rgba.withUnsafeBytes { bytes in
            for y in 0..<height {
                for x in 0..<width {
                    let cell = y * side / height * side + x * side / width
                    counts[cell] += 1
                    for channel in 0..<3 {
                        sums[cell * 3 + channel] += Double(bytes[(y * width + x) * 4 + channel])
                    }
                }
            }
        }
        means = sums.indices.map { sums[$0] / max(1, counts[$0 / 3]) }
    }

    /// The middle of the cells' distances, which an edit of less than half of them does not move.
    func distance(to other: CellColours) -> Double {
        let cells = stride(from: 0, to: means.count, by: 3).map { cell in
            (cell..<cell + 3).reduce(0) { $0 + abs(means[$1] - other.means[$1]) }
        }
        return cells.sorted()[cells.count / 2]
    }
}
