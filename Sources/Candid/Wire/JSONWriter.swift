import NIOCore

/// Writes JSON so that every byte of a text can be found again in it.
///
/// Only what JSON forbids in a string is escaped: quotation marks, backslashes, control characters.
struct JSONWriter {
    private(set) var buffer = ByteBuffer()

    mutating func write(_ value: JSONValue) {
        switch value {
        case .text(let text): write(text)
        case .whole(let whole): buffer.writeString("\(whole)")
        case .natural(let natural): buffer.writeString("\(natural)")
        case .number(let number): write(number)
        case .truth(let truth): buffer.writeString(truth ? "true" : "false")
        case .null: buffer.writeString("null")
        case .list(let list): write(list)
        case .object(let object): write(object)
        case .bytes(let bytes):
            buffer.writeInteger(UInt8(ascii: "\""))
            buffer.writeBase64(bytes)
            buffer.writeInteger(UInt8(ascii: "\""))
        case .picture(let format, let bytes):
            buffer.writeString("\"data:\(format.mediaType);base64,")
            buffer.writeBase64(bytes)
            buffer.writeInteger(UInt8(ascii: "\""))
        }
    }

    /// Makes room, so that a large body is not moved about while it grows.
    mutating func reserve(_ bytes: Int) {
        buffer.reserveCapacity(bytes)
    }

    private mutating func write(_ list: [JSONValue]) {
        buffer.writeString("[")
        for (index, value) in list.enumerated() {
            if index > 0 { buffer.writeString(",") }
            write(value)
        }
        buffer.writeString("]")
    }

    private mutating func write(_ object: [String: JSONValue]) {
        buffer.writeString("{")
        let keys = object.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        for (index, key) in keys.enumerated() {
            if index > 0 { buffer.writeString(",") }
            write(key)
            buffer.writeString(":")
            write(object[key] ?? .null)
        }
        buffer.writeString("}")
    }

    /// JSON has no word for what is not finite, and no value of ours is such.
    private mutating func write(_ number: Double) {
        let isWhole = number.rounded() == number && abs(number) < 1e15
        buffer.writeString(isWhole ? "\(Int64(number))" : number.isFinite ? "\(number)" : "null")
    }

    private mutating func write(_ text: String) {
        var text = text
        buffer.writeInteger(UInt8(ascii: "\""))
        text.withUTF8 { bytes in
            var start = 0
            for index in bytes.indices {
                guard let escape = Self.escape(bytes[index]) else { continue }
                buffer.writeBytes(bytes[start..<index])
                buffer.writeString(escape)
                start = index + 1
            }
            buffer.writeBytes(bytes[start...])
        }
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    private static func escape(_ byte: UInt8) -> String? {
        switch byte {
        case 0x22: "\\\""
        case 0x5C: "\\\\"
        case 0x08: "\\b"
        case 0x0C: "\\f"
        case 0x0A: "\\n"
        case 0x0D: "\\r"
        case 0x09: "\\t"
        case 0..<0x10: "\\u000\(String(byte, radix: 16))"
        case 0x10..<0x20: "\\u00\(String(byte, radix: 16))"
        default: nil
        }
    }
}
