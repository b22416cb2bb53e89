/// Cuts a text into pieces in one pass over its bytes.
struct PieceScanner {
    private let bytes: [UInt8]
    private let ascii = ScalarKind.ascii
    private var position = 0
    private var pieces: [Piece] = []

    /// The pieces of a text, in order and without gaps.
    static func pieces(of bytes: [UInt8]) -> [Piece] {
        var scanner = PieceScanner(bytes: bytes)
        scanner.pieces.reserveCapacity(bytes.count / 3 + 1)
        while scanner.position < bytes.count { scanner.takePiece() }
        return scanner.pieces
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func takePiece() {
        let start = position
        let (scalar, next) = scalar(at: position)
        position = next
        let kind: Piece.Kind
        switch self.kind(of: scalar) {
        case .letter, .extender: kind = takeWord()
        case .digit: kind = takeNumber()
        case .hangul: kind = takeHangul()
        case .ideograph:
            takeExtenders()
            kind = .ideograph
        case .apostrophe, .mark:
            takeRepeats(of: start..<next)
            takeExtenders()
            kind = .mark
        case .symbol:
            takeSymbol(scalar)
            kind = .symbol
        case .space:
            while let kind = kindAhead(), kind == .space { skip() }
            kind = .space
        case .lineBreak:
            if bytes[start] == 0x0D, next < bytes.count, bytes[next] == 0x0A { position += 1 }
            kind = .lineBreak
        }
        pieces.append(Piece(start: Int32(start), end: Int32(position), kind: kind))
    }

    private mutating func takeWord() -> Piece.Kind {
        while let kind = kindAhead() {
            switch kind {
            case .letter, .digit, .extender: skip()
            case .apostrophe where followsWord(kind: .letter): skip()
            default: return .word
            }
        }
        return .word
    }

    private mutating func takeNumber() -> Piece.Kind {
        while let kind = kindAhead() {
            switch kind {
            case .digit: skip()
            case .letter, .extender: return takeWord()
            case .mark where isDecimalMark(bytes[position]) && followsWord(kind: .digit): skip()
            default: return .number
            }
        }
        return .number
    }

    private mutating func takeHangul() -> Piece.Kind {
        while kindAhead() == .hangul { skip() }
        guard kindAhead() == .extender else { return .hangul }
        return takeWord()
    }

    private mutating func takeRepeats(of first: Range<Int>) {
        while position + first.count <= bytes.count,
            bytes[position..<position + first.count].elementsEqual(bytes[first])
        {
            position += first.count
        }
    }

    private mutating func takeExtenders() {
        while kindAhead() == .extender { skip() }
    }

    /// Takes the modifiers of a pictograph, what it is joined to, and the second half of a flag.
    private mutating func takeSymbol(_ first: Unicode.Scalar) {
        if isFlagHalf(first), position < bytes.count {
            let (scalar, next) = scalar(at: position)
            if isFlagHalf(scalar) { position = next }
        }
        while kindAhead() == .extender {
            let (scalar, next) = scalar(at: position)
            position = next
            if scalar.value == 0x200D, kindAhead() == .symbol { skip() }
        }
    }

    private func isFlagHalf(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F1E6...0x1F1FF).contains(scalar.value)
    }

    private func isDecimalMark(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
    }

    /// True if a scalar of this kind follows the one ahead.
    private func followsWord(kind: ScalarKind) -> Bool {
        let (_, next) = scalar(at: position)
        return next < bytes.count && self.kind(of: scalar(at: next).0) == kind
    }

    private func kindAhead() -> ScalarKind? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        return byte < 0x80 ? ascii[Int(byte)] : kind(of: scalar(at: position).0)
    }

    private func kind(of scalar: Unicode.Scalar) -> ScalarKind {
        scalar.isASCII ? ascii[Int(scalar.value)] : ScalarKind(beyondASCII: scalar)
    }

    private mutating func skip() {
        position = scalar(at: position).1
    }

    /// Decodes one scalar of bytes that are known to be UTF-8.
    private func scalar(at index: Int) -> (Unicode.Scalar, Int) {
        let first = UInt32(bytes[index])
        if first < 0x80 { return (Unicode.Scalar(UInt8(first)), index + 1) }
        let count = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0x7F >> UInt32(count))
        for offset in 1..<count where index + offset < bytes.count {
            value = value << 6 | UInt32(bytes[index + offset] & 0x3F)
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", min(index + count, bytes.count))
    }
}
