import Candid
internal import Pixels

/// What a picture's own record says that it shows, once the record is proved to be the picture's.
///
/// The proof is to draw the record again and to compare every pixel: whoever changed one, or put the
/// record into another picture, is left without a witness.
struct Testimony: Sendable {
    let scene: SceneRecord
    /// Where the picture shows something else than the scene, because a mask held a change back.
    let doubtful: Box?
    /// Whether some lettering has characters that no font could draw.
    let hasMissingLetters: Bool

    /// Whether the record is the whole truth about the picture.
    var isWhole: Bool { doubtful == nil }

    /// Whether a thing lies where the record is true, and can be seen at all.
    func isCertain(_ box: [Int]) -> Bool {
        guard box.count == 4, box[2] > 0, box[3] > 0 else { return false }
        guard let doubtful else { return true }
        let place = Box(
            x: Double(box[0]), y: Double(box[1]), width: Double(box[2]), height: Double(box[3]))
        let shared = place.intersection(doubtful)
        return shared.width <= 0 || shared.height <= 0
    }
}

extension Illustrator {
    /// What a file's record says of it; nil where it has none, or one that is not true of its pixels.
    func testimony(of file: [UInt8]) -> Testimony? {
        guard let history = EditHistory(in: file), history.version == Self.version,
            let given = try? Self.pixmap(file, "picture"),
            (history.width, history.height) == (given.width, given.height),
            let playback = try? Playback(history, illustrator: self), playback.shown == given
        else { return nil }
        return Testimony(
            scene: playback.record.scene, doubtful: playback.drawn.difference(from: given),
            hasMissingLetters: playback.record.painter.lettered.contains { !$0.missing.isEmpty })
    }

    /// Whether a file says that it has a record, without a proof of it.
    public static func claimsRecord(in file: [UInt8]) -> Bool { EditHistory(in: file) != nil }
}

extension Pixmap {
    /// The bounds of the pixels that differ; nil where none does.
    fileprivate func difference(from other: Pixmap) -> Box? {
        var bounds: Box?
        for pixel in 0..<(width * height) {
            let bytes = pixel * 4..<pixel * 4 + 4
            guard rgba[bytes] != other.rgba[bytes] else { continue }
            let place = Box(
                x: Double(pixel % width), y: Double(pixel / width), width: 1, height: 1)
            bounds = bounds?.union(place) ?? place
        }
        return bounds
    }
}

/// Remembers what pictures' records said, because proving one takes as long as drawing it.
actor Witnesses {
    private let illustrator: Illustrator
    private var known: [(picture: Digest, testimony: Testimony?)] = []

    private static let most = 32

    init(_ illustrator: Illustrator) {
        self.illustrator = illustrator
    }

    /// What a file's record says of it; nil where there is none that is true.
    func testimony(of file: [UInt8]) -> Testimony? {
        let digest = Digest(of: file)
        if let found = known.first(where: { $0.picture == digest }) { return found.testimony }
        let testimony = illustrator.testimony(of: file)
        if known.count == Self.most { known.removeFirst() }
        known.append((digest, testimony))
        return testimony
    }
}
