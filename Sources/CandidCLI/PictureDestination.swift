import Candid
import CandidIO
import Foundation
import Pixels

/// Where pictures are written: a file, a folder, or standard output.
struct PictureDestination {
    private enum Place {
        case file(URL)
        case folder(URL)
        case standardOutput
    }

    private let place: Place
    private let count: Int
    private let overwrites: Bool
    private let embeds: Bool

    /// Whether standard output belongs to the picture.
    var isStandardOutput: Bool {
        if case .standardOutput = place { true } else { false }
    }

    /// Checks before any money is spent that the pictures can be written.
    ///
    /// - Throws: ``CommandFailure`` that names the place and what is wrong with it.
    init(_ output: String, order: Order, overwrites: Bool, embeds: Bool) throws {
        count = order.count ?? 1
        self.overwrites = overwrites
        self.embeds = embeds
        let path = Settings.expanded(output)
        if embeds, order.format == .svg || order.format == .gif {
            throw CommandFailure(
                .badInput, "--embed: a record can be written into PNG, JPEG and WebP only.")
        }
        guard !path.isEmpty else {
            throw CommandFailure(.badInput, "-o: the place is empty. Name a file, a folder, or -.")
        }
        guard path != "-" else {
            guard count == 1 else {
                throw CommandFailure(
                    .badInput, "-o -: standard output takes one picture, and \(count) were asked.")
            }
            place = .standardOutput
            return
        }
        var isFolder: ObjCBool = false
        let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
        if isFolder.boolValue || (!exists && Self.looksLikeFolder(path)) {
            place = .folder(URL(filePath: path, directoryHint: .isDirectory))
        } else {
            place = .file(URL(filePath: path, directoryHint: .notDirectory))
            try Self.checkEnding(of: path, order)
            try checkFree(URL(filePath: path, directoryHint: .notDirectory))
        }
        try checkWritable()
    }

    /// Writes a receipt's pictures.
    ///
    /// - Returns: The files' names; empty where the bytes went to standard output.
    func write(_ receipt: Receipt, from store: FilePictureStore) throws -> [String] {
        try receipt.pictures.enumerated().compactMap { index, picture in
            let kept = store.path(of: picture.digest, picture.format)
            guard FileManager.default.fileExists(atPath: kept.path) else {
                throw CommandFailure(
                    .ledger, "the picture \(picture.digest) is no longer in the store.")
            }
            return try write(kept, picture, at: index, of: receipt)
        }
    }

    /// Writes a picture.
    ///
    /// - Returns: The file's name; nil for standard output.
    func write(
        _ kept: URL, _ picture: Picture, at index: Int, of receipt: Receipt
    ) throws -> String? {
        let file: URL
        switch place {
        case .standardOutput:
            Terminal.output.write(try whole(kept, picture, receipt))
            return nil
        case .file(let url): file = count == 1 ? url : Self.numbered(url, index)
        case .folder(let url): file = url.appending(path: Self.name(of: receipt, index, picture))
        }
        do {
            try write(kept, picture, receipt, to: file)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            let problem =
                (error as? CocoaError)?.code == .fileWriteOutOfSpace ? "disk full" : "\(error)"
            throw CommandFailure(
                .badInput,
                "\(file.relativePath) can't be written (\(problem)). Nothing is lost: the picture "
                    + "is at \(kept.path), and the receipt is \(receipt.id).")
        }
        return file.relativePath
    }

    /// Copies the picture without holding it, where the record can be written among its first bytes.
    private func write(_ kept: URL, _ picture: Picture, _ receipt: Receipt, to file: URL) throws {
        guard !file.path.hasPrefix("/dev/") else {
            let handle = try FileHandle(forWritingTo: file)
            defer { try? handle.close() }
            return try handle.write(contentsOf: try whole(kept, picture, receipt))
        }
        guard embeds else { return try DurableFile.copy(kept, to: file) }
        let own = try DurableFile.head(of: kept, Self.headLength)
        let head = try embedding(picture, receipt) { json throws(ImageError) in
            try PictureRecord.embed(json, inHead: own)
        }
        if let head {
            try DurableFile.copy(kept, head: head, insteadOf: own.count, to: file)
        } else {
            try DurableFile.write(try whole(kept, picture, receipt), to: file)
        }
    }

    /// Far more than stands before the picture's data in any usual file.
    private static let headLength = 1 << 20

    private func whole(_ kept: URL, _ picture: Picture, _ receipt: Receipt) throws -> [UInt8] {
        let bytes = try DurableFile.head(of: kept, picture.bytes)
        guard embeds else { return bytes }
        return try embedding(picture, receipt) { json throws(ImageError) in
            try PictureRecord.embed(json, in: bytes)
        }
    }

    private func checkWritable() throws {
        let folder: URL
        switch place {
        case .standardOutput: return
        case .file(let url):
            if url.path.hasPrefix("/dev/") { return }
            folder = url.deletingLastPathComponent()
        case .folder(let url): folder = url
        }
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw CommandFailure(.badInput, "the folder \(folder.relativePath) can't be made.")
        }
        guard FileManager.default.isWritableFile(atPath: folder.path) else {
            throw CommandFailure(.badInput, "the folder \(folder.relativePath) can't be written.")
        }
    }

    /// A place without an ending is a folder, as the setting `output` says.
    private static func looksLikeFolder(_ path: String) -> Bool {
        path.hasSuffix("/") || (path as NSString).pathExtension.isEmpty
    }

    private func checkFree(_ url: URL) throws {
        if url.path.hasPrefix("/dev/") {
            guard count > 1 else { return }
            throw CommandFailure(.badInput, "-o \(url.path): a device takes one picture.")
        }
        guard !overwrites else { return }
        let files = count == 1 ? [url] : (0..<count).map { Self.numbered(url, $0) }
        for file in files where FileManager.default.fileExists(atPath: file.path) {
            throw CommandFailure(
                .badInput, "\(file.relativePath) is there already. Use --force to write over it.")
        }
    }

    /// A name that promises another format than the order's would lie.
    private static func checkEnding(of path: String, _ order: Order) throws {
        let ending = (path as NSString).pathExtension.lowercased()
        if path.hasPrefix("/dev/") { return }
        let known: [String: PictureFormat] = [
            "png": .png, "jpg": .jpeg, "jpeg": .jpeg, "webp": .webp, "gif": .gif, "svg": .svg,
        ]
        guard let promised = known[ending] else {
            throw CommandFailure(
                .badInput,
                "-o \(path): “.\(ending)” is no format of pictures. Use png, jpg, webp "
                    + "or svg.")
        }
        guard promised != order.format ?? .png else { return }
        throw CommandFailure(
            .badInput,
            "-o \(path): the picture will be \((order.format ?? .png).rawValue). Add --format "
                + "\(promised.rawValue), or change the ending.")
    }

    private func embedding<Output>(
        _ picture: Picture, _ receipt: Receipt, _ embed: (String) throws(ImageError) -> Output
    ) throws -> Output {
        let record = EmbeddedRecord(receipt: ReceiptDocument(receipt), picture: picture.digest)
        let json = Console.json(record, [.sortedKeys])
        do throws(ImageError) {
            return try embed(json)
        } catch {
            throw CommandFailure(
                .badInput, "the record can't be written into the picture: \(error)")
        }
    }

    private static func numbered(_ url: URL, _ index: Int) -> URL {
        let name = url.deletingPathExtension().lastPathComponent
        let ending = url.pathExtension
        return url.deletingLastPathComponent()
            .appending(path: "\(name)-\(index + 1)" + (ending.isEmpty ? "" : ".\(ending)"))
    }

    private static func name(of receipt: Receipt, _ index: Int, _ picture: Picture) -> String {
        let number = receipt.pictures.count > 1 ? "-\(index + 1)" : ""
        let words = receipt.asked.text.lowercased().unicodeScalars.map {
            $0.properties.isAlphabetic || $0.properties.numericType != nil ? Character($0) : " "
        }
        let slug = String(words).split(separator: " ").prefix(6).joined(separator: "-").prefix(40)
        let start = slug.isEmpty ? "picture" : String(slug)
        return
            "\(start)-\(receipt.id.description.prefix(6))\(number).\(picture.format.fileExtension)"
    }
}

/// What travels inside an exported picture: `docs/schemas/record.v1.json`.
struct EmbeddedRecord: Codable {
    var schema = "candid/record/1"
    let receipt: ReceiptDocument
    /// The SHA-256 of the file before the record was written into it.
    let picture: Digest
}
