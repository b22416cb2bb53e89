import Candid
import Foundation

/// A file of statements about pictures whose truth is known.
struct LabelledSet {
    /// One line.
    struct Row {
        let item: LabelledItem
        /// Where it stands, for errors.
        let place: String
        fileprivate let picture: URL

        /// The picture's bytes.
        ///
        /// - Throws: ``CommandFailure`` where it can't be read.
        func file() throws -> [UInt8] { try LabelledSet.bytes(of: picture, place) }
    }

    let items: [Row]
    /// The file's name and the number of statements.
    let source: String
    /// The SHA-256 of the file's bytes followed by its pictures' digests, in the lines' order, so that
    /// a picture that was exchanged makes another set.
    let digest: Digest

    /// The largest file of lines, and the largest picture.
    private static let limit = 64 << 20

    /// Reads a file.
    ///
    /// - Throws: ``CommandFailure`` that names the line and what is wrong in it.
    init(_ path: String) throws {
        let file = URL(filePath: Settings.expanded(path))
        let bytes = try Self.bytes(of: file, path)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.badInput, "\(path) is not valid UTF-8. Save it as UTF-8.")
        }
        let folder = file.deletingLastPathComponent()
        items = try text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .compactMap { index, line in
                guard line.contains(where: { !$0.isWhitespace }) else { return nil }
                return try Self.row(String(line), "\(path):\(index + 1)", folder)
            }
        guard !items.isEmpty else {
            throw CommandFailure(.badInput, "\(path) holds no statement. Write one a line.")
        }
        var sum = bytes
        for row in items { sum += Array(Digest(of: try row.file()).description.utf8) }
        digest = Digest(of: sum)
        source = "\(items.count) statements of \(file.lastPathComponent)"
    }

    private static func row(_ line: String, _ place: String, _ folder: URL) throws -> Row {
        guard let fields = JSONValue(text: line)?.object else {
            throw CommandFailure(.badInput, "\(place) is no JSON object.")
        }
        guard let path = fields["picture"]?.text, !path.isEmpty else {
            throw CommandFailure(.badInput, "\(place) has no “picture”, or it is no text.")
        }
        let picture =
            path.hasPrefix("/") ? URL(filePath: path) : folder.appending(path: path)
        return Row(item: try item(fields, place), place: place, picture: picture)
    }

    private static func item(
        _ fields: [String: JSONValue], _ place: String
    ) throws -> LabelledItem {
        let known: Set = ["picture", "question", "answer", "claim", "holds"]
        if let odd = fields.keys.filter({ !known.contains($0) }).min() {
            throw CommandFailure(
                .badInput,
                "\(place): unknown key “\(odd)”. There are: "
                    + known.sorted().joined(separator: ", ") + ".")
        }
        if let question = fields["question"]?.text, !question.isEmpty, fields["claim"] == nil {
            switch fields["answer"]?.text {
            case "yes": return LabelledItem(.question, question, holds: true)
            case "no": return LabelledItem(.question, question, holds: false)
            default:
                throw CommandFailure(
                    .badInput, "\(place): a “question” needs an “answer”, \"yes\" or \"no\".")
            }
        }
        if let claim = fields["claim"]?.text, !claim.isEmpty, fields["question"] == nil {
            guard case .truth(let holds)? = fields["holds"] else {
                throw CommandFailure(
                    .badInput, "\(place): a “claim” needs “holds”, true or false.")
            }
            return LabelledItem(.claim, claim, holds: holds)
        }
        throw CommandFailure(
            .badInput,
            "\(place) needs either a “question” with its “answer” or a “claim” with “holds”.")
    }

    fileprivate static func bytes(of file: URL, _ place: String) throws -> [UInt8] {
        guard let handle = FileHandle(forReadingAtPath: file.path),
            let data = try? handle.read(upToCount: limit + 1)
        else {
            throw CommandFailure(.badInput, "\(place): \(file.path) can't be read. Does it exist?")
        }
        guard data.count <= limit else {
            throw CommandFailure(.badInput, "\(place): \(file.path) is larger than 64 MB.")
        }
        return [UInt8](data)
    }
}
