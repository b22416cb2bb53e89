public import Candid
public import Foundation

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

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
            if Self.length(of: target) != bytes.count {
                try makeFolders()
                try DurableFile.write(bytes, to: target)
            }
        } catch {
            throw LedgerProblem(error, at: target.path)
        }
        return digest
    }

    /// Room for a picture that is about to arrive.
    public func shelf() -> (any PictureShelf)? {
        guard (try? makeFolders()) != nil else { return nil }
        return FilePictureShelf(in: folder)
    }

    /// Keeps a picture that arrived on a shelf: nothing is left but to give its file a name.
    public func put(_ picture: ShelvedPicture, as format: PictureFormat) async throws -> Digest {
        let target = path(of: picture.digest, format)
        do {
            if Self.length(of: target) == picture.count { return picture.digest }
            if let shelf = picture.shelf as? FilePictureShelf, try shelf.settle(at: target) {
                return picture.digest
            }
            return try await put(try picture.bytes(), as: format)
        } catch {
            throw LedgerProblem(error, at: target.path)
        }
    }

    /// The bytes of a picture; nil if it is not here.
    public func bytes(of digest: Digest) async throws -> [UInt8]? {
        for format in PictureFormat.allCases {
            let file = path(of: digest, format)
            if let bytes = try DurableFile.bytes(at: file.path) { return bytes }
        }
        return nil
    }

    /// Where the picture with a digest lies, or would lie.
    public func path(of digest: Digest, _ format: PictureFormat) -> URL {
        folder.appending(path: String(digest.description.prefix(1)))
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

    /// All 16 at once, so that keeping a picture never has to make a folder durable as well.
    private func makeFolders() throws {
        guard Self.length(of: folder.appending(path: "f")) == nil else { return }
        try LedgerRoom(folder.deletingLastPathComponent()).make()
        for number in 0..<16 {
            try FileManager.default.createDirectory(
                at: folder.appending(path: String(number, radix: 16)),
                withIntermediateDirectories: true)
        }
        try DurableFile.syncFolder(folder)
        try DurableFile.syncFolder(folder.deletingLastPathComponent())
    }

    private static func length(of file: URL) -> Int? {
        var facts = stat()
        return stat(file.path, &facts) == 0 ? Int(facts.st_size) : nil
    }
}
