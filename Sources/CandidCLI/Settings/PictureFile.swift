import Foundation
import Pixels

/// A picture file that a person names.
enum PictureFile {
    /// Reads a file of at most 50 MB, more than any provider takes.
    ///
    /// - Throws: ``CommandFailure`` that names the file and what is wrong with it.
    static func bytes(of path: String) throws -> [UInt8] {
        let file = URL(filePath: Settings.expanded(path))
        guard let size = try? file.resourceValues(forKeys: [.fileSizeKey]).fileSize,
            size <= 50_000_000, let data = FileManager.default.contents(atPath: file.path)
        else {
            throw CommandFailure(
                .badInput, "\(path) can't be read, or has more than 50 MB. Does it exist?")
        }
        return [UInt8](data)
    }

    /// Reads and decodes a file.
    ///
    /// - Throws: ``CommandFailure`` that names the file and what is wrong with it.
    static func pixmap(_ path: String) throws -> Pixmap {
        let file = try bytes(of: path)
        do {
            return try Pixmap(tiff: file) ?? Pixmap(decoding: file)
        } catch {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }
}
