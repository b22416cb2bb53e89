/// Says what kind of addition a word is, alone or in a phrase.
struct AdditionLexicon: Sendable {
    static let shared = AdditionLexicon()

    /// Kinds of single words, as they stand and by their keys, and of phrases of words.
    private var words: [String: AdditionKind] = [:]
    private var phrases: [String: AdditionKind] = [:]

    private init() {
        // Earlier lists win: what describes light is light before it is mood.
        let order: [AdditionKind] = [
            .name, .quality, .camera, .lighting, .medium, .colour, .style, .material, .person,
            .mood, .setting,
        ]
        let lists = AdditionWords.english + KoreanAdditionWords.korean
        for kind in order {
            for (listed, terms) in lists where listed == kind { add(terms, kind) }
        }
    }

    private mutating func add(_ terms: String, _ kind: AdditionKind) {
        for term in terms.split(whereSeparator: { $0 == "," || $0.isNewline }) {
            let parts = term.split { $0 == " " || $0 == "-" }.map(String.init)
            guard let first = parts.first else { continue }
            if parts.count > 1 {
                let phrase = parts.joined(separator: " ")
                if phrases[phrase] == nil { phrases[phrase] = kind }
                continue
            }
            for form in [first, Spelling.american(first), WordForm.stem(first)]
            where words[form] == nil {
                words[form] = kind
            }
        }
    }

    /// The kind of one of the words of a text.
    func kind(of index: Int, in words: [SaidWord]) -> AdditionKind {
        let word = words[index]
        if word.isQuoted { return .lettering }
        if word.isNumber { return .number }
        if let kind = phrase(around: index, words) { return kind }
        if let kind = self.words[word.text] ?? self.words[Spelling.american(word.text)] {
            return kind
        }
        if word.isCapital, !word.opensSentence, word.text.utf8.count > 1 { return .name }
        let stems = [word.text, Spelling.american(WordForm.withoutPlural(word.text))]
        for stem in stems.map(WordForm.stem) {
            if let kind = self.words[stem] { return kind }
        }
        if let kind = self.words[word.key] { return kind }
        return WordShape.isThing(word.text) ? .object : .other
    }

    private func phrase(around index: Int, _ words: [SaidWord]) -> AdditionKind? {
        for length in [3, 2] {
            for start in max(0, index - length + 1)...index where start + length <= words.count {
                let span = words[start..<start + length]
                guard span.dropLast().allSatisfy(\.touchesNext) else { continue }
                let text = span.map(\.text).joined(separator: " ")
                let stems = span.map { WordForm.withoutPlural($0.text) }.joined(separator: " ")
                if let kind = phrases[text] ?? phrases[stems] { return kind }
            }
        }
        return nil
    }
}

/// Guesses from its shape whether a word that no list knows names a thing.
enum WordShape {
    private static let endings = [
        "ly", "ing", "ed", "ous", "ful", "ive", "ible", "able", "ish", "less", "ic", "ical", "ant",
        "ent", "est", "ward", "wards", "like", "some", "ern",
    ]

    private static let koreanEndings = [
        "다", "고", "며", "는", "아", "어", "여", "게", "서", "은", "한", "된", "히", "던", "면", "쳐", "려", "져",
    ]

    private static let things = Set(
        """
        king queen ring wing building ceiling clothing string spring swing railing painting earring
        lightning awning bed seed weed reed shed sled butterfly lily family jelly belly assembly
        music picnic plant elephant giant tent scent event parent student element ornament instrument
        monument garment apartment pavement basement cement serpent crescent merchant restaurant
        servant infant pendant forest nest chest vest guest priest harvest table vegetable cable
        fish dish brush radish goldfish jellyfish starfish olive hive dive sling duckling pudding
        wedding stocking evening morning plastic fabric attic critic lettering writing topping icing
        sibling offspring dwelling crossing landing lining frosting dressing stuffing bedding hotel
        """.split { $0 == " " || $0.isNewline }.map(String.init))

    private static let deeds = Set(
        """
        stand sit lie lay hang hold carry wear bear show see seem look watch gaze stare peer glance
        face turn walk run move go come fly float drift glide soar fall drop rise climb jump leap
        dance sing play work rest sleep wait gather meet join lead follow reach stretch extend
        spread cover fill surround line border frame cast create make form build give take bring
        add lend offer provide capture catch bring draw drawn set place position arrange stack
        contain hold support rest lean tilt bend curve twist wrap tie bind open close cut break
        crack burst pour drip flow splash ripple bubble burn melt freeze blow sway flutter wave
        cling nestle perch tower loom stretch span cross enter leave emerge appear vanish hide
        reveal display showcase exhibit present enhance accentuate complement emphasize contribute
        imply indicate resemble mimic match blend mix merge combine contrast stand remain stay keep
        become begin start stop end continue try allow let help invite await await dot scatter line
        engage interact ready make use used bring known fully partially nearly firmly tightly high
        low large small big little huge tiny long short wide narrow thick thin deep heavy light full
        empty open new fresh clean neat ready various several numerous countless multiple single
        different similar main central upper lower left right front rear back top bottom inner outer
        entire whole real true natural simple plain rich strong weak hard easy free close near far
        quick slow sudden usual typical common rare special particular certain possible able
        cold cool complex overall fine pure stark quiet solid slight dense strange subtle semi giant
        circular wet upright upwards upward complete irregular damp due hazy bizarre however digital
        mid thus often sometimes always once twice nearby additional appropriate secure visible
        immense massive vast broad round flat square straight tall steep sheer amid beneath
        """.split { $0 == " " || $0.isNewline }.map(String.init))

    static func isThing(_ text: String) -> Bool {
        let single = WordForm.withoutPlural(text)
        if things.contains(text) || things.contains(single) { return true }
        if deeds.contains(text) || deeds.contains(single) { return false }
        if let base = IrregularForms.bases[text], deeds.contains(base) { return false }
        if let last = text.unicodeScalars.last, last.value >= 0xAC00 {
            return !koreanEndings.contains(where: text.hasSuffix)
        }
        return !endings.contains { text.hasSuffix($0) && text.count > $0.count + 2 }
    }
}
