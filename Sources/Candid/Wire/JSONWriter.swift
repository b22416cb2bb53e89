import Foundation
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
        case .list(let list): writeList(list) { $0.write($1) }
        case .object(let object): write(object)
        case .bytes(let bytes):
            buffer.writeInteger(UInt8(ascii: "\""))
            buffer.writeBase64(bytes)
            buffer.writeInteger(UInt8(ascii: "\""))
        case .shelved(let picture): write("sha256:\(picture.digest)")
        case .picture(let format, let bytes):
            buffer.writeString("\"data:\(format.mediaType);base64,")
            buffer.writeBase64(bytes)
            buffer.writeInteger(UInt8(ascii: "\""))
        }
    }

    /// Writes a decimal number with all its digits; what is none is null.
    mutating func write(_ number: Decimal) {
        buffer.writeString(number.isFinite ? number.description : "null")
    }

    /// Makes room, so that a large body is not moved about while it grows.
    mutating func reserve(_ bytes: Int) {
        buffer.reserveCapacity(bytes)
    }

    /// Writes a list, each element by the writer that is given.
    mutating func writeList<Element>(
        _ list: [Element], _ write: (inout JSONWriter, Element) -> Void
    ) {
        buffer.writeString("[")
        for (index, value) in list.enumerated() {
            if index > 0 { buffer.writeString(",") }
            write(&self, value)
        }
        buffer.writeString("]")
    }

    /// Writes an object, its members in the order given, each value by the writer that is given.
    mutating func writeObject<Value>(
        _ members: [(key: String, value: Value)], _ write: (inout JSONWriter, Value) -> Void
    ) {
        buffer.writeString("{")
        for (index, member) in members.enumerated() {
            if index > 0 { buffer.writeString(",") }
            self.write(member.key)
            buffer.writeString(":")
            write(&self, member.value)
        }
        buffer.writeString("}")
    }

    private mutating func write(_ object: [String: JSONValue]) {
        let sorted = object.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        writeObject(sorted) { $0.write($1) }
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
            for index in bytes.indices where Self.mustEscape(bytes[index]) {
                guard let escape = Self.escape(bytes[index]) else { continue }
                buffer.writeBytes(bytes[start..<index])
                buffer.writeString(escape)
                start = index + 1
            }
            buffer.writeBytes(bytes[start...])
        }
        buffer.writeInteger(UInt8(ascii: "\""))
    }

    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C
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
