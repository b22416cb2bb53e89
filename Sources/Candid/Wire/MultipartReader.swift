public import NIOCore

/// What is wrong with a `multipart/form-data` body.
public enum MultipartProblem: Error, Hashable, Sendable {
    /// The media type is no form's, or names no boundary of 1 to 70 characters.
    case noBoundary
    /// It is no form, after so many bytes.
    case malformed(String, at: Int)
    /// It ends before its last boundary.
    case truncated
    /// A part's head holds more bytes than the limit.
    case headTooLarge(limit: Int)
    /// It holds more parts than the limit.
    case tooMany(limit: Int)
    /// It holds a field twice that has one value; its name.
    case repeated(String)
}

extension MultipartProblem: CustomStringConvertible {
    /// The problem in words.
    public var description: String {
        switch self {
        case .noBoundary:
            "its media type is not multipart/form-data, or names no boundary of 1 to 70 characters"
        case .malformed(let detail, let place): "at byte \(place) \(detail)"
        case .truncated: "it ends before its last boundary"
        case .headTooLarge(let limit): "the head of a part has more than \(limit) bytes"
        case .tooMany(let limit): "it has more than \(limit) parts"
        case .repeated(let name): "\(name) stands there twice"
        }
    }
}

/// Reads a `multipart/form-data` body (RFC 7578) that is here already.
///
/// Nothing is copied but the heads: a part's content is a slice of the body.
public struct MultipartReader: Sendable {
    /// What is too much.
    public struct Limits: Hashable, Sendable {
        /// Parts in all.
        public var parts = 64
        /// Bytes in the head of one part.
        public var head = 8192

        /// Creates the usual limits.
        public init() {}
    }

    /// One part.
    public struct Part: Hashable, Sendable {
        /// Its name.
        public var name: String
        /// The file's name, of a file.
        public var filename: String?
        /// The media type, where one is named.
        public var type: String?
        /// The content.
        public var content: ByteBuffer
    }

    private let body: ByteBuffer
    private let limits: Limits
    private let delimiter: [UInt8]
    private var place = 0

    /// Reads a whole body.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - contentType: The header field that came with it, which names the boundary.
    ///   - limits: What is too much.
    /// - Returns: The parts, in order.
    /// - Throws: ``MultipartProblem``.
    public static func read(
        _ body: ByteBuffer, contentType: String, limits: Limits = Limits()
    ) throws(MultipartProblem) -> [Part] {
        guard let boundary = boundary(in: contentType) else { throw .noBoundary }
        var reader = MultipartReader(
            body: body, limits: limits, delimiter: Array("\r\n--".utf8) + boundary)
        return try reader.parts()
    }

    private init(body: ByteBuffer, limits: Limits, delimiter: [UInt8]) {
        self.body = body
        self.limits = limits
        self.delimiter = delimiter
    }

    private mutating func parts() throws(MultipartProblem) -> [Part] {
        // What stands before the first boundary is nobody's; the line end before it is left out
        // where the body begins with it.
        let opening = Array(delimiter.dropFirst(2))
        if starts(with: opening) {
            place = opening.count
        } else {
            guard let first = find(delimiter, before: nil) else { throw .truncated }
            place = first + delimiter.count
        }
        var parts: [Part] = []
        while !starts(with: [0x2D, 0x2D]) {
            try expectLineEnd()
            guard parts.count < limits.parts else { throw .tooMany(limit: limits.parts) }
            var part = try head()
            // An empty part's boundary begins with the line end that closes its head.
            guard let end = find(delimiter, before: nil) else { throw .truncated }
            let start = min(place + 2, end)
            part.content = slice(start..<end)
            parts.append(part)
            place = end + delimiter.count
        }
        return parts
    }

    /// Reads a part's head and stops at the line end of the blank line after it.
    private mutating func head() throws(MultipartProblem) -> Part {
        // A head without fields is a blank line alone, and has no name.
        place -= 2
        guard let end = find([0x0D, 0x0A, 0x0D, 0x0A], before: place + limits.head + 4) else {
            guard body.readableBytes - place <= limits.head else {
                throw .headTooLarge(limit: limits.head)
            }
            throw .truncated
        }
        let lines = Self.lines(of: Array(slice(min(place + 2, end)..<end).readableBytesView))
        var part = Part(name: "", content: ByteBuffer())
        var name: String?
        for line in lines {
            guard let text = String(validating: line, as: UTF8.self),
                let colon = text.utf8.firstIndex(of: 0x3A)
            else { throw .malformed("a part's head is unreadable", at: place) }
            let value =
                String(text.utf8[text.utf8.index(after: colon)...].drop { $0 == 0x20 }) ?? ""
            switch text[..<colon].lowercased() {
            case "content-disposition":
                name = Self.parameter("name", of: value)
                part.filename = Self.parameter("filename", of: value)
            case "content-type": part.type = value
            default: break
            }
        }
        guard let name else { throw .malformed("a part has no name", at: place) }
        part.name = name
        place = end + 2
        return part
    }

    private mutating func expectLineEnd() throws(MultipartProblem) {
        // Blanks may follow a boundary (RFC 2046, section 5.1.1).
        while starts(with: [0x20]) || starts(with: [0x09]) { place += 1 }
        guard starts(with: [0x0D, 0x0A]) else {
            guard body.readableBytes - place >= 2 else { throw .truncated }
            throw .malformed("a boundary without a line end", at: place)
        }
        place += 2
    }
}

extension MultipartReader {
    private func slice(_ range: Range<Int>) -> ByteBuffer {
        body.getSlice(at: body.readerIndex + range.lowerBound, length: range.count) ?? ByteBuffer()
    }

    private func starts(with bytes: [UInt8]) -> Bool {
        body.readableBytesView.dropFirst(place).starts(with: bytes)
    }

    /// Where the bytes stand next, at or after the place.
    private func find(_ needle: [UInt8], before limit: Int?) -> Int? {
        body.withUnsafeReadableBytes { bytes in
            let last = min(limit ?? bytes.count, bytes.count) - needle.count
            var index = place
            while index <= last {
                // All that is looked for begins with a carriage return.
                if bytes[index] == 0x0D,
                    bytes[index..<(index + needle.count)].elementsEqual(needle)
                {
                    return index
                }
                index += 1
            }
            return nil
        }
    }

    private static func lines(of head: [UInt8]) -> [ArraySlice<UInt8>] {
        head.split(separator: 0x0A).map { $0.last == 0x0D ? $0.dropLast() : $0 }
            .filter { !$0.isEmpty }
    }

    private static func boundary(in type: String) -> [UInt8]? {
        guard type.lowercased().hasPrefix("multipart/form-data"),
            let boundary = parameter("boundary", of: type), 1...70 ~= boundary.utf8.count,
            !boundary.utf8.contains(where: { $0 == 0x0D || $0 == 0x0A })
        else { return nil }
        return Array(boundary.utf8)
    }

    /// A parameter of a header field, out of its quotation where it stands in one.
    ///
    /// Browsers write a quotation mark as `%22` and leave it so; curl puts a backslash before it.
    private static func parameter(_ name: String, of value: String) -> String? {
        var rest = Array(value.utf8)[...].drop { $0 != 0x3B }
        while rest.popFirst() != nil {
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
            let key = rest.prefix { $0 != 0x3D && $0 != 0x3B }
            rest = rest[key.endIndex...]
            var text: [UInt8] = []
            if rest.first == 0x3D {
                rest = rest.dropFirst()
                text = rest.first == 0x22 ? quoted(&rest) : Array(rest.prefix { $0 != 0x3B })
                rest = rest.drop { $0 != 0x3B }
            }
            if String(decoding: key, as: UTF8.self).lowercased() == name {
                return String(validating: text, as: UTF8.self)
            }
        }
        return nil
    }

    private static func quoted(_ rest: inout ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        rest = rest.dropFirst()
        while let byte = rest.popFirst(), byte != 0x22 {
            if byte == 0x5C, let next = rest.first, next == 0x22 || next == 0x5C {
                text.append(next)
                rest = rest.dropFirst()
            } else {
                text.append(byte)
            }
        }
        return text
    }
}
