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
        if isKey { setKey(text) } else { add(.text(text)) }
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

    // MARK: Pictures

    /// Begins a picture.
    mutating func beginPicture() {
        picture = Base64Decoder(expected: max(0, expected) / 4 * 3)
        pictureHead = []
        state = .picture
    }

    /// Takes the bytes of a picture up to its end, an escape, or the chunk's end.
    mutating func takePicture(
        _ chunk: UnsafeRawBufferPointer, from start: Int
    ) throws(JSONProblem) -> Int {
        let rest = UnsafeRawBufferPointer(rebasing: chunk[start...])
        let end = start + Self.pictureEnd(rest)
        try decode(UnsafeRawBufferPointer(rebasing: chunk[start..<end]))
        guard end < chunk.count else { return end }
        if chunk[end] == 0x5C {
            state = .pictureEscape
        } else {
            try endPicture()
        }
        return end + 1
    }

    private static func pictureEnd(_ bytes: UnsafeRawBufferPointer) -> Int {
        var index = 0
        while index < bytes.count, bytes[index] != 0x22, bytes[index] != 0x5C { index += 1 }
        return index
    }

    /// Some servers escape the slash, some break lines; nothing else can stand in base64.
    mutating func takePictureEscape(_ byte: UInt8) throws(JSONProblem) {
        state = .picture
        switch byte {
        case 0x6E, 0x72: break
        case 0x2F: try withUnsafeBytes(of: byte) { bytes throws(JSONProblem) in try decode(bytes) }
        default: throw .notBase64(path)
        }
    }

    /// Decodes, after a data URL's head where there is one.
    private mutating func decode(_ bytes: UnsafeRawBufferPointer) throws(JSONProblem) {
        var bytes = bytes
        if var head = pictureHead {
            pictureHead = nil
            let scheme = Array("data:".utf8)
            let more = head.count < 5 ? min(5 - head.count, bytes.count) : 0
            head += bytes.prefix(more)
            bytes = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(more))
            if head.count < 5, scheme.starts(with: head) {
                pictureHead = head
                return
            }
            if head.starts(with: scheme) {
                guard let comma = bytes.firstIndex(of: 0x2C) else {
                    guard head.count + bytes.count < 200 else { throw .notBase64(path) }
                    pictureHead = head + bytes
                    return
                }
                bytes = UnsafeRawBufferPointer(rebasing: bytes[(comma + 1)...])
            } else {
                let isBase64 = head.withUnsafeBytes { picture.take($0) }
                guard isBase64 else { throw .notBase64(path) }
            }
        }
        guard picture.take(bytes) else { throw .notBase64(path) }
    }

    private mutating func endPicture() throws(JSONProblem) {
        if let head = pictureHead, !head.isEmpty {
            let isBase64 = head.withUnsafeBytes { picture.take($0) }
            guard isBase64 else { throw .notBase64(path) }
        }
        guard let bytes = picture.finish() else { throw .notBase64(path) }
        add(.bytes(bytes))
    }
}
