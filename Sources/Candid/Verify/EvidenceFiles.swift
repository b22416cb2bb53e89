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
        let picture = try Pixmap(decoding: subject.picture)
        let parent = try subject.parent.map { try Pixmap(decoding: $0) }
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
    /// Where the picture differs from the one before, drawn over that one in grey.
    ///
    /// - Returns: A PNG; nil without a picture before.
    /// - Throws: `ImageError` for a picture that can't be decoded.
    public func heatMap() throws -> [UInt8]? {
        guard let parent else { return nil }
        let (before, after) = (try Pixmap(decoding: parent), try Pixmap(decoding: picture))
        let mask = mask?.region
        let comparison = Comparison(before, after, mask: mask)
        return try HeatMap(comparison, before, after, mask: mask).picture.png()
    }
}
