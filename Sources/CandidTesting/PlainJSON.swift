/// The raw strings of a JSON text, by a reader of its own that never makes a `String` of them.
///
/// A `String` could hide a change of bytes, and whoever wrote a body must not judge it. It reads
/// recursively and without limits, so it is for bodies of our own making alone.
public struct PlainJSON {
    private enum Value {
        case string([UInt8])
        case list([Value])
        case object([(key: [UInt8], value: Value)])
        case other
    }

    /// What was expected where something else stands.
    public struct Unreadable: Error, Sendable {
        /// The offset in bytes.
        public let place: Int
    }

    private var rest: [UInt8]
    private var place = 0
    private var root = Value.other

    /// Reads a whole text.
    ///
    /// - Throws: ``Unreadable``.
    public init(_ bytes: some Sequence<UInt8>) throws {
        rest = Array(bytes)
        root = try value()
        blanks()
        guard place == rest.count else { throw Unreadable(place: place) }
    }

    /// The bytes of the string at the end of a way of keys and indices; nil where there is none, or
    /// where a key stands twice.
    public func string(at way: [String]) -> [UInt8]? {
        var value = root
        for step in way {
            switch value {
            case .object(let members):
                let found = members.filter { $0.key == Array(step.utf8) }
                guard found.count == 1, let member = found.first else { return nil }
                value = member.value
            case .list(let list):
                guard let index = Int(step), list.indices.contains(index) else { return nil }
                value = list[index]
            default: return nil
            }
        }
        if case .string(let bytes) = value { return bytes }
        return nil
    }

    private mutating func value() throws -> Value {
        blanks()
        switch try peek() {
        case 0x22: return .string(try string())
        case 0x7B: return .object(try members())
        case 0x5B: return .list(try items())
        default:
            while place < rest.count, !Array(",]} \n\r\t".utf8).contains(rest[place]) { place += 1 }
            return .other
        }
    }

    private mutating func members() throws -> [(key: [UInt8], value: Value)] {
        var members: [(key: [UInt8], value: Value)] = []
        try list(until: 0x7D) { json in
            let key = try json.string()
            json.blanks()
            try json.expect(0x3A)
            members.append((key, try json.value()))
        }
        return members
    }

    private mutating func items() throws -> [Value] {
        var items: [Value] = []
        try list(until: 0x5D) { items.append(try $0.value()) }
        return items
    }

    private mutating func list(
        until end: UInt8, _ item: (inout PlainJSON) throws -> Void
    ) throws {
        place += 1
        blanks()
        if try peek() == end {
            place += 1
            return
        }
        while true {
            blanks()
            try item(&self)
            blanks()
            if try peek() == end { break }
            try expect(0x2C)
        }
        place += 1
    }

    private mutating func string() throws -> [UInt8] {
        try expect(0x22)
        var bytes: [UInt8] = []
        while true {
            let byte = try peek()
            place += 1
            switch byte {
            case 0x22: return bytes
            case 0x5C: bytes += try escape()
            case 0..<0x20: throw Unreadable(place: place - 1)
            default:
                let plain = rest[(place - 1)...].prefix { $0 >= 0x20 && $0 != 0x22 && $0 != 0x5C }
                bytes += plain
                place = plain.endIndex
            }
        }
    }

    private mutating func escape() throws -> [UInt8] {
        let byte = try peek()
        place += 1
        let plain: [UInt8: UInt8] = [
            0x22: 0x22, 0x5C: 0x5C, 0x2F: 0x2F, 0x62: 8, 0x66: 12, 0x6E: 10, 0x72: 13, 0x74: 9,
        ]
        if let plain = plain[byte] { return [plain] }
        guard byte == 0x75 else { throw Unreadable(place: place - 1) }
        let high = try unit()
        guard 0xD800...0xDBFF ~= high else { return try utf8(high) }
        try expect(0x5C)
        try expect(0x75)
        let low = try unit()
        guard 0xDC00...0xDFFF ~= low else { throw Unreadable(place: place) }
        return try utf8(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    }

    private mutating func unit() throws -> UInt32 {
        guard place + 4 <= rest.count,
            let unit = UInt32(String(decoding: rest[place..<place + 4], as: UTF8.self), radix: 16)
        else { throw Unreadable(place: place) }
        place += 4
        return unit
    }

    private func utf8(_ value: UInt32) throws -> [UInt8] {
        guard let scalar = Unicode.Scalar(value) else { throw Unreadable(place: place) }
        return Array(UTF8.encode(scalar) ?? UTF8.EncodedScalar())
    }

    private mutating func blanks() {
        while place < rest.count, rest[place] <= 0x20 { place += 1 }
    }

    private func peek() throws -> UInt8 {
        guard place < rest.count else { throw Unreadable(place: place) }
        return rest[place]
    }

    private mutating func expect(_ byte: UInt8) throws {
        guard try peek() == byte else { throw Unreadable(place: place) }
        place += 1
    }
}
