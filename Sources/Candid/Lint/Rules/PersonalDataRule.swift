extension LintRule {
    /// An address or a number of a person does not belong in a prompt.
    static let personalData = LintRule(
        "personal-data", .error,
        Text(
            summary: "Replace the data by something made up.",
            rationale: """
                Prompts are stored and read by others, and what is in them can be drawn into a picture \
                that is published.
                """,
            source: "The shapes of e-mail addresses, telephone, card and identity numbers."),
        flags: [
            "a badge with «jane.doe@example.com» on it", "call «010-1234-5678» on a poster",
            "a card numbered «4111 1111 1111 1111»", "an id with «900101-1234567»",
            "«+1 415 555 0100» on a van", "ssn «123-45-6789»",
        ],
        passes: [
            "an @ sign on a wall", "the years 1914-1918", "16:9, 1024x1024",
            "3 cats, 4 dogs, 5 birds",
            "a jersey with the number 23",
        ],
        triggers: [.atSign, .digits]
    ) { reading, findings in
        if reading.traits.contains(.atSign) { reading.reportAddresses(&findings) }
        if reading.traits.contains(.digits) { reading.reportNumbers(&findings) }
    }
}

extension Reading {
    fileprivate func reportAddresses(_ findings: inout Findings) {
        for index in tokens.indices where isSymbol(index, "@") {
            guard index > 0, tokens[index].flags.contains(.glued), isWord(index - 1),
                index + 3 < tokens.count, tokens[index + 1].flags.contains(.glued),
                isWord(index + 1)
            else { continue }
            var last = index + 1
            while last + 2 < tokens.count, last - index < 9, isSymbol(last + 1, "."),
                isWord(last + 2),
                tokens[last + 2].flags.contains(.glued)
            { last += 2 }
            guard last > index + 1 else { continue }
            var first = index - 1
            while first > 0, index - first < 9, tokens[first].flags.contains(.glued),
                isWord(first - 1) || isSymbol(first - 1, ".") || isSymbol(first - 1, "+")
            { first -= 1 }
            findings.add(range(first..<last + 1), "An e-mail address; use a made-up one.")
        }
    }

    fileprivate func reportNumbers(_ findings: inout Findings) {
        var index = 0
        while index < tokens.count {
            guard tokens[index].kind == .number else {
                index += 1
                continue
            }
            let groups = DigitGroups(self, from: index)
            if let message = groups.message { findings.add(groups.range, message) }
            index = groups.next
        }
    }
}

/// Numbers that stand together, with hyphens, points or spaces between.
private struct DigitGroups {
    private var lengths: [Int] = []
    private var digits: [UInt8] = []
    private var spaces = 0
    private var isInternational = false
    var range: Range<Int>
    var next: Int

    init(_ reading: borrowing Reading, from start: Int) {
        range = reading.tokens[start].range
        next = start
        isInternational = reading.isSymbol(start - 1, "+")
        if isInternational { range = reading.tokens[start - 1].range.lowerBound..<range.upperBound }
        var index = start
        while index < reading.tokens.count, reading.tokens[index].kind == .number, lengths.count < 8
        {
            add(reading.bytes[reading.tokens[index].range])
            range = range.lowerBound..<reading.tokens[index].range.upperBound
            next = index + 1
            let hyphen = reading.isSymbol(next, "-") && reading.tokens[next].flags.contains(.glued)
            index = hyphen ? next + 1 : next
            guard index < reading.tokens.count, !reading.opensLine(index) else { break }
            if hyphen, !reading.tokens[index].flags.contains(.glued) { break }
            if !hyphen { spaces += 1 }
        }
    }

    private mutating func add(_ bytes: ArraySlice<UInt8>) {
        var length = 0
        for byte in bytes {
            if byte &- 0x30 < 10 {
                length += 1
                digits.append(byte & 15)
            } else {
                lengths.append(length)
                length = 0
            }
        }
        lengths.append(length)
    }

    /// What the numbers look like; nil for nothing personal.
    var message: String? {
        if 13...19 ~= digits.count, lengths.allSatisfy({ $0 >= 4 }), hasCheckDigit {
            return "A card number; use a made-up one."
        }
        if lengths == [6, 7], 1...4 ~= digits[6] { return "A resident number; take it out." }
        if lengths == [3, 2, 4], spaces == 0 { return "A social security number; take it out." }
        return isPhone ? "A telephone number; use a made-up one." : nil
    }

    private var isPhone: Bool {
        if isInternational {
            return 9...15 ~= digits.count && lengths.count >= 2 || 10...15 ~= digits.count
        }
        guard spaces == 0 || digits.first == 0 else { return false }
        switch lengths {
        case [3, 4, 4], [3, 3, 4]: return digits[0] == 0 || lengths == [3, 3, 4]
        case [2, 4, 4], [2, 3, 4]: return digits[0] == 0 && digits[1] == 2
        case [11]: return digits[0] == 0 && digits[1] == 1
        default: return false
        }
    }

    /// Luhn's sum.
    private var hasCheckDigit: Bool {
        var sum = 0
        for (offset, digit) in digits.reversed().enumerated() {
            let value = offset % 2 == 1 ? Int(digit) * 2 : Int(digit)
            sum += value > 9 ? value - 9 : value
        }
        return sum % 10 == 0 && digits.contains { $0 != 0 }
    }
}
