/// Reads the part of XML that art files use: elements, attributes and comments.
struct MarkupParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at = 0

    /// A static string's bytes live as long as the process.
    private init(_ text: StaticString) {
        bytes = UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
    }

    /// The root element of a file.
    static func root(of text: StaticString) throws -> MarkupNode {
        var parser = MarkupParser(text)
        parser.skipPrologue()
        return try parser.element(depth: 0)
    }

    /// The root element without what it holds, which is enough to know a file by.
    static func opening(of text: StaticString) throws -> MarkupNode {
        var parser = MarkupParser(text)
        parser.skipPrologue()
        return try parser.tag().node
    }

    private mutating func skipPrologue() {
        while at + 1 < bytes.count,
            bytes[at] != UInt8(ascii: "<") || bytes[at + 1] == UInt8(ascii: "?")
                || bytes[at + 1] == UInt8(ascii: "!")
        {
            if starts(with: "<!--") { skip(past: "-->") } else { at += 1 }
        }
    }

    private mutating func element(depth: Int) throws -> MarkupNode {
        guard depth < 40 else { throw ArtFault("elements lie more than 40 deep") }
        var (node, closed) = try tag()
        while !closed {
            skip(to: UInt8(ascii: "<"))
            guard at + 1 < bytes.count else { throw ArtFault("<\(node.name)> is not closed") }
            if starts(with: "<!--") {
                skip(past: "-->")
            } else if bytes[at + 1] == UInt8(ascii: "/") {
                at += 2
                let name = word()
                guard name == node.name else {
                    throw ArtFault("</\(name)> closes <\(node.name)>")
                }
                skip(past: ">")
                closed = true
            } else {
                node.children.append(try element(depth: depth + 1))
            }
        }
        return node
    }

    private mutating func tag() throws -> (node: MarkupNode, closed: Bool) {
        guard at < bytes.count, bytes[at] == UInt8(ascii: "<") else {
            throw ArtFault("an element was expected at byte \(at)")
        }
        at += 1
        var node = MarkupNode(name: word(), attributes: [])
        while true {
            skipSpace()
            guard at < bytes.count else { throw ArtFault("<\(node.name) is cut off") }
            if starts(with: "/>") {
                at += 2
                return (node, true)
            }
            if bytes[at] == UInt8(ascii: ">") {
                at += 1
                return (node, false)
            }
            node.attributes.append(try attribute(of: node.name))
        }
    }

    private mutating func attribute(of element: String) throws -> MarkupNode.Attribute {
        let name = word()
        skipSpace()
        guard !name.isEmpty, at < bytes.count, bytes[at] == UInt8(ascii: "=") else {
            throw ArtFault("<\(element)> has a broken attribute at byte \(at)")
        }
        at += 1
        skipSpace()
        guard at < bytes.count, bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'")
        else { throw ArtFault("\(name) of <\(element)> has no quotes") }
        let quote = bytes[at]
        at += 1
        let start = at
        skip(to: quote)
        let value = String(decoding: bytes[start..<at], as: UTF8.self)
        at += 1
        return MarkupNode.Attribute(name: name, value: value)
    }

    private mutating func word() -> String {
        let start = at
        while at < bytes.count, !" \n\t\r=/>\"'<".utf8.contains(bytes[at]) { at += 1 }
        return String(decoding: bytes[start..<at], as: UTF8.self)
    }

    private mutating func skipSpace() {
        while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
    }

    private mutating func skip(to byte: UInt8) {
        while at < bytes.count, bytes[at] != byte { at += 1 }
    }

    private mutating func skip(past text: StaticString) {
        while at < bytes.count, !starts(with: text) { at += 1 }
        at = min(at + text.utf8CodeUnitCount, bytes.count)
    }

    private func starts(with text: StaticString) -> Bool {
        text.withUTF8Buffer { expected in
            guard bytes.count - at >= expected.count else { return false }
            return (0..<expected.count).allSatisfy { bytes[at + $0] == expected[$0] }
        }
    }
}

/// What is wrong with an art file.
struct ArtFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
