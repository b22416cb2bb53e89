import Candid
import NIOCore

/// A file that was sent up, or the results of a batch.
struct PlayedFile: Sendable {
    let id: String
    let name: String
    let purpose: String
    let time: Int
    let content: ByteBuffer

    var json: JSONValue {
        .object([
            "id": .text(id), "object": .text("file"), "filename": .text(name),
            "purpose": .text(purpose), "bytes": .whole(Int64(content.readableBytes)),
            "created_at": .whole(Int64(time)), "status": .text("processed"),
        ])
    }
}

/// Files and batches, as long as the simulator runs.
struct BatchShelf: Sendable {
    private(set) var files: [PlayedFile] = []
    private(set) var batches: [PlayedBatch] = []
    private var named = 0

    /// Files are kept up to this many bytes in all; then the oldest go.
    private static let memory = 1 << 30

    /// A name that no file or batch has yet.
    mutating func name(_ kind: String) -> String {
        named += 1
        return "\(kind)_sim_\(named.padded)"
    }

    mutating func keep(_ file: PlayedFile) {
        files.append(file)
        var bytes = files.reduce(0) { $0 + $1.content.readableBytes }
        while bytes > Self.memory, files.count > 1 {
            bytes -= files.removeFirst().content.readableBytes
        }
    }

    mutating func remove(_ file: String) { files.removeAll { $0.id == file } }

    mutating func keep(_ batch: PlayedBatch) { batches.append(batch) }

    mutating func update(_ batch: String, _ change: (inout PlayedBatch) -> Void) {
        guard let place = batches.firstIndex(where: { $0.id == batch }) else { return }
        change(&batches[place])
    }

    func file(_ id: String) -> PlayedFile? { files.first { $0.id == id } }

    func batch(_ id: String) -> PlayedBatch? { batches.first { $0.id == id } }
}
