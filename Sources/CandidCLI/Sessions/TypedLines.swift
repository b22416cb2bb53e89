import Candid
import Foundation

/// What a person typed in a session, kept between runs: the terminal's memory, and nothing of the
/// session's.
struct TypedLines {
    private let file: URL
    /// How many are called back.
    private static let limit = 500
    /// The longest file that is read, in bytes.
    private static let bytes = 1 << 20

    /// Names the file, beside the session's lock.
    init(_ session: RunID, in ledger: URL) {
        file = ledger.appending(path: "sessions").appending(path: "\(session).lines")
    }

    /// The lines, the oldest first; none where there is no file, or it can't be read.
    var all: [String] {
        guard let data = try? Data(contentsOf: file), data.count <= Self.bytes else { return [] }
        let lines = data.split(separator: UInt8(ascii: "\n")).compactMap {
            try? JSONDecoder().decode(String.self, from: Data($0))
        }
        return lines.suffix(Self.limit)
    }

    /// Adds a line; a history that can't be written is no reason to stop talking.
    func add(_ line: String) {
        guard let text = try? JSONEncoder().encode(line) else { return }
        let descriptor = open(file.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try? handle.write(contentsOf: text + Data("\n".utf8))
    }
}
