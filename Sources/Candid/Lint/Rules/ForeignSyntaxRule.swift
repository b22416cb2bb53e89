extension LintRule {
    /// Weights and switches of one tool are plain words to another.
    static let foreignSyntax = LintRule(
        "foreign-syntax", .warning,
        Text(
            summary: "Say it in words, or set it as a parameter of the engine.",
            rationale: """
                Midjourney's “--ar”, weights such as “(red:1.3)” and “<lora:…>” mean something to one \
                program only. Other engines read them as words, and some local servers execute them.
                """,
            source: """
                The syntax pages of the tools concerned; the server of stable-diffusion.cpp takes \
                arguments from a tag inside the prompt.
                """),
        flags: [
            "a red car «--ar 16:9»", "a «(red:1.3)» car", "«<lora:fog:0.8>» a harbour",
            "a cat «<sd_cpp_extra_args>»", "a «((shiny))» car",
        ],
        passes: ["a red car (a convertible) -- at dusk", "5 < 6 on a blackboard"],
        triggers: [.bracket, .doubleDash]
    ) { reading, findings in
        var next = 0
        for index in reading.tokens.indices
        where index >= next && reading.tokens[index].kind == .symbol {
            guard !reading.tokens[index].flags.contains(.quoted),
                let end = reading.endOfForeignSyntax(index)
            else { continue }
            next = end
            let range = reading.range(index..<end)
            if reading.isArguments(index) {
                findings.add(
                    range,
                    "Some servers take arguments from this tag; it must not come from a prompt.",
                    at: .error)
            } else {
                findings.add(range, "Another tool's syntax; here it is read as words.")
            }
        }
    }
}

extension Reading {
    fileprivate func isArguments(_ index: Int) -> Bool {
        isSymbol(index, "<") && index + 1 < tokens.count
            && has("sd_cpp", at: Int(tokens[index + 1].start))
    }

    /// The token after a piece of foreign syntax that starts here, or nil.
    fileprivate func endOfForeignSyntax(_ index: Int) -> Int? {
        if isSymbol(index, "<") { return endOfTag(index) }
        if isSymbol(index, "(") { return endOfWeight(index, ")") }
        if isSymbol(index, "[") { return endOfDoubled(index, "[", "]") }
        if isSymbol(index, "-") || isSymbol(index, "–") || isSymbol(index, "—") {
            return endOfSwitch(index)
        }
        return nil
    }

    private func endOfTag(_ index: Int) -> Int? {
        guard index + 1 < tokens.count, tokens[index + 1].flags.contains(.glued) else { return nil }
        switch word(index + 1) {
        case .lora, .lyco, .hypernet: break
        default: guard isArguments(index) else { return nil }
        }
        return end(of: ">", from: index)
    }

    private func endOfWeight(_ index: Int, _ close: Unicode.Scalar) -> Int? {
        if isSymbol(index + 1, "(") { return endOfDoubled(index, "(", ")") }
        var place = index + 1
        while place < min(index + 14, tokens.count), isWord(place) || isSymbol(place, ",") {
            place += 1
        }
        guard isSymbol(place, ":"), place + 1 < tokens.count, tokens[place + 1].kind == .number,
            isSymbol(place + 2, close)
        else { return nil }
        return place + 3
    }

    private func endOfDoubled(_ index: Int, _ open: Unicode.Scalar, _ close: Unicode.Scalar) -> Int?
    {
        guard isSymbol(index + 1, open), tokens[index + 1].flags.contains(.glued) else {
            return nil
        }
        var place = index + 2
        while place < min(index + 20, tokens.count) {
            if isSymbol(place, close), isSymbol(place + 1, close) { return place + 2 }
            place += 1
        }
        return nil
    }

    private func end(of close: Unicode.Scalar, from index: Int) -> Int? {
        for place in index..<min(index + 24, tokens.count) where isSymbol(place, close) {
            return place + 1
        }
        return index + 2
    }

    /// “--ar 16:9”, also with the long dash that word processors make of two hyphens.
    private func endOfSwitch(_ index: Int) -> Int? {
        let name = isSymbol(index, "-") ? index + 2 : index + 1
        if isSymbol(index, "-"), !isSymbol(index + 1, "-") { return nil }
        guard name < tokens.count, tokens[name].flags.contains(.glued), isSwitch(name) else {
            return nil
        }
        var end = name + 1
        while end < min(name + 4, tokens.count), tokens[end].kind == .number || isSymbol(end, ":") {
            end += 1
        }
        return end
    }

    private func isSwitch(_ index: Int) -> Bool {
        switch word(index) {
        case .ar, .v, .s, .q, .style, .stylize, .no, .chaos, .seed, .niji, .tile, .iw, .weird,
            .quality, .raw, .aspect, .stop:
            true
        default: false
        }
    }
}
