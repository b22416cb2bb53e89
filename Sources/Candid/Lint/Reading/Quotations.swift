extension Reading {
    /// Marks the words between quotation marks, which are lettering or a title, not a description.
    ///
    /// Left alone: the strings of JSON and of `name="value"`, where quotes are packaging; quotes
    /// around the whole prompt; inches; a mark without a partner.
    mutating func markQuotations() {
        var open = OpenQuotes()
        for index in tokens.indices where tokens[index].kind == .symbol {
            guard let pair = QuotePair(tokens[index].hash) else { continue }
            switch pair {
            case .straightDouble:
                if index > 0, tokens[index].flags.contains(.glued), tokens[index - 1].isSymbol("\\")
                {
                    if let start = open.escaped.toggle(index) { mark(start, index) }
                } else if open.double == nil, isInch(index) {
                    continue
                } else if let start = open.double.toggle(index) {
                    if !isPackaging(start, index) { mark(start, index) }
                }
            case .straightSingle:
                if let start = open.single, isClosingSingle(index) {
                    mark(start, index)
                    open.single = nil
                } else if open.single == nil, isOpeningSingle(index) {
                    open.single = index
                }
            case .opening: open.curly = index
            case .closing:
                if let start = open.curly { mark(start, index) }
                open.curly = nil
            }
        }
    }

    private mutating func mark(_ open: Int, _ close: Int) {
        guard open > 0 || close < tokens.count - 1, close > open + 1 else { return }
        for index in open + 1..<close { tokens[index].flags.insert(.quoted) }
    }

    private func isInch(_ index: Int) -> Bool {
        index > 0 && tokens[index].flags.contains(.glued) && tokens[index - 1].kind == .number
    }

    private func isOpeningSingle(_ index: Int) -> Bool {
        let free =
            index == 0 || !tokens[index].flags.contains(.glued)
            || tokens[index - 1].kind == .symbol
        return free && index + 1 < tokens.count && tokens[index + 1].flags.contains(.glued)
    }

    private func isClosingSingle(_ index: Int) -> Bool {
        guard tokens[index].flags.contains(.glued) else { return false }
        guard index + 1 < tokens.count else { return true }
        return !tokens[index + 1].flags.contains(.glued) || !isWord(index + 1)
            || tokens[index + 1].kind == .hangul
    }

    private func isPackaging(_ open: Int, _ close: Int) -> Bool {
        if isSymbol(close + 1, ":") && isLead(open - 1) { return true }
        if isSymbol(open - 1, "=") { return true }
        if isSymbol(open - 1, ":"), isSymbol(open - 2, "\"") { return !namesText(open - 3) }
        return isSymbol(open - 1, "[") && (isSymbol(close + 1, ",") || isSymbol(close + 1, "]"))
            && isSymbol(open - 2, ":")
    }

    private func isLead(_ index: Int) -> Bool {
        index < 0 || isSymbol(index, "{") || isSymbol(index, ",") || isSymbol(index, "[")
    }

    /// True for a JSON key such as `text` or `caption`, whose string is lettering.
    private func namesText(_ index: Int) -> Bool {
        word(index) == .text || traits(index).contains(.saysVerb)
    }
}

private struct OpenQuotes {
    var double: Int?
    var escaped: Int?
    var single: Int?
    var curly: Int?
}

extension Int? {
    /// Opens if closed; closes and returns where it was opened if open.
    fileprivate mutating func toggle(_ index: Int) -> Int? {
        defer { self = self == nil ? index : nil }
        return self
    }
}

private enum QuotePair {
    case straightDouble, straightSingle, opening, closing

    init?(_ scalar: UInt64) {
        switch scalar {
        case 0x22: self = .straightDouble
        case 0x27: self = .straightSingle
        case 0x2018, 0x201C, 0xAB, 0x300A, 0x300C, 0x300E: self = .opening
        case 0x2019, 0x201D, 0xBB, 0x300B, 0x300D, 0x300F: self = .closing
        default: return nil
        }
    }
}
