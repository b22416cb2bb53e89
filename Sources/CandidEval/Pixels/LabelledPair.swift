import Foundation
import Pixels

/// A pair of pictures with figures of other tools and the truth.
struct LabelledPair: Decodable {
    struct Options: Decodable {
        var threshold: Double?
        var includeAA: Bool?
        var checkerboard: Bool?
        var windowSize: Int?
        var antialiasing: Bool?
        var ignoreRegions: [[Int]]?
        var pixelmatch: Partial?

        private enum CodingKeys: String, CodingKey {
            case threshold, includeAA, checkerboard, windowSize, antialiasing, pixelmatch
            case ignoreRegions = "ignore_regions"
        }
    }

    /// What a record says of pixelmatch's options, where they are not the pair's own.
    struct Partial: Decodable {
        var threshold: Double?
        var includeAA: Bool?
        var checkerboard: Bool?
    }

    struct Expected: Decodable {
        var yiq: Int?
        var oklab: Int?
        var odiff: Int?
        var ssim: Double?
        var pixelmatchOptions: Partial?
        var phash: [Hash]?
        var ahash: [Hash]?
        var dhash: [Hash]?

        private enum CodingKeys: String, CodingKey {
            case phash, ahash, dhash
            case yiq = "pixelmatch_yiq_7.2.0"
            case oklab = "pixelmatch_oklab_head"
            case odiff = "odiff_count"
            case ssim = "ssim_gauss_luma"
            case pixelmatchOptions = "pixelmatch_options"
        }
    }

    /// A hash, or the distance that stands behind two of them.
    enum Hash: Decodable {
        case text(String)
        case distance

        init(from decoder: any Decoder) throws {
            let text = try? decoder.singleValueContainer().decode(String.self)
            self = text.map(Hash.text) ?? .distance
        }

        var text: String? {
            if case .text(let text) = self { return text }
            return nil
        }
    }

    var id: String
    var family: String
    var before: String
    var after: String
    var mask: String?
    var options: Options
    var expected: Expected
    var reallyChanged: Bool?
    var onlyWhereAsked: Bool?

    private enum CodingKeys: String, CodingKey {
        case id, family, before, after, mask, options, expected
        case reallyChanged = "really_changed"
        case onlyWhereAsked = "only_where_asked"
    }

    /// The pictures, read in place.
    ///
    /// - Parameters:
    ///   - folder: Where they lie.
    ///   - colours: As they are stored for the figures of tools that know no colour profiles.
    /// - Throws: What reading or decoding throws.
    /// - Returns: Both pictures, and the mask where there is one.
    func pictures(
        in folder: String, colours: DecodedColours = .sRGB
    ) throws -> (before: Pixmap, after: Pixmap, mask: Mask?) {
        func file(_ path: String) throws -> [UInt8] {
            [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
        }
        func picture(_ path: String) throws -> Pixmap {
            try Pixmap(decoding: try file(path), colours: colours)
        }
        let mask = try mask.map { Mask(try picture($0)) }
        guard case .sRGB = colours else { return (try picture(before), try picture(after), mask) }
        let pair = try PicturePair(try file(before), try file(after))
        return (pair.before.pixmap, pair.after.pixmap, mask)
    }
}
