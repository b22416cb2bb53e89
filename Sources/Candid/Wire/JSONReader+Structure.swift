extension JSONReader {
    /// Takes one byte outside a string.
    ///
    /// - Returns: Whether the byte was used up.
    mutating func take(_ byte: UInt8) throws(JSONProblem) -> Bool {
        switch state {
        case .number:
            if Self.isNumber(byte) {
                guard token.count < 64 else { throw malformed("a number of more than 64 digits") }
                token.append(byte)
                return true
            }
            try endNumber()
            return false
        case .literal:
            if 0x61...0x7A ~= byte, token.count < 6 {
                token.append(byte)
                if token.count == 4 || token.count == 5 { try endLiteral() }
                return true
            }
            throw malformed("an unknown word")
        case .escape(let isKey): try takeEscape(byte, isKey: isKey)
        case .unicode(let isKey): try takeHexadecimal(byte, isKey: isKey)
        case .pictureEscape: try takePictureEscape(byte)
        default:
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { return true }
            try takeStructure(byte)
        }
        return true
    }

    private mutating func takeStructure(_ byte: UInt8) throws(JSONProblem) {
        switch state {
        case .firstValue where byte == 0x5D, .firstKey where byte == 0x7D: try close(byte)
        case .value, .firstValue: try beginValue(byte)
        case .firstKey, .key:
            guard byte == 0x22 else { throw malformed("a key is missing") }
            token.removeAll(keepingCapacity: true)
            state = .string(isKey: true)
        case .colon:
            guard byte == 0x3A else { throw malformed("a colon is missing") }
            state = .value
        case .next: try takeNext(byte)
        default: throw malformed("more follows after the end")
        }
    }

    private mutating func takeNext(_ byte: UInt8) throws(JSONProblem) {
        guard byte == 0x2C else { return try close(byte) }
        if case .object = frames.last { state = .key } else { state = .value }
    }

    private mutating func beginValue(_ byte: UInt8) throws(JSONProblem) {
        values += 1
        guard values <= limits.values else { throw .tooMany(limit: limits.values) }
        token.removeAll(keepingCapacity: true)
        switch byte {
        case 0x22:
            if isPicture { beginPicture() } else { state = .string(isKey: false) }
        case 0x5B: try open(.list([]), .firstValue)
        case 0x7B: try open(.object([:], key: ""), .firstKey)
        case 0x2D, 0x30...0x39:
            token.append(byte)
            state = .number
        case 0x66, 0x6E, 0x74:
            token.append(byte)
            state = .literal
        default: throw malformed("a value is missing")
        }
    }

    private mutating func open(_ frame: Frame, _ next: State) throws(JSONProblem) {
        guard frames.count < limits.depth else { throw .tooDeep(limit: limits.depth) }
        frames.append(frame)
        state = next
    }

    private mutating func close(_ byte: UInt8) throws(JSONProblem) {
        switch (frames.popLast(), byte) {
        case (.list(let list), 0x5D): add(.list(list))
        case (.object(let object, _), 0x7D): add(.object(object))
        default: throw malformed("a comma or the end of a list or object is missing")
        }
    }

    /// Puts a finished value where it belongs.
    mutating func add(_ value: JSONValue) {
        // Popped and pushed, so that the collection is changed in place and never copied.
        switch frames.popLast() {
        case .list(var list):
            list.append(value)
            frames.append(.list(list))
            state = .next
        case .object(var object, let key):
            object[key] = value
            frames.append(.object(object, key: key))
            state = .next
        case nil:
            root = value
            state = .end
        }
    }

    /// Names the value that follows in the object.
    mutating func setKey(_ key: String) throws(JSONProblem) {
        guard case .object(let object, _) = frames.popLast() else { return }
        let isRepeated = !limits.repeatedKeys && object[key] != nil
        frames.append(.object(object, key: key))
        guard !isRepeated else { throw .repeated(path) }
        state = .colon
    }

    /// Whether the string that begins is a picture: under a picture's key, or in a list under one.
    private var isPicture: Bool {
        for frame in frames.reversed() {
            if case .object(_, let key) = frame { return pictureKeys.contains(key) }
        }
        return false
    }

    private mutating func endLiteral() throws(JSONProblem) {
        switch String(decoding: token, as: UTF8.self) {
        case "true": add(.truth(true))
        case "null": add(.null)
        case "false": add(.truth(false))
        case "fals": break
        default: throw malformed("an unknown word")
        }
    }

    /// Ends a number: its form is JSON's, which is narrower than Swift's.
    mutating func endNumber() throws(JSONProblem) {
        guard Self.isWellFormed(token) else { throw malformed("a number that is none") }
        let text = String(decoding: token, as: UTF8.self)
        if let whole = Int64(text) {
            add(.whole(whole))
        } else if let natural = UInt64(text) {
            add(.natural(natural))
        } else if let number = Double(text), number.isFinite {
            add(.number(number))
        } else {
            throw malformed("a number that is too large")
        }
    }

    private static func isNumber(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: true
        default: false
        }
    }

    private static func isWellFormed(_ token: [UInt8]) -> Bool {
        var rest = token[...]
        func digits() -> Int {
            let count = rest.prefix { 0x30...0x39 ~= $0 }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == 0x2D { rest = rest.dropFirst() }
        let startsWithZero = rest.first == 0x30
        let whole = digits()
        guard whole > 0, whole == 1 || !startsWithZero else { return false }
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            guard digits() > 0 else { return false }
        }
        if rest.first == 0x45 || rest.first == 0x65 {
            rest = rest.dropFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
            guard digits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
