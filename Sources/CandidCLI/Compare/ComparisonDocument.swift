import Candid
import Pixels

/// A comparison as other programs read it: `docs/schemas/comparison.v1.json`.
struct ComparisonDocument: Encodable {
    let schema = "candid/comparison/1"
    let comparison: String
    let changeScore: Double
    @Nullable var outsideScore: Double?
    let changedShare: Double
    @Nullable var insideMask: Double?
    @Nullable var outsideMask: Double?
    let boxes: [PictureBox]
    @Nullable var maxBlockShift: Double?
    @Nullable var outsideMaxBlockShift: Double?
    @Nullable var ssim: Double?
    @Nullable var pixelmatchYIQ: Int?
    @Nullable var pixelmatchOKLab: Int?
    let phash: [String]
    let ahash: [String]
    let dhash: [String]
    @Nullable var peersReason: String?
    let cast: Cast
    let alignment: Alignment
    @Nullable var sharpness: Double?
    @Nullable var paletteDistance: Double?
    let notes: [String]
    @Nullable var floor: FloorNote?

    /// What moved over the whole picture.
    struct Cast: Encodable {
        let l: Double
        let a: Double
        let b: Double
        let distance: Double
    }

    /// How the second picture lies over the first.
    struct Alignment: Encodable {
        let scale: [Double]
        let rotation: Double
        let shift: [Double]
    }

    private enum CodingKeys: String, CodingKey {
        case schema, comparison, boxes, ssim, phash, ahash, dhash, cast, alignment, sharpness
        case notes, floor
        case changeScore = "change_score"
        case outsideScore = "outside_score"
        case changedShare = "changed_share"
        case insideMask = "inside_mask"
        case outsideMask = "outside_mask"
        case maxBlockShift = "max_block_shift"
        case outsideMaxBlockShift = "outside_max_block_shift"
        case pixelmatchYIQ = "pixelmatch_yiq"
        case pixelmatchOKLab = "pixelmatch_oklab"
        case peersReason = "peers_reason"
        case paletteDistance = "palette_distance"
    }

    init(_ result: ComparisonResult) {
        let (gate, peers) = (result.comparison, result.peers)
        floor = result.floor
        comparison = gate.answer.rawValue
        changeScore = gate.score
        changedShare = gate.changedShare
        boxes = gate.boxes
        phash = peers.frequencies.map(\.description)
        ahash = peers.averages.map(\.description)
        dhash = peers.differences.map(\.description)
        cast = Cast(
            l: gate.cast.lightness, a: gate.cast.a, b: gate.cast.b, distance: gate.castDistance)
        let map = gate.alignment
        let long = Double(max(result.first.width, result.first.height))
        alignment = Alignment(
            scale: [map.scaleX, map.scaleY], rotation: map.rotation,
            shift: [map.shiftShares.x * long, map.shiftShares.y * long])
        outsideScore = gate.outsideScore
        insideMask = gate.insideShare
        outsideMask = gate.outsideShare
        maxBlockShift = peers.maxBlockShift
        outsideMaxBlockShift = peers.outsideMaxBlockShift
        ssim = peers.ssim
        pixelmatchYIQ = peers.pixelmatchYIQ
        pixelmatchOKLab = peers.pixelmatchOKLab
        peersReason = peers.reason
        sharpness = gate.sharpness
        paletteDistance = gate.paletteDistance
        notes = result.notes
    }
}
