import Foundation
import Yams

/// A YAML file of settings.
struct ConfigurationFile {
    /// The settings in it.
    private(set) var configuration = Configuration()
    /// The line of each key.
    private(set) var lines: [String: Int] = [:]
    private let path: String
    private let isPersonal: Bool

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - isPersonal: Whether it is the user's own, which may name keys and addresses.
    /// - Throws: ``CommandFailure`` that names the file, the line and the key.
    init(path: String, isPersonal: Bool) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.badInput, "\(path) can't be read. Does it exist?")
        }
        guard data.count <= 1 << 20 else {
            throw CommandFailure(
                .badInput, "\(path) is larger than 1 MB, so it is no settings file.")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw CommandFailure(.badInput, "\(path) is not valid UTF-8.")
        }
        try self.init(text: text, path: path, isPersonal: isPersonal)
    }

    /// Reads settings from a text that stands in a file.
    ///
    /// - Parameters:
    ///   - text: The YAML.
    ///   - path: The file, for errors.
    ///   - isPersonal: Whether it may name keys and addresses.
    /// - Throws: ``CommandFailure`` that names the file, the line and the key.
    init(text: String, path: String, isPersonal: Bool) throws {
        self.path = path
        self.isPersonal = isPersonal
        do {
            guard let root = try Yams.compose(yaml: text) else { return }
            try read(root, under: "")
        } catch let error as YamlError {
            throw CommandFailure(.badInput, "\(path): \(error)")
        }
    }

    private mutating func read(_ node: Node, under prefix: String) throws {
        guard case .mapping(let mapping) = node else {
            throw failure(
                node,
                prefix.isEmpty
                    ? "the file must hold settings, such as “engine: sketch”"
                    : "“\(prefix)” must hold settings of its own")
        }
        for (keyNode, value) in mapping {
            let name = keyNode.string ?? "?"
            let key = prefix.isEmpty ? name : "\(prefix).\(name)"
            if let setting = Setting.named(key) {
                try take(setting, value, keyNode)
            } else if Setting.isGroup(key) {
                try read(value, under: key)
            } else {
                throw failure(keyNode, "unknown key “\(key)”\(Self.hint(for: key))")
            }
        }
    }

    private mutating func take(_ setting: Setting, _ value: Node, _ keyNode: Node) throws {
        guard isPersonal || !setting.isPersonal else {
            throw failure(
                keyNode,
                "“\(setting.key)” may stand only in your own file (see candid config) or in "
                    + "\(setting.variable), because a project's file could send your key elsewhere")
        }
        guard let text = text(of: value, for: setting) else {
            throw failure(
                value, "“\(setting.key)” must be \(setting.form.words), not a list or a group")
        }
        guard !text.isEmpty else {
            throw failure(value, "“\(setting.key)” has no value. Remove the line, or give one")
        }
        configuration[keyPath: setting.path] = text
        lines[setting.key] = keyNode.mark?.line
    }

    /// A value as one text: a list as `a, b`, a group as `a=1, b=2`, where the setting is such.
    private func text(of value: Node, for setting: Setting) -> String? {
        switch (value, setting.form) {
        case (.scalar(let scalar), _): scalar.string
        case (.sequence(let sequence), .list): joined(sequence.map(\.string))
        case (.mapping(let mapping), .pairs):
            joined(
                mapping.map { key, value in
                    guard let key = key.string, let value = value.string else { return nil }
                    return "\(key)=\(value)"
                })
        default: nil
        }
    }

    private func joined(_ parts: [String?]) -> String? {
        parts.contains(nil) ? nil : parts.compactMap(\.self).joined(separator: ", ")
    }

    private func failure(_ node: Node, _ problem: String) -> CommandFailure {
        let place = node.mark.map { "\(path):\($0.line):\($0.column)" } ?? path
        return CommandFailure(.badInput, "\(place): \(problem).")
    }

    private static func hint(for key: String) -> String {
        let near = Setting.all.map { ($0.key, EditDistance.between(key, $0.key)) }
            .min { $0.1 < $1.1 }
        guard let near, near.1 <= 3 else {
            return ". The keys are: " + Setting.all.map(\.key).joined(separator: ", ")
        }
        return ". Do you mean “\(near.0)”?"
    }
}

/// How many letters two words differ by.
enum EditDistance {
    /// The Levenshtein distance.
    static func between(_ a: String, _ b: String) -> Int {
        let target = Array(b)
        var row = Array(0...target.count)
        for (i, letter) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for j in target.indices {
                let cost = letter == target[j] ? diagonal : diagonal + 1
                diagonal = row[j + 1]
                row[j + 1] = min(cost, row[j] + 1, diagonal + 1)
            }
        }
        return row[target.count]
    }
}
