import Candid
import Foundation
import Pixels

/// How pictures are compared, whichever they are.
struct ComparisonTask {
    var ignored: [PictureBox] = []
    /// pixelmatch's threshold.
    var threshold = 0.1
    /// How many times more the answer forgives.
    var tolerance = 1.0
    var countsAntialiasing = false
    /// What the route that made the second picture changes unasked.
    var floor: RouteFloor?

    /// A file by the name that is used for it.
    struct Named {
        let name: String
        let bytes: [UInt8]
    }

    /// Compares two files.
    ///
    /// - Throws: ``CommandFailure`` that names the file that can't be used.
    func result(_ before: String, _ after: String, mask: String?) throws -> ComparisonResult {
        try result(
            try Self.file(before), try Self.file(after), mask: try mask.map { try Self.file($0) })
    }

    /// Compares two pictures.
    ///
    /// - Throws: ``CommandFailure`` that names the picture that can't be used.
    func result(_ before: Named, _ after: Named, mask: Named?) throws -> ComparisonResult {
        let files = (before: before.bytes, after: after.bytes)
        let pair = PicturePair(
            try Self.picture(before), try Self.picture(after), files: files)
        let (first, second) = (pair.before, pair.after)
        let region = try mask.map { try Self.region($0, first, before.name) }
        return ComparisonResult(
            comparison: Comparison(
                first.pixmap, second.pixmap, mask: region, ignoring: ignored,
                limits: (floor?.limits ?? Comparison.Limits()).scaled(by: tolerance)),
            peers: PeerMeasures(
                try Self.stored(first, files.before), try Self.stored(second, files.after),
                mask: region, counting: counting),
            first: first.pixmap, second: second.pixmap, mask: region, files: files,
            notes: Self.note(first, before.name) + Self.note(second, after.name),
            floor: floor?.note)
    }

    private static func region(
        _ mask: Named, _ first: DecodedPicture, _ before: String
    ) throws -> Mask {
        let picture = try Self.picture(mask).pixmap
        let first = first.pixmap
        guard picture.width == first.width, picture.height == first.height else {
            throw CommandFailure(
                .badInput,
                "the mask \(mask.name) is \(picture.width)x\(picture.height) and \(before) is "
                    + "\(first.width)x\(first.height). Give a mask of the first picture's size.")
        }
        return Mask(picture)
    }

    /// What other tools see, who know no colour profiles.
    private static func stored(_ picture: DecodedPicture, _ file: [UInt8]) throws -> Pixmap {
        guard case .converted = picture.colours else { return picture.pixmap }
        return try Pixmap(decoding: file, colours: .asStored)
    }

    private static func note(_ picture: DecodedPicture, _ path: String) -> [String] {
        switch picture.colours {
        case .asStored: []
        case .converted(let space): ["\(path): converted from \(space) to sRGB"]
        case .ignored(let reason): ["\(path): taken for sRGB, because \(reason)"]
        }
    }

    private var counting: Pixelmatch {
        var counting = Pixelmatch(.yiq)
        counting.ignored = ignored
        counting.threshold = threshold
        counting.countsAntialiasing = countsAntialiasing
        return counting
    }

    private static func file(_ path: String) throws -> Named {
        guard let data = FileManager.default.contents(atPath: Settings.expanded(path)) else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        return Named(name: path, bytes: [UInt8](data))
    }

    private static func picture(_ file: Named) throws -> DecodedPicture {
        do {
            return try DecodedPicture(file.bytes)
        } catch {
            throw CommandFailure(.badInput, "\(file.name): \(error)")
        }
    }
}

/// Two pictures and everything that is known of their difference.
struct ComparisonResult {
    let comparison: Comparison
    let peers: PeerMeasures
    let first: Pixmap
    let second: Pixmap
    let mask: Mask?
    /// The files that they were read from.
    let files: (before: [UInt8], after: [UInt8])
    /// What a reader should know of how the files were read, such as a colour profile.
    let notes: [String]
    /// The noise floor that was taken for the limits; nil for the usual ones.
    let floor: FloorNote?

    /// The heat map's file.
    func heat() throws -> [UInt8] {
        try HeatMap(comparison, first, second, mask: mask).picture.png()
    }

    /// Whether nothing that can be seen changed.
    var isSame: Bool {
        comparison.answer == .identical || comparison.answer == .noVisibleChange
    }
}
