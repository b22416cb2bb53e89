/// Draws claims from a brief by rules.
struct BriefReader {
    private(set) var claims: [Claim] = []
    private let brief: Prompt
    let said: SaidWords
    /// Words that another claim has taken: negated or quoted ones.
    private var taken: [Range<Int>] = []
    /// The things so far: the claim's name and where its phrase stands.
    private(set) var things: [(id: String, range: Range<Int>)] = []

    init(_ brief: Prompt) {
        self.brief = brief
        said = SaidWords(brief)
    }

    mutating func read() {
        readAbsences()
        readLettering()
        readGrounds()
        var index = 0
        while index < said.words.count {
            let end = phraseEnd(from: index)
            if end > index { readPhrase(index..<end) }
            index = max(end, index + 1)
        }
        readRelations()
        readPlaces()
        claims.sort { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
        rename()
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: Array(brief.text.utf8)[range], as: UTF8.self)
    }

    mutating func add(_ claim: Claim, _ range: Range<Int>, parents: [String] = []) -> String {
        var claim = claim.resting(on: range, of: brief.text, .brief)
        claim.id = "d\(claims.count)"
        claim.parents = parents
        claims.append(claim)
        return claim.id
    }

    private mutating func readAbsences() {
        let reading = Reading(brief)
        for negation in reading.negations() where negation.kind != .quoted {
            let whole = reading.range(negation.tokens)
            taken.append(whole)
            guard negation.kind == .exclusion else { continue }
            for thing in negation.things {
                let range = negation.thingBytes ?? reading.range(thing)
                taken.append(range)
                guard negation.frame != .state, negation.frame != .bare else { continue }
                _ = add(Self.absence(of: Self.bare(text(range))), range)
            }
        }
    }

    /// “no text” asks that nothing be written, “no border” that nothing run around it.
    private static func absence(of thing: String) -> Claim {
        let name = thing.lowercased()
        if ["border", "borders", "테두리"].contains(name) {
            return Claim(.ground, value: "no border")
        }
        return Facet(named: name) == .lettering || name == "letters"
            ? Claim(.noLettering) : Claim(.absent, subject: thing)
    }

    private mutating func readGrounds() {
        for found in GroundWords(brief, said).found where !isTaken(found.range) {
            taken.append(found.range)
            _ = add(found.claim, found.range)
        }
    }

    private mutating func readLettering() {
        let bytes = Array(brief.text.utf8)
        for span in QuotedSpans.spans(in: PieceScanner.pieces(of: bytes), of: bytes)
        where !isTaken(span.inside) {
            taken.append(span.inside)
            _ = add(Claim(.lettering, value: text(span.inside)), span.inside)
        }
    }

    private func isTaken(_ range: Range<Int>) -> Bool {
        taken.contains { $0.overlaps(range) }
    }

    /// Words of a noun phrase touch one another, and small words end it.
    private func phraseEnd(from start: Int) -> Int {
        var end = start
        while end < said.words.count, isContent(end) {
            end += 1
            if !said.words[end - 1].touchesNext { break }
            // A Korean word with a particle ends its phrase.
            let word = said.words[end - 1]
            if word.isKorean, KoreanTail.stem(of: word.text) != word.text { break }
        }
        return end
    }

    private func isContent(_ index: Int) -> Bool {
        let word = said.words[index]
        return (!word.isSmall || word.isNumber) && !word.isQuoted && !isTaken(word.range)
            && !Self.leadsToLettering(said.words, index) && !said.isPlace(index)
    }

    private static let saying: Set = [
        "says", "saying", "reads", "reading", "spells", "spelling", "labelled", "labeled",
        "titled", "written", "lettered",
    ]

    /// “says” in “a poster that says "OPEN"” gives nothing to draw but the lettering.
    static func leadsToLettering(_ words: [SaidWord], _ index: Int) -> Bool {
        saying.contains(words[index].text) && words.indices.contains(index + 1)
            && words[index + 1].isQuoted
    }

    private mutating func readPhrase(_ phrase: Range<Int>) {
        let lexicon = AdditionLexicon.shared
        let kinds = phrase.map { lexicon.kind(of: $0, in: said.words) }
        let looks: Set<AdditionKind> = [
            .medium, .style, .lighting, .camera, .mood, .quality, .setting,
        ]
        // “leaning”, “asleep”: an act joins two things and is asked about with them.
        guard let head = phrase.last(where: { isThing($0, kinds[$0 - phrase.lowerBound]) }) else {
            for index in phrase where looks.contains(kinds[index - phrase.lowerBound]) {
                let range = said.words[index].range
                _ = add(Claim(.style, value: text(range)), range)
            }
            return
        }
        var start = head
        while start > phrase.lowerBound, isCompound(start - 1, kinds[start - 1 - phrase.lowerBound])
        {
            start -= 1
        }
        let range = said.words[start].range.lowerBound..<said.words[head].range.upperBound
        let name = said.words[head].isKorean ? koreanName(range) : text(range)
        let thing = add(Claim(.seen, subject: name), range)
        things.append((thing, range))
        if let count = said.koreanCount(of: start..<head + 1) {
            _ = add(
                Claim(.count, subject: name, number: count.number), count.range, parents: [thing])
        } else if let one = one(before: phrase.lowerBound) {
            _ = add(
                Claim(.count, subject: name, number: 1), one.lowerBound..<range.upperBound,
                parents: [thing])
        }
        for index in phrase.lowerBound..<start {
            readModifier(index, kinds[index - phrase.lowerBound], of: thing, name, range)
        }
    }

    /// “one teapot” asks for a number, though “one” gives nothing to draw; “no one”, “this one”, “one day”
    /// and “one of” do not.
    private func one(before start: Int) -> Range<Int>? {
        let index = start - 1
        guard said.words.indices.contains(index), said.words[index].text == "one",
            said.words[index].touchesNext, !isTaken(said.words[index].range),
            !["day", "night", "time", "another"].contains(said.words[start].text),
            index == 0 || !Self.determiners.contains(said.words[index - 1].text)
        else { return nil }
        return said.words[index].range
    }

    private static let determiners: Set = [
        "no", "any", "some", "this", "that", "the", "each", "every", "which", "least", "most",
    ]

    private func isThing(_ index: Int, _ kind: AdditionKind) -> Bool {
        let word = said.words[index]
        guard !word.isNumber, !KoreanTail.isDeed(word.text) else { return false }
        if word.text.hasSuffix("ing") || word.text.hasSuffix("ly") { return kind == .object }
        return [.object, .person, .setting, .other, .name].contains(kind)
            || kind == .material && index + 1 == said.words.count
    }

    /// “street lamp”: a noun before a noun belongs to its name.
    private func isCompound(_ index: Int, _ kind: AdditionKind) -> Bool {
        kind == .object && !said.words[index].isKorean
    }

    private func koreanName(_ range: Range<Int>) -> String {
        KoreanTail.stem(of: text(range))
    }

    private mutating func readModifier(
        _ index: Int, _ kind: AdditionKind, of thing: String, _ name: String, _ noun: Range<Int>
    ) {
        let word = said.words[index]
        let range = word.range.lowerBound..<noun.upperBound
        if word.isNumber, let number = Int(word.key.dropFirst()) {
            _ = add(Claim(.count, subject: name, number: number), range, parents: [thing])
        } else {
            _ = add(
                Claim(.attribute, subject: name, value: text(word.range)), range, parents: [thing])
        }
    }

    private static let joints: Set = [
        "on", "in", "under", "behind", "beside", "near", "above", "below", "between", "inside",
        "against", "atop", "over", "with", "holding", "wearing", "at", "beneath", "next", "around",
    ]

    /// Two things with a preposition between them, and at most three words.
    private mutating func readRelations() {
        let found = things.sorted { $0.range.lowerBound < $1.range.lowerBound }
        for (first, second) in zip(found, found.dropFirst()) {
            let between = said.words.filter {
                $0.range.lowerBound >= first.range.upperBound
                    && $0.range.upperBound <= second.range.lowerBound
            }
            guard between.contains(where: { Self.joints.contains($0.text) || said.isPlace($0) }),
                let last = between.last, last.touchesNext || between.count < 5,
                !between.contains(where: { ["and", "or"].contains($0.text) || isTaken($0.range) }),
                !text(first.range.upperBound..<second.range.lowerBound).contains(",")
            else { continue }
            let range = first.range.lowerBound..<second.range.upperBound
            _ = add(Claim(.relation, subject: text(range)), range, parents: [first.id, second.id])
        }
    }

    /// Names in the order of the words.
    private mutating func rename() {
        var names: [String: String] = [:]
        for (index, claim) in claims.enumerated() { names[claim.id] = "c\(index + 1)" }
        claims = claims.map { claim in
            var claim = claim
            claim.id = names[claim.id] ?? claim.id
            claim.parents = claim.parents.compactMap { names[$0] }
            return claim
        }
    }

    /// “any people” is “people”.
    private static func bare(_ words: String) -> String {
        for article in ["any ", "a ", "an ", "the ", "some "] where words.hasPrefix(article) {
            return String(words.dropFirst(article.count))
        }
        return words
    }
}
