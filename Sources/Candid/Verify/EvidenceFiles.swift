import Pixels

extension Judgement {
    /// A picture that shows a piece of evidence.
    public struct Crop: Hashable, Sendable {
        /// Its name, such as `c3-leak-1-before.png`.
        public var name: String
        /// The file, a PNG.
        public var file: [UInt8]
    }

    /// What each place in the evidence shows, in the picture and before.
    ///
    /// - Parameter subject: The pictures that were judged.
    /// - Returns: One or two files for each place, in the verdicts' order.
    /// - Throws: `ImageError` for a picture that can't be decoded.
    public func crops(of subject: Verifier.Subject) throws -> [Crop] {
        let (picture, parent) = try subject.pixmaps()
        var crops: [Crop] = []
        for verdict in verdicts {
            let places = verdict.evidence.filter { $0.box != nil && $0.question == nil }
            for (index, place) in places.enumerated() {
                let name = "\(verdict.claim.id)-\(place.name)-\(index + 1)"
                for (pixmap, ending) in [(picture, ""), (parent, "-before")] {
                    guard let pixmap, let box = place.box else { continue }
                    let size = (pixmap.width, pixmap.height)
                    let own = box.scaled(from: (picture.width, picture.height), to: size)
                    guard own.fits(width: size.0, height: size.1),
                        let file = pixmap.file(
                            of: own.grown(by: 16, width: size.0, height: size.1))
                    else { continue }
                    crops.append(Crop(name: "\(name)\(ending).png", file: file))
                }
            }
        }
        return crops
    }
}

extension Verifier.Subject {
    /// The picture and the one before, in colours that mean the same.
    func pixmaps() throws(ImageError) -> (picture: Pixmap, parent: Pixmap?) {
        guard let parent else { return (try Pixmap(decoding: picture), nil) }
        let pair = try PicturePair(parent, picture)
        return (pair.after.pixmap, pair.before.pixmap)
    }

    /// Where the picture differs from the one before, drawn over that one in grey.
    ///
    /// - Returns: A PNG; nil without a picture before.
    /// - Throws: `ImageError` for a picture that can't be decoded.
    public func heatMap() throws -> [UInt8]? {
        guard case (let after, let before?) = try pixmaps() else { return nil }
        let mask = mask?.region
        let comparison = Comparison(before, after, mask: mask)
        return try HeatMap(comparison, before, after, mask: mask).picture.png()
    }
}
