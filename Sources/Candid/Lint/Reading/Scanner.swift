/// Cuts UTF-8 into tokens in one pass.
struct Scanner {
    var tokens: ContiguousArray<Token> = []
    var traits: Traits = []
    var scalars = 0
    var commas = 0
    private var flags: Token.Flags = .opensLine

    init(capacity: Int) {
        tokens.reserveCapacity(capacity)
    }

    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ vocabulary: borrowing Vocabulary) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x20 {
                flags.remove(.glued)
                scalars += 1
                index += 1
            } else if isLetter(byte) || isDigit(byte) {
                index = word(bytes, index, vocabulary)
            } else if byte < 0x80 {
                sign(byte, index)
                index += 1
            } else {
                index = beyondASCII(bytes, index, vocabulary)
            }
        }
    }

    @inline(__always)
    mutating func append(_ token: Token) {
        var token = token
        token.flags.formUnion(flags)
        traits.formUnion(token.traits)
        tokens.append(token)
        flags = .glued
    }

    private mutating func sign(_ byte: UInt8, _ index: Int) {
        scalars += 1
        switch byte {
        case 0x0A, 0x0D:
            flags.insert(.opensLine)
            flags.remove(.glued)
            return
        case 0x09, 0x0B, 0x0C:
            flags.remove(.glued)
            return
        case UInt8(ascii: "_"):
            return
        case UInt8(ascii: ","): commas += 1
        case UInt8(ascii: "\""), UInt8(ascii: "'"): traits.insert(.quoteMark)
        case UInt8(ascii: "<"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
            traits.insert(.bracket)
        case UInt8(ascii: "@"): traits.insert(.atSign)
        case UInt8(ascii: "-"):
            if let last = tokens.last, last.isSymbol("-"), Int(last.end) == index {
                traits.insert(.doubleDash)
            }
        case 0..<0x20, 0x7F: traits.insert(.invisible)
        default: break
        }
        let kind: Token.Kind = byte < 0x20 || byte == 0x7F ? .invisible : .symbol
        append(Token(start: Int32(index), end: Int32(index + 1), hash: UInt64(byte), kind: kind))
    }
}

extension Scanner {
    /// Reads a word of Latin letters, digits and inner apostrophes, or a number.
    private mutating func word(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ vocabulary: borrowing Vocabulary
    ) -> Int {
        var index = start
        var hash = WordHash()
        var before = (hash.value, hash.value, hash.value)
        var letters = false
        var number: UInt64 = 0
        while index < bytes.count {
            let byte = bytes[index]
            if isLetter(byte) {
                letters = true
                before = (hash.value, before.0, before.1)
                hash.add(byte | 0x20)
            } else if isDigit(byte) {
                number = number < 1_000_000_000 ? number * 10 + UInt64(byte & 15) : number
                before = (hash.value, before.0, before.1)
                hash.add(byte)
            } else if byte < 0x80 || !isWordScalar(bytes, index) {
                break
            } else {
                letters = true
                let end = scalarEnd(bytes, index)
                if byte >= 0xCD { traits.insert(.otherScript) }
                for position in index..<end { hash.add(bytes[position]) }
                scalars -= end - index - 1
                index = end - 1
            }
            index += 1
        }
        scalars += index - start
        guard letters else { return finishNumber(bytes, start, index, number) }
        return finish(bytes, start, index, hash, before, vocabulary)
    }

    private mutating func finishNumber(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ value: UInt64
    ) -> Int {
        var end = end
        while end + 1 < bytes.count, bytes[end] == 0x2E || bytes[end] == 0x2C,
            isDigit(bytes[end + 1])
        {
            end += 2
            scalars += 2
            while end < bytes.count, isDigit(bytes[end]) {
                end += 1
                scalars += 1
            }
        }
        traits.insert(.digits)
        if end - start >= 7 { traits.insert(.longRun) }
        append(
            Token(
                start: Int32(start), end: Int32(end), hash: value, traits: .digits, kind: .number))
        return end
    }

    private mutating func finish(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int, _ hash: WordHash,
        _ before: (UInt64, UInt64, UInt64), _ vocabulary: borrowing Vocabulary
    ) -> Int {
        var token = Token(start: Int32(start), end: Int32(end), hash: hash.value, kind: .word)
        if isDigit(bytes[start]) {
            traits.insert(.digits)
        } else if bytes[start] < 0x61 {
            flags.insert(.capital)
        }
        let last = bytes[end - 1] | 0x20
        var known = vocabulary.index(of: hash.value)
        if known == 0, last == UInt8(ascii: "s"), end - start > 2 {
            known = singular(bytes, end, before, vocabulary)
            if vocabulary.entries[known].traits.isDisjoint(with: .pluralised) { known = 0 }
            if known != 0 { token.flags.insert(.plural) }
        }
        let entry = vocabulary.entries[known]
        token.traits = entry.traits.union(.latin)
        token.word = entry.word
        if end - start >= 16 { traits.insert(.longRun) }
        let next = apostrophe(bytes, end, &token, hash, vocabulary)
        append(token)
        return hyphen(bytes, next)
    }

    private func singular(
        _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int, _ before: (UInt64, UInt64, UInt64),
        _ vocabulary: borrowing Vocabulary
    ) -> Int {
        let plain = vocabulary.index(of: before.0)
        if plain != 0 { return plain }
        guard bytes[end - 2] | 0x20 == UInt8(ascii: "e") else { return 0 }
        if bytes[end - 3] | 0x20 == UInt8(ascii: "i") {
            var stem = WordHash(value: before.2)
            stem.add(UInt8(ascii: "y"))
            return vocabulary.index(of: stem.value)
        }
        return vocabulary.index(of: before.1)
    }

    /// Takes in “’s” and “n’t”.
    private mutating func apostrophe(
        _ bytes: UnsafeBufferPointer<UInt8>, _ end: Int, _ token: inout Token, _ hash: WordHash,
        _ vocabulary: borrowing Vocabulary
    ) -> Int {
        var index = end
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "'") {
            index += 1
        } else if index + 3 < bytes.count, bytes[index] == 0xE2, bytes[index + 1] == 0x80,
            bytes[index + 2] == 0x99
        {
            index += 3
        }
        guard index > end, index < bytes.count, isLetter(bytes[index]) else { return end }
        var whole = hash
        whole.add(UInt8(ascii: "'"))
        let letters = index
        while index < bytes.count, isLetter(bytes[index]), index - letters < 12 {
            whole.add(bytes[index] | 0x20)
            index += 1
        }
        scalars += index - letters + 1
        token.end = Int32(index)
        let known = vocabulary.index(of: whole.value)
        if known != 0 {
            token.traits = vocabulary.entries[known].traits.union(.latin)
            token.word = vocabulary.entries[known].word
            token.hash = whole.value
        } else if index - letters == 1, bytes[letters] | 0x20 == UInt8(ascii: "s") {
            token.flags.insert(.possessive)
        }
        return index
    }

    /// Steps over a hyphen between letters, so that “never-ending” is two joined words.
    private mutating func hyphen(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "-"),
            isLetter(bytes[index + 1]) || isDigit(bytes[index + 1])
        else { return index }
        scalars += 1
        flags.insert(.hyphenated)
        return index + 1
    }
}

extension Scanner {
    private mutating func beyondASCII(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ vocabulary: borrowing Vocabulary
    ) -> Int {
        let scalar = scalar(bytes, start)
        let end = scalarEnd(bytes, start)
        if 0xAC00...0xD7A3 ~= scalar { return hangul(bytes, start, vocabulary) }
        if isWordScalar(bytes, start) { return word(bytes, start, vocabulary) }
        scalars += 1
        switch scalar {
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000:
            flags.remove(.glued)
            return end
        case 0x2018, 0x2019, 0x201C, 0x201D, 0xAB, 0xBB, 0x300A...0x300F: traits.insert(.quoteMark)
        case 0xFF0C, 0x3001: commas += 1
        case 0x2013, 0x2014: traits.insert(.doubleDash)
        default: break
        }
        var token = Token(start: Int32(start), end: Int32(end), hash: scalar, kind: .symbol)
        if isInvisible(scalar) {
            token.kind = .invisible
            traits.insert(.invisible)
        } else if 0x3040...0x30FF ~= scalar || 0x3400...0x9FFF ~= scalar {
            token.kind = .ideograph
            token.traits = .otherScript
        }
        append(token)
        return end
    }

    /// Reads one Korean word with its particles.
    private mutating func hangul(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ vocabulary: borrowing Vocabulary
    ) -> Int {
        var index = start
        var hash = WordHash()
        var best = 0
        var stem = start
        var cue = false
        while index + 2 < bytes.count, 0xEA...0xED ~= bytes[index] {
            let scalar = scalar(bytes, index)
            guard 0xAC00...0xD7A3 ~= scalar else { break }
            cue = cue || KoreanCue.opens(with: scalar)
            for position in index..<index + 3 { hash.add(bytes[position]) }
            index += 3
            let known = index - start <= 30 ? vocabulary.index(of: hash.value) : 0
            if known != 0 {
                best = known
                stem = index
            }
        }
        if index == start { index = scalarEnd(bytes, start) }
        scalars += (index - start) / 3
        var token = Token(start: Int32(start), end: Int32(index), hash: hash.value, kind: .hangul)
        token.traits = cue ? [.hangul, .koreanCue] : .hangul
        if best != 0, stem == index || isParticle(bytes, stem, index, vocabulary) {
            token.traits.formUnion(vocabulary.entries[best].traits)
            token.tail = UInt8(index - stem)
        }
        append(token)
        return index
    }

    private func isParticle(
        _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int,
        _ vocabulary: borrowing Vocabulary
    ) -> Bool {
        guard end - start <= 15 else { return false }
        var hash = WordHash()
        for position in start..<end { hash.add(bytes[position]) }
        return vocabulary.entries[vocabulary.index(of: hash.value)].traits.contains(.particle)
    }
}

@inline(__always)
private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inline(__always)
private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

/// Latin, Greek, Cyrillic and their neighbours, and combining accents.
private func isWordScalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    let scalar = scalar(bytes, index)
    return 0xC0...0x1FFF ~= scalar && scalar != 0xD7 && scalar != 0xF7 && !isInvisible(scalar)
        && !(0x1100...0x11FF ~= scalar) && scalar != 0x1680
}

/// Characters that no reader sees: zero-width, direction, soft hyphen, tags, private use.
func isInvisible(_ scalar: UInt64) -> Bool {
    switch scalar {
    case 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B...0x180F: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0x3164, 0xFEFF, 0xFFA0: true
    case 0x80...0x9F, 0xE0000...0xE0FFF, 0xE000...0xF8FF, 0xF0000...0x10FFFF, 0xFFFC: true
    default: false
    }
}

private func scalarEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
    let lead = bytes[index]
    let length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
    return min(index + length, bytes.count)
}

/// The scalar that starts at a byte of valid UTF-8.
private func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt64 {
    let end = scalarEnd(bytes, index)
    let lead = UInt64(bytes[index])
    var value = end - index == 1 ? lead : lead & (0x7F >> UInt64(end - index))
    for position in index + 1..<max(end, index + 1) {
        value = value << 6 | UInt64(bytes[position] & 0x3F)
    }
    return value
}
