import Candid
import CandidIO
import Foundation

/// The pictures that a person gives to be changed.
struct GivenPictures {
    private(set) var inputs: [InputPicture] = []
    private(set) var mask: InputPicture?
    private(set) var markup: InputPicture?
    private var bytes: [Digest: [UInt8]] = [:]

    /// The most that any provider takes in one file.
    private static let limit = 50_000_000

    /// Reads the files.
    ///
    /// - Throws: ``CommandFailure`` that names the file.
    init(_ options: PictureOptions) throws {
        for image in options.images { inputs.append(try read(image)) }
        mask = try options.mask.map { try read($0) }
        markup = try options.markup.map { try read($0) }
    }

    /// Puts a mask of ours in place of a file's.
    ///
    /// - Throws: ``CommandFailure`` if it is no picture.
    mutating func mask(with file: [UInt8]) throws {
        guard let picture = InputPicture(file) else {
            throw CommandFailure(.badInput, "the mask is no picture.")
        }
        mask = picture
        bytes[picture.digest] = file
    }

    /// The bytes of one of them.
    func bytes(of picture: InputPicture?) -> [UInt8]? { picture.flatMap { bytes[$0.digest] } }

    /// The bytes, for a codec.
    var materials: Materials { Materials(bytes) }

    /// Keeps the files in the store, so that the run can be told and repeated.
    func keep(in store: FilePictureStore) async throws {
        for picture in inputs + [mask, markup].compactMap(\.self) {
            guard let bytes = bytes[picture.digest] else { continue }
            _ = try await store.put(bytes, as: picture.format)
        }
    }

    private mutating func read(_ path: String) throws -> InputPicture {
        let file = URL(filePath: Settings.expanded(path))
        guard let size = try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        guard size <= Self.limit else {
            throw CommandFailure(
                .badInput,
                "\(path) has \(ReceiptText.amount(size)), and providers take less than 50 MB. "
                    + "Make it smaller.")
        }
        guard let data = FileManager.default.contents(atPath: file.path) else {
            throw CommandFailure(.badInput, "\(path) can't be read.")
        }
        let content = [UInt8](data)
        guard let picture = InputPicture(content) else {
            throw CommandFailure(
                .badInput, "\(path) is no PNG, JPEG, WebP, GIF or SVG picture.")
        }
        bytes[picture.digest] = content
        return picture
    }
}
