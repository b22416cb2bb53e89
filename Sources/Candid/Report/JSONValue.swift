import Foundation

/// Any JSON value, for what an engine tells in words of its own.
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

    /// Reads a JSON text; nil if it is none.
    init?(text: String) {
        guard let value = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) else {
            return nil
        }
        self = value
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
        }
    }
}
