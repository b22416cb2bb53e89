public import Candid
public import Foundation

/// Pictures as files in a folder, each named by the SHA-256 of its bytes.
///
/// A file appears whole or not at all: it is written under another name, synced, and then renamed.
public struct FilePictureStore: PictureStore {
    /// The folder.
    public let folder: URL

    /// Creates the store in a folder, which is made with the first picture.
    public init(folder: URL) {
        self.folder = folder
    }

    /// Keeps the bytes untouched, and returns once they are safe on disk.
    public func put(_ bytes: [UInt8], as format: PictureFormat) async throws -> Digest {
        let digest = Digest(of: bytes)
        let target = path(of: digest, format)
        do {
            if try Self.length(of: target) != bytes.count {
                try DurableFile.write(bytes, to: target)
            }
        } catch {
            throw LedgerProblem(error, at: target.path)
        }
        return digest
    }

    /// The bytes of a picture; nil if it is not here.
    public func bytes(of digest: Digest) async throws -> [UInt8]? {
        for format in PictureFormat.allCases {
            let file = path(of: digest, format)
            if try Self.length(of: file) != nil { return [UInt8](try Data(contentsOf: file)) }
        }
        return nil
    }

    /// Where the picture with a digest lies, or would lie.
    public func path(of digest: Digest, _ format: PictureFormat) -> URL {
        folder.appending(path: String(digest.description.prefix(2)))
            .appending(path: "\(digest).\(format.fileExtension)")
    }

    /// Every file in the store.
    func files() throws -> [URL] {
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        let manager = FileManager.default
        return try manager.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter(\.hasDirectoryPath)
            .flatMap { try manager.contentsOfDirectory(at: $0, includingPropertiesForKeys: nil) }
            .sorted { $0.path < $1.path }
    }

    private static func length(of file: URL) throws -> Int? {
        guard FileManager.default.fileExists(atPath: file.path) else { return nil }
        return try file.resourceValues(forKeys: [.fileSizeKey]).fileSize
    }
}
