extension LintRule {
    /// Noon and midnight in one picture: the model will choose, and choose differently each time.
    static let contradiction = LintRule(
        "contradiction", .warning,
        Text(
            summary: "Decide between the two; the model would, at random.",
            rationale: """
                Two wishes that exclude each other are not averaged: one is dropped, and not the same \
                one in each picture. The same goes for words against parameters.
                """,
            source:
                "Practice; and providers that change a size or a style in silence when words and parameters differ."
        ),
        flags: [
            "a street at midnight in «broad daylight»", "a photorealistic fox, «watercolor»",
            "a monochrome poster, «colorful»", "a minimalist room, «intricate» patterns",
            "a wide shot, 16:9, «9:16»", "three dogs in a park, «two dogs»", "한낮의 거리, «한밤중»",
        ],
        passes: [
            "a street at midnight, lit by lamps", "a watercolor of a fox",
            "three dogs and two cats",
            "a photograph of an oil painting",
            "half day and half night, broad daylight to midnight",
        ],
        triggers: [
            .daytime, .nighttime, .monochrome, .colourful, .minimal, .intricate, .photographic,
            .handmade, .digits, .numberWord, .shape, .backdrop,
        ]
    ) { reading, findings in
        for pair in Opposites.all {
            guard reading.traits.contains(pair.first), reading.traits.contains(pair.second) else {
                continue
            }
            reading.report(pair, &findings)
        }
        if !reading.traits.isDisjoint(with: [.digits, .numberWord]) {
            reading.reportRatios(&findings)
            reading.reportCounts(&findings)
        }
        reading.reportParameters(&findings)
    }
}

/// Two traits that exclude each other.
private struct Opposites {
    let first: Traits
    let second: Traits
    let message: String

    static let all: [Opposites] = [
        Opposites(
            first: .daytime, second: .nighttime,
            message: "Day and night in one picture; say which, or say where each is."),
        Opposites(
            first: .monochrome, second: .colourful,
            message: "Without colour and colourful at once; choose one."),
        Opposites(
            first: .minimal, second: .intricate,
            message: "Minimal and intricate at once; choose one, or say which part is which."),
        Opposites(
            first: .photographic, second: .handmade,
            message: "A photograph and a hand-made look at once; choose one."),
    ]
}

extension Reading {
    fileprivate func report(_ pair: Opposites, _ findings: inout Findings) {
        guard let a = mention(pair.first, but: pair.second),
            let b = mention(pair.second, but: pair.first), !isDivided
        else { return }
        let later = max(a, b)
        findings.add(range(later..<later + Int(tokens[later].span)), pair.message)
    }

    /// The first place that says this and not its opposite.
    private func mention(_ wanted: Traits, but other: Traits) -> Int? {
        for index in tokens.indices {
            let token = tokens[index]
            guard token.traits.contains(wanted), token.traits.isDisjoint(with: other),
                !token.flags.contains(.quoted), !token.traits.contains(.idiom)
            else { continue }
            if token.traits.contains(.photographic), word(index + Int(token.span)) == .of {
                continue
            }
            if wanted == .monochrome, token.span > 1, !describesPicture(index + Int(token.span)) {
                continue
            }
            return index
        }
        return nil
    }

    /// “black and white photo”, but not “black and white cat”.
    private func describesPicture(_ index: Int) -> Bool {
        !isWord(index) || !traits(index).isDisjoint(with: [.medium, .style, .preposition])
    }

    /// “split”, “half”, “from day to night”: two halves are no contradiction.
    private var isDivided: Bool {
        tokens.contains {
            switch $0.word {
            case .split, .half, .transition, .diptych, .versus, .vs, .between, .before, .after, .or:
                true
            default: false
            }
        }
    }

    /// Two aspect ratios.
    fileprivate func reportRatios(_ findings: inout Findings) {
        var known: (UInt64, UInt64)?
        for index in tokens.indices {
            guard let ratio = ratio(index) else { continue }
            if let known, known != ratio {
                findings.add(range(index..<index + 3), "A second aspect ratio; a picture has one.")
                return
            }
            known = ratio
        }
    }

    /// “16:9”.
    func ratio(_ index: Int) -> (UInt64, UInt64)? {
        guard index + 2 < tokens.count, tokens[index].kind == .number, isSymbol(index + 1, ":"),
            tokens[index + 2].kind == .number, tokens[index + 1].flags.contains(.glued),
            tokens[index + 2].flags.contains(.glued), !isSymbol(index + 3, ":"),
            tokens[index].hash <= 32, 1...32 ~= tokens[index + 2].hash,
            tokens[index + 2].range.count <= 2, !isSymbol(index - 1, ":")
        else { return nil }
        return (tokens[index].hash, tokens[index + 2].hash)
    }

    /// Two counts for one thing.
    fileprivate func reportCounts(_ findings: inout Findings) {
        var counts: [(thing: UInt64, count: UInt64, isPlaced: Bool)] = []
        for index in tokens.indices {
            guard let counted = counted(index), !tokens[index].flags.contains(.quoted) else {
                continue
            }
            let isPlaced = traits(counted.noun + 1).contains(.preposition)
            let thing = tokens[index + 1...counted.noun].reduce(into: UInt64(7)) {
                $0 = ($0 ^ $1.hash) &* 0x0000_0100_0000_01B3
            }
            if let known = counts.first(where: { $0.thing == thing }) {
                if known.count != counted.count, !(known.isPlaced && isPlaced) {
                    findings.add(
                        range(index..<counted.noun + 1),
                        "Another number of the same thing was asked for before.")
                }
            } else if counts.count < 32 {
                counts.append((thing, counted.count, isPlaced))
            }
        }
    }

    /// A number and the thing it counts.
    func counted(_ index: Int) -> (count: UInt64, noun: Int)? {
        guard let count = number(index), index == 0 || !isSymbol(index - 1, "$"),
            !isSymbol(index - 1, ":"), !isSymbol(index - 1, "/")
        else { return nil }
        for noun in index + 1..<max(index + 1, min(index + 4, tokens.count)) {
            let token = tokens[noun]
            guard token.kind == .word, !opensLine(noun) else { return nil }
            if token.flags.contains(.plural) || token.word == .people,
                !token.traits.isDisjoint(with: .thing), !traits(noun + 1).contains(.mark)
            {
                return (count, noun)
            }
            if token.traits.isDisjoint(with: [.adjective, .colour]), token.word != .of {
                return nil
            }
        }
        return nil
    }

    /// The value of a number in digits or words.
    func number(_ index: Int) -> UInt64? {
        let token = tokens[index]
        if token.kind == .number {
            return token.flags.contains(.hyphenated) || isSymbol(index + 1, "-") ? nil : token.hash
        }
        guard token.traits.contains(.numberWord) else { return nil }
        return NumberWords.value(of: token.hash)
    }
}

/// The values of English number words.
enum NumberWords {
    private static let values: [UInt64: UInt64] = {
        var values: [UInt64: UInt64] = [:]
        let words = [
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
            "nineteen", "twenty",
        ]
        for (offset, word) in words.enumerated() { values[WordHash.of(word)] = UInt64(offset + 2) }
        let more: [(String, UInt64)] = [
            ("thirty", 30), ("forty", 40), ("fifty", 50), ("sixty", 60), ("seventy", 70),
            ("eighty", 80), ("ninety", 90), ("hundred", 100), ("thousand", 1000), ("dozen", 12),
            ("million", 1_000_000),
        ]
        for (word, value) in more { values[WordHash.of(word)] = value }
        return values
    }()

    static func value(of hash: UInt64) -> UInt64? { values[hash] }
}
