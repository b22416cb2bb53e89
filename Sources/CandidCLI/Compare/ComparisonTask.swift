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

    /// Compares two files.
    ///
    /// - Throws: ``CommandFailure`` that names the file that can't be used.
    func result(_ before: String, _ after: String, mask: String?) throws -> ComparisonResult {
        let files = (before: try Self.file(before), after: try Self.file(after))
        let first = try Self.picture(files.before, before)
        let second = try Self.picture(files.after, after)
        var region: Mask?
        if let mask {
            let picture = try Self.picture(Self.file(mask), mask)
            guard picture.width == first.width, picture.height == first.height else {
                throw CommandFailure(
                    .badInput,
                    "the mask \(mask) is \(picture.width)x\(picture.height) and \(before) is "
                        + "\(first.width)x\(first.height). Give a mask of the first picture's size."
                )
            }
            region = Mask(picture)
        }
        return ComparisonResult(
            comparison: Comparison(
                first, second, mask: region, ignoring: ignored,
                limits: Comparison.Limits().scaled(by: tolerance)),
            peers: PeerMeasures(first, second, mask: region, counting: counting),
            first: first, second: second, mask: region, files: files)
    }

    private var counting: Pixelmatch {
        var counting = Pixelmatch(.yiq)
        counting.ignored = ignored
        counting.threshold = threshold
        counting.countsAntialiasing = countsAntialiasing
        return counting
    }

    private static func file(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: Settings.expanded(path)) else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        return [UInt8](data)
    }

    private static func picture(_ file: [UInt8], _ path: String) throws -> Pixmap {
        do {
            return try Pixmap(decoding: file)
        } catch {
            throw CommandFailure(.badInput, "\(path): \(error)")
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

    /// The heat map's file.
    func heat() throws -> [UInt8] {
        try HeatMap(comparison, first, second, mask: mask).picture.png()
    }

    /// Whether nothing that can be seen changed.
    var isSame: Bool {
        comparison.answer == .identical || comparison.answer == .noVisibleChange
    }
}
