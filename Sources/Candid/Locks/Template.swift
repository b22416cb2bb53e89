/// A prompt with places for values: `a photo of {product} on a table`.
///
/// `{name}` is a place; `{{` and `}}` are braces. Anything else with a brace is refused, so that a
/// slip of the pen is never sent to be drawn. Everything outside the braces stays as it is, to the
/// byte.
public struct Template: Hashable, Sendable {
    /// The text as written, with its braces.
    public let source: Prompt
    private let parts: [Part]

    fileprivate enum Part: Hashable, Sendable {
        case text(Prompt)
        case place(String)
    }

    /// Reads a text with places.
    public init(_ source: Prompt) throws {
        var reader = TemplateReader(source)
        try reader.readAll()
        self.source = source
        parts = reader.parts.map { $0.isPlace ? .place($0.text) : .text(Prompt($0.text)) }
    }

    /// A template without places, whose text is the prompt; its braces are doubled.
    public init(literal prompt: Prompt) {
        var doubled: [UInt8] = []
        for byte in prompt.text.utf8 {
            doubled.append(byte)
            if TemplateReader.isBrace(byte) { doubled.append(byte) }
        }
        source = Prompt(String(decoding: doubled, as: UTF8.self))
        parts = [.text(prompt)]
    }

    /// The names of the places, in order, each once.
    public var variables: [String] {
        var seen: Set<String> = []
        return parts.compactMap { part in
            guard case .place(let name) = part, seen.insert(name).inserted else { return nil }
            return name
        }
    }

    /// The prompt with a value in each place; nil if a value is missing.
    ///
    /// A value goes in as it is: braces in it are not read again.
    public func expanded(with values: [String: String]) -> Prompt? {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .text(let text): bytes += text.text.utf8
            case .place(let name):
                guard let value = values[name] else { return nil }
                bytes += value.utf8
            }
        }
        return Prompt(String(decoding: bytes, as: UTF8.self))
    }

    /// The values with which the template becomes a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - allowed: For each place the values that may stand there.
    /// - Returns: A value for each place; nil where no choice of them gives the text. Where several
    ///   do, the one whose values stand first.
    func values(in text: Prompt, among allowed: [String: [String]]) -> [String: String]? {
        var search = TemplateSearch(text, allowed)
        return search.values(for: parts[...], from: 0, [:])
    }

    /// Compares the sources, as bytes.
    public static func == (a: Template, b: Template) -> Bool { a.source == b.source }

    /// Hashes the source.
    public func hash(into hasher: inout Hasher) { hasher.combine(source) }
}

/// Finds the values that make a text of a template.
private struct TemplateSearch {
    private let bytes: [UInt8]
    private let allowed: [String: [String]]
    /// Values that begin alike could be tried without end.
    private var left = 100_000

    init(_ text: Prompt, _ allowed: [String: [String]]) {
        bytes = Array(text.text.utf8)
        self.allowed = allowed
    }

    mutating func values(
        for parts: ArraySlice<Template.Part>, from start: Int, _ found: [String: String]
    ) -> [String: String]? {
        guard let part = parts.first else { return start == bytes.count ? found : nil }
        let rest = parts.dropFirst()
        switch part {
        case .text(let text):
            guard let end = end(of: text.text, at: start) else { return nil }
            return values(for: rest, from: end, found)
        case .place(let name):
            for value in found[name].map({ [$0] }) ?? allowed[name, default: []] {
                left -= 1
                guard left > 0 else { return nil }
                guard let end = end(of: value, at: start),
                    let all = values(
                        for: rest, from: end, found.merging([name: value]) { own, _ in own })
                else { continue }
                return all
            }
            return nil
        }
    }

    private func end(of text: String, at start: Int) -> Int? {
        bytes[start...].starts(with: text.utf8) ? start + text.utf8.count : nil
    }
}

/// A brace in a template that means nothing.
public struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where the brace is, in UTF-8 offsets.
    public let offset: Int
    /// What is wrong and what to do.
    public let description: String
}

/// Splits a template at its braces.
private struct TemplateReader {
    struct Part {
        var text: String
        var isPlace: Bool
    }

    private let bytes: [UInt8]
    private var position = 0
    private var text: [UInt8] = []
    private(set) var parts: [Part] = []

    init(_ source: Prompt) {
        bytes = Array(source.text.utf8)
    }

    static func isBrace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
    }

    mutating func readAll() throws {
        while position < bytes.count {
            let byte = bytes[position]
            if !Self.isBrace(byte) {
                text.append(byte)
                position += 1
            } else if position + 1 < bytes.count, bytes[position + 1] == byte {
                text.append(byte)
                position += 2
            } else {
                try readPlace()
            }
        }
        closeText()
    }

    private mutating func readPlace() throws {
        let start = position
        guard bytes[start] == UInt8(ascii: "{") else {
            throw TemplateError(
                offset: start,
                description: "The closing brace at byte \(start) closes nothing; "
                    + "write }} for a brace.")
        }
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else {
            throw TemplateError(
                offset: start,
                description: "The brace at byte \(start) is never closed; write {{ for a brace.")
        }
        let name = String(decoding: bytes[start + 1..<end], as: UTF8.self)
        guard LockName.isValid(name) else {
            throw TemplateError(
                offset: start,
                description: "The brace at byte \(start) opens no variable: a name is made of "
                    + "\(LockName.rule). Write {{ and }} for braces.")
        }
        closeText()
        parts.append(Part(text: name, isPlace: true))
        position = end + 1
    }

    private mutating func closeText() {
        guard !text.isEmpty else { return }
        parts.append(Part(text: String(decoding: text, as: UTF8.self), isPlace: false))
        text = []
    }
}

/// What locks, variables and parameters may be called.
enum LockName {
    static let rule = "1 to 64 of a-z, A-Z, 0-9, _, - and ., beginning with a letter or a digit"

    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64 else { return false }
        return isAlphanumeric(first) && name.utf8.allSatisfy { isAlphanumeric($0) || isJoint($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }

    private static func isJoint(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
    }
}
