/// The name of a run and of its receipt: 16 lowercase hexadecimal digits.
public struct RunID: Hashable, Sendable, LosslessStringConvertible {
    /// The digits.
    public let description: String

    /// Makes a name of a random number.
    public init(_ number: UInt64) {
        let digits = String(number, radix: 16)
        description = String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Reads a name; nil unless it is 16 lowercase hexadecimal digits.
    public init?(_ description: String) {
        guard description.utf8.count == 16, let number = UInt64(description, radix: 16),
            RunID(number).description == description
        else { return nil }
        self.description = description
    }
}

extension RunID: Codable {
    /// Decodes the name from its digits.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let run = RunID(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not the 16 hexadecimal digits of a run")
        }
        self = run
    }

    /// Encodes the name as its digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
