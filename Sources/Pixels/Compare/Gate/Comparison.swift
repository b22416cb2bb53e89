internal import Foundation

/// What really differs between two pictures, with the evidence.
///
/// The pictures are laid over each other first, a cast of the whole is taken off and named, and then
/// the worst of many small cells decides, not a mean: a mean hides a small edit.
public struct Comparison: Sendable {
    /// The answers.
    public enum Answer: String, Sendable, Codable, CaseIterable {
        /// Every pixel is the same.
        case identical
        /// Nothing beyond what recompression and resampling make.
        case noVisibleChange = "no_visible_change"
        /// Something changed.
        case changed
        /// Something changed, and only inside the mask.
        case changedWhereAsked = "changed_where_asked"
        /// Something changed outside the mask.
        case changedElsewhere = "changed_elsewhere"
        /// Another picture: not comparable.
        case recomposed
    }

    /// The answer.
    public let answer: Answer
    /// How far above (more than 1) or below what shows the strongest difference is.
    public let score: Double
    /// The same outside the mask; nil without one.
    public let outsideScore: Double?
    /// The changed share of the picture, 0 to 1.
    public let changedShare: Double
    /// The changed share of what the mask means; nil without one.
    public let insideShare: Double?
    /// The changed share of the rest; nil without a mask.
    public let outsideShare: Double?
    /// Rectangles around connected changes, the largest first, in pixels of the first picture.
    public let boxes: [PictureBox]
    /// By how much the whole moved, L*, a* and b*: the median over cells.
    public let cast: Lab
    /// How strong the cast is, ΔE2000.
    public let castDistance: Double
    /// How the second picture lies over the first.
    public let alignment: Affine
    /// Detail of the second by the first: the variance of the Laplacian; nil for a flat first one.
    public let sharpness: Double?
    /// How far the dominant colours lie apart, ΔE2000.
    public let paletteDistance: Double
    /// How far the frame was moved or stretched beyond what editors do unasked: above 1 it shows.
    public let moveScore: Double
    /// How alike the large forms are, -1 to 1.
    public let structure: Double
    /// How alike detail is spread over the picture, -1 to 1: what another light leaves as it was.
    public let texture: Double
    /// What was compared, cell by cell.
    public let cells: [Cell]
    /// The limits that decided.
    public let limits: Limits
    /// Where the cells lie.
    let frame: CellFrame

    /// From where on a difference counts.
    public struct Limits: Sendable {
        /// How far a cell's mean colour may move, in ΔE2000, where the rest of the picture stood
        /// still, and where it is full of a codec's noise.
        public var colour = 2.0...4.0
        /// How much structure (1 - SSIM without its luminance term) a cell may lose, likewise.
        public var structure = 0.25...0.8
        /// How many times the noise of the picture must be exceeded, in colour and in structure.
        public var overNoise = (colour: 8.0, structure: 6.0)
        /// How far the whole may move in colour, in ΔE2000.
        public var cast = 1.0
        /// How far the frame may be moved or stretched, as a multiple of what editors do unasked.
        public var move = 1.0

        /// The limits that were calibrated; see `docs/compare.md`.
        public init() {}

        /// The same, `factor` times more (above 1) or less tolerant.
        public func scaled(by factor: Double) -> Limits {
            var limits = self
            limits.colour = (colour.lowerBound * factor)...(colour.upperBound * factor)
            limits.structure = (structure.lowerBound * factor)...(structure.upperBound * factor)
            limits.cast *= factor
            return limits
        }
    }

    /// Compares two pictures.
    ///
    /// - Parameters:
    ///   - before: The first picture.
    ///   - after: The second one, of whatever size.
    ///   - mask: Where a change was asked for, of the first picture's size.
    ///   - ignored: What is not looked at, in pixels of the first picture.
    ///   - limits: From where on a difference counts.
    public init(
        _ before: Pixmap, _ after: Pixmap, mask: Mask? = nil, ignoring ignored: [PictureBox] = [],
        limits: Limits = Limits()
    ) {
        let weighing = Weighing(before, after, mask: mask, ignored: ignored, limits: limits)
        self.limits = limits
        answer = weighing.answer
        score = weighing.score(of: [.outside, .inside, .margin])
        outsideScore = mask == nil ? nil : weighing.score(of: [.outside])
        changedShare = weighing.share(of: [.outside, .inside, .margin])
        insideShare = mask == nil ? nil : weighing.share(of: [.inside])
        outsideShare = mask == nil ? nil : weighing.share(of: [.outside])
        boxes = weighing.boxes
        cast = weighing.cast
        castDistance = weighing.castDistance
        alignment = weighing.alignment
        sharpness = weighing.sharpness
        cells = weighing.cells
        moveScore = before == after ? 0 : weighing.move
        structure = weighing.structure
        texture = weighing.texture
        frame = weighing.frame
        paletteDistance =
            before == after
            ? 0 : DominantColours(of: before).distance(to: DominantColours(of: after))
    }
}

extension Comparison {
    /// The strongest difference of a cell, whatever became of the whole; nil where no cell could be
    /// compared.
    public func worstCell(in regions: [Region]) -> Double? {
        if answer == .identical { return 0 }
        return cells.lazy.filter { regions.contains($0.region) }.map(\.score).max()
    }

    /// Rectangles around connected changes of some regions, the largest first, in pixels of the first
    /// picture.
    public func boxes(in regions: [Region]) -> [PictureBox] {
        frame.boxes(around: cells.filter { $0.score > 1 && regions.contains($0.region) })
    }
}
