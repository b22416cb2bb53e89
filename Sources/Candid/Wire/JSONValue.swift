import Foundation
public import NIOCore

/// Any JSON value.
public enum JSONValue: Hashable, Sendable, Codable {
    /// A string.
    case text(String)
    /// A whole number.
    case whole(Int64)
    /// A whole number beyond the signed ones, such as a large seed.
    case natural(UInt64)
    /// Any other number.
    case number(Double)
    /// True or false.
    case truth(Bool)
    /// A list.
    case list([JSONValue])
    /// An object.
    case object([String: JSONValue])
    /// Null.
    case null
    /// A picture: on the wire a string of base64.
    case bytes([UInt8])
    /// A picture that went into a store while it arrived. It is only ever read: written, it would be
    /// nothing but its digest.
    case shelved(ShelvedPicture)
    /// A picture with its format: on the wire a data URL (RFC 2397).
    case picture(PictureFormat, [UInt8])

    /// Reads a JSON text; nil if it is none.
    public init?(text: String) {
        let limits = JSONReader.Limits(bytes: text.utf8.count)
        guard let value = try? JSONReader.read(text.utf8, limits: limits) else { return nil }
        self = value
    }

    /// The value as a JSON text, the members of its objects sorted by name.
    public var json: String {
        var writer = JSONWriter()
        writer.write(self)
        return String(buffer: writer.buffer)
    }

    /// Decodes a value.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let truth = try? container.decode(Bool.self) {
            self = .truth(truth)
        } else if let whole = try? container.decode(Int64.self) {
            self = .whole(whole)
        } else if let natural = try? container.decode(UInt64.self) {
            self = .natural(natural)
        } else if let number = try? container.decode(Double.self) {
            self = .number(number)
        } else if let list = try? container.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    /// Encodes the value.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .text(let text): try container.encode(text)
        case .whole(let whole): try container.encode(whole)
        case .natural(let natural): try container.encode(natural)
        case .number(let number): try container.encode(number)
        case .truth(let truth): try container.encode(truth)
        case .list(let list): try container.encode(list)
        case .object(let object): try container.encode(object)
        case .null: try container.encodeNil()
        case .bytes(let bytes): try container.encode(Data(bytes))
        case .shelved(let picture): try container.encode("sha256:\(picture.digest)")
        case .picture(let format, let bytes):
            let text = Data(bytes).base64EncodedString()
            try container.encode("data:\(format.mediaType);base64,\(text)")
        }
    }
}

extension JSONValue {
    /// What stands under a key; nil where nothing does, or null.
    public subscript(key: String) -> JSONValue? {
        guard case .object(let object) = self, let value = object[key], value != .null else {
            return nil
        }
        return value
    }

    /// The text, of a string.
    public var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The number, of a whole one; numbers such as 5.0 are whole.
    public var whole: Int? {
        switch self {
        case .whole(let whole): Int(exactly: whole)
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    /// The number as a seed, which may be larger than signed ones.
    public var natural: UInt64? {
        switch self {
        case .whole(let whole): UInt64(exactly: whole)
        case .natural(let natural): natural
        default: nil
        }
    }

    /// The number.
    public var number: Double? {
        switch self {
        case .whole(let whole): Double(whole)
        case .natural(let natural): Double(natural)
        case .number(let number): number
        default: nil
        }
    }

    /// True or false.
    public var truth: Bool? {
        if case .truth(let truth) = self { truth } else { nil }
    }

    /// The list's values; nil for anything else.
    public var list: [JSONValue]? {
        if case .list(let list) = self { list } else { nil }
    }

    /// The object's values; nil for anything else.
    public var object: [String: JSONValue]? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The picture's bytes; nil for anything else, and for an empty one.
    public var bytes: [UInt8]? {
        if case .bytes(let bytes) = self, !bytes.isEmpty { bytes } else { nil }
    }

    /// The picture's file; nil for anything else, and for an empty one.
    public var file: ReceivedFile? {
        switch self {
        case .bytes(let bytes): bytes.isEmpty ? nil : .whole(bytes)
        case .shelved(let picture): .shelved(picture)
        default: nil
        }
    }

    /// The value as compact JSON with sorted keys, so that equal values are equal bytes.
    public func encoded() -> ByteBuffer {
        var writer = JSONWriter()
        writer.reserve(pictureBytes / 3 * 4 + 4096)
        writer.write(self)
        return writer.buffer
    }

    /// The bytes of all pictures in it, which are nearly all there is where there are any.
    private var pictureBytes: Int {
        switch self {
        case .bytes(let bytes), .picture(_, let bytes): bytes.count + 64
        case .list(let list): list.reduce(0) { $0 + $1.pictureBytes }
        case .object(let object): object.values.reduce(0) { $0 + $1.pictureBytes }
        default: 0
        }
    }
}
