import Candid
import Foundation
import Yams

/// A YAML or JSON file of a person's own, as one value.
struct OwnFile {
    /// What it holds.
    let json: JSONValue
    /// The SHA-256 of its bytes.
    let digest: Digest

    /// Reads a file.
    ///
    /// - Throws: ``CommandFailure`` that names the file and the line.
    init(_ path: String) throws {
        let place = Settings.expanded(path)
        guard let data = FileManager.default.contents(atPath: place) else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        guard data.count <= 1 << 20, let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(.badInput, "\(path) must be UTF-8 text of at most 1 MB.")
        }
        digest = Digest(of: data)
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw CommandFailure(.badInput, "\(path) is empty.")
            }
            json = try Self.value(node, in: path)
        } catch let error as YamlError {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }

    private static func value(_ node: Node, in path: String) throws -> JSONValue {
        switch node {
        case .scalar:
            if node.null != nil { return .null }
            // Quoted numbers are texts, as YAML has it.
            if let truth = node.bool { return .truth(truth) }
            if let whole = node.int { return .whole(Int64(whole)) }
            if let number = node.float { return .number(number) }
            return .text(node.string ?? "")
        case .sequence(let items): return .list(try items.map { try value($0, in: path) })
        case .mapping(let pairs):
            var object: [String: JSONValue] = [:]
            for (key, item) in pairs {
                guard let name = key.string else {
                    let line = key.mark.map { ":\($0.line)" } ?? ""
                    throw CommandFailure(.badInput, "\(path)\(line): a key must be a text.")
                }
                object[name] = try value(item, in: path)
            }
            return .object(object)
        case .alias:
            throw CommandFailure(.badInput, "\(path): aliases are not taken. Write it out.")
        }
    }
}
