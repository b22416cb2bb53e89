/// What other tools would say of two pictures as they are, without aligning them.
public struct PeerMeasures: Sendable, Equatable {
    /// SSIM as scikit-image computes it, on grey; nil with a reason.
    public let ssim: Double?
    /// The largest change of the mean of a block of 8x8 pixels, in 8-bit levels.
    public let maxBlockShift: Double?
    /// The same outside the mask, grown by four pixels; nil without a mask.
    public let outsideMaxBlockShift: Double?
    /// Pixels that differ, as pixelmatch 7.2.0 counts them.
    public let pixelmatchYIQ: Int?
    /// Pixels that differ, as pixelmatch's later head counts them.
    public let pixelmatchOKLab: Int?
    /// imagehash's hashes of both pictures.
    public let frequencies: [PerceptualHash]
    /// imagehash's average hash of both.
    public let averages: [PerceptualHash]
    /// imagehash's difference hash of both.
    public let differences: [PerceptualHash]
    /// Why some figures are missing; nil where none is.
    public let reason: String?

    /// How far a mask is grown before the outside is judged, in pixels: edits have soft edges.
    static let margin = 4

    /// Measures two pictures.
    ///
    /// - Parameters:
    ///   - before: The first picture.
    ///   - after: The second one.
    ///   - mask: Where a change was asked for, of the first picture's size.
    ///   - counting: Options of pixelmatch's counts, among them what is left out.
    public init(
        _ before: Pixmap, _ after: Pixmap, mask: Mask? = nil,
        counting: Pixelmatch = Pixelmatch(.yiq)
    ) {
        let ignored = counting.ignored
        let hashes = [before, after].map(PerceptualHashes.init)
        frequencies = hashes.map(\.frequencies)
        averages = hashes.map(\.averages)
        differences = hashes.map(\.differences)
        let size = (before.width, before.height)
        let blind = Mask(width: size.0, height: size.1, boxes: ignored)
        maxBlockShift = BlockShift.largest(before, after, except: ignored.isEmpty ? nil : blind)
        outsideMaxBlockShift = mask.flatMap {
            BlockShift.largest(before, after, except: $0.grown(by: Self.margin).united(with: blind))
        }
        var counter = counting
        counter.measure = .yiq
        pixelmatchYIQ = counter.count(before, after)
        counter.measure = .oklab
        pixelmatchOKLab = counter.count(before, after)
        ssim = StructuralSimilarity(lumaOf: before, after)?.mean
        if before.width != after.width || before.height != after.height {
            reason =
                "the pictures are \(before.width)x\(before.height) and \(after.width)x\(after.height); "
                + "these measures need one size"
        } else {
            reason = ssim == nil ? "the pictures are smaller than SSIM's window of 11x11" : nil
        }
    }
}
