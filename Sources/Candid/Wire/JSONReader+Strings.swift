import NIOCore

extension JSONReader {
    /// Takes the bytes of a string up to its end, an escape, or the chunk's end.
    mutating func takeString(
        _ chunk: UnsafeRawBufferPointer, from start: Int, isKey: Bool
    ) throws(JSONProblem) -> Int {
        let end = Self.plainEnd(chunk, from: start)
        if end > start {
            guard surrogate == nil else { throw malformed("half a character") }
            guard token.count + end - start <= limits.text else {
                throw .tooLarge(limit: limits.text)
            }
            token.append(contentsOf: chunk[start..<end])
        }
        guard end < chunk.count else { return end }
        position += end - start
        switch chunk[end] {
        case 0x22: try endString(isKey: isKey)
        case 0x5C: state = .escape(isKey: isKey)
        default: throw malformed("a control character in a string")
        }
        return end + 1
    }

    private static func plainEnd(_ chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        while index < chunk.count {
            let byte = chunk[index]
            if byte == 0x22 || byte == 0x5C || byte < 0x20 { break }
            index += 1
        }
        return index
    }

    private mutating func endString(isKey: Bool) throws(JSONProblem) {
        guard surrogate == nil else { throw malformed("half a character") }
        guard let text = String(validating: token, as: UTF8.self) else {
            throw malformed("a string that is not UTF-8")
        }
        token.removeAll(keepingCapacity: true)
        if isKey { try setKey(text) } else { add(.text(text)) }
    }

    /// Takes the byte after a backslash.
    mutating func takeEscape(_ byte: UInt8, isKey: Bool) throws(JSONProblem) {
        if byte == 0x75 {
            digits = []
            state = .unicode(isKey: isKey)
            return
        }
        guard surrogate == nil else { throw malformed("half a character") }
        let plain: UInt8? =
            switch byte {
            case 0x22, 0x5C, 0x2F: byte
            case 0x62: 0x08
            case 0x66: 0x0C
            case 0x6E: 0x0A
            case 0x72: 0x0D
            case 0x74: 0x09
            default: nil
            }
        guard let plain else { throw malformed("an unknown escape") }
        token.append(plain)
        state = .string(isKey: isKey)
    }

    /// Takes one of the four digits of an escaped character.
    mutating func takeHexadecimal(_ byte: UInt8, isKey: Bool) throws(JSONProblem) {
        digits.append(byte)
        guard digits.count == 4 else { return }
        guard digits.allSatisfy(Self.isHexadecimal),
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed("an escape without four digits") }
        state = .string(isKey: isKey)
        switch (surrogate, unit) {
        case (nil, 0xD800...0xDBFF): surrogate = unit
        case (let high?, 0xDC00...0xDFFF):
            surrogate = nil
            try append(0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(unit) - 0xDC00))
        case (nil, _): try append(UInt32(unit))
        default: throw malformed("half a character")
        }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x41...0x46 ~= byte || 0x61...0x66 ~= byte
    }

    private mutating func append(_ value: UInt32) throws(JSONProblem) {
        guard let scalar = Unicode.Scalar(value) else { throw malformed("half a character") }
        token.append(contentsOf: String(scalar).utf8)
    }
}
