import NIOCore

extension ByteBuffer {
    /// Writes bytes as base64 (RFC 4648, section 4) straight into the buffer, so that a picture and
    /// its text are never both copied.
    mutating func writeBase64(_ bytes: [UInt8]) {
        let length = (bytes.count + 2) / 3 * 4
        writeWithUnsafeMutableBytes(minimumWritableBytes: length) { target in
            var (from, to) = (0, 0)
            while from < bytes.count {
                let rest = bytes.count - from
                let group =
                    UInt32(bytes[from]) << 16 | (rest > 1 ? UInt32(bytes[from + 1]) << 8 : 0)
                    | (rest > 2 ? UInt32(bytes[from + 2]) : 0)
                target[to] = base64Alphabet[Int(group >> 18)]
                target[to + 1] = base64Alphabet[Int(group >> 12 & 63)]
                target[to + 2] = rest > 1 ? base64Alphabet[Int(group >> 6 & 63)] : 0x3D
                target[to + 3] = rest > 2 ? base64Alphabet[Int(group & 63)] : 0x3D
                from += 3
                to += 4
            }
            return length
        }
    }
}

private let base64Alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
