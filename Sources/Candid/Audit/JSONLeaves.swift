import NIOCore

/// What stands at one place of a JSON text.
struct JSONLeaf: Hashable {
    enum Value: Hashable {
        /// A string, by its bytes.
        case text(Prompt)
        /// Anything else as it is spelt: `1.50`, `null`, `{}`.
        case spelt(String)
    }

    /// The place, such as `x_audit.nested.deep[1].two`.
    let path: String
    let value: Value

    /// The value for people.
    var shown: String {
        switch value {
        case .spelt(let text): text
        case .text(let prompt):
            prompt.length > 60
                ? "“\(String(String.UnicodeScalarView(prompt.text.unicodeScalars.prefix(48))))…” (\(prompt.length) characters)"
                : "“\(prompt.text)”"
        }
    }

    /// The value's own words, whatever it is: in a form everything is text.
    var words: Prompt {
        switch value {
        case .text(let prompt): prompt
        case .spelt(let text): Prompt(text)
        }
    }
}

/// Takes a JSON text apart without a tree, in which `1.50` would be 1.5.
struct JSONLeaves {
    private let bytes: [UInt8]
    private var place = 0
    private var leaves: [JSONLeaf] = []

    private static let limit = 64 << 20

    /// The leaves in their order; nil where it is no JSON.
    static func read(_ bytes: [UInt8]) -> [JSONLeaf]? {
        // What the reader has passed is well formed and not deep, so nothing has to be checked twice.
        let limits = JSONReader.Limits(bytes: limit)
        guard (try? JSONReader.read(bytes, limits: limits)) != nil else { return nil }
        var reader = JSONLeaves(bytes: bytes)
        reader.value(at: "")
        return reader.leaves
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private mutating func value(at path: String) {
        skipBlanks()
        switch current {
        case 0x7B: object(at: path)
        case 0x5B: list(at: path)
        case 0x22: leaves.append(JSONLeaf(path: path, value: .text(Prompt(string()))))
        default:
            let start = place
            while place < bytes.count, !Self.ends.contains(bytes[place]) { place += 1 }
            add(String(decoding: bytes[start..<place], as: UTF8.self), at: path)
        }
        skipBlanks()
    }

    private static let ends = Set(", ]}\n\r\t".utf8)

    private mutating func object(at path: String) {
        place += 1
        skipBlanks()
        if current == 0x7D { add("{}", at: path) }
        while let byte = current, byte != 0x7D {
            let key = string()
            skipBlanks()
            place += 1
            value(at: path.isEmpty ? key : "\(path).\(key)")
            skipComma()
        }
        place += 1
    }

    private mutating func list(at path: String) {
        place += 1
        skipBlanks()
        if current == 0x5D { add("[]", at: path) }
        var index = 0
        while let byte = current, byte != 0x5D {
            value(at: "\(path)[\(index)]")
            index += 1
            skipComma()
        }
        place += 1
    }

    private mutating func string() -> String {
        let start = place
        place += 1
        while place < bytes.count, bytes[place] != 0x22 { place += bytes[place] == 0x5C ? 2 : 1 }
        place = min(place + 1, bytes.count)
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        return JSONValue(text: "[\(text)]")?.list?.first?.text ?? text
    }

    private mutating func add(_ text: String, at path: String) {
        leaves.append(JSONLeaf(path: path, value: .spelt(text)))
    }

    private var current: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
            place += 1
        }
    }

    private mutating func skipComma() {
        if current == 0x2C { place += 1 }
        skipBlanks()
    }
}
