/// Another place for the whole picture: “put it on a beach instead”, “change the background to a
/// forest”, “배경을 바다로 바꿔줘”.
struct PlaceEdit {
    /// The place as it was said, such as `a beach`.
    private(set) var value = ""
    /// The word before it: `on`; nil where it is said of the background.
    private(set) var preposition: String?
    /// What it is said of, such as `background`; nil where it is where the whole is put.
    private(set) var ground: String?
    /// The thing that is put there, in the form in which words are compared; nil is the whole.
    private(set) var thing: String?

    /// What a picture's place is called.
    static let grounds: Set = ["background", "setting", "backdrop", "location", "place"]

    init?(_ clause: EditClause) {
        guard let sentence = clause.onlySentence,
            !SaidWords(Prompt(clause.text)).words.contains(where: \.isQuoted)
        else { return nil }
        let isRead =
            clause.isKorean
            ? readKorean(sentence) : readGround(sentence) || readPut(sentence)
        guard isRead else { return nil }
    }

    /// “change the background to a beach”, “make the background a beach”.
    private mutating func readGround(_ sentence: Sentence) -> Bool {
        let words = sentence.words
        let verbs = EditClause.makers.union(["replace", "swap", "switch"])
        guard let start = words.firstIndex(where: { !EditClause.leads.contains($0.text) }),
            verbs.contains(words[start].text), start + 2 < words.count,
            words[start + 1].text == "the", Self.grounds.contains(words[start + 2].text)
        else { return false }
        var first = start + 3
        if first < words.count, ["to", "into", "with", "by", "be"].contains(words[first].text) {
            first += 1
        }
        guard first < words.count, ["a", "an", "the", "some"].contains(words[first].text),
            take(first, sentence), namesPlace
        else { return false }
        ground = words[start + 2].text
        return true
    }

    /// “put it on a beach instead”, “move the scene to a forest”, “put the bicycle on a beach”.
    private mutating func readPut(_ sentence: Sentence) -> Bool {
        let words = sentence.words
        guard let start = words.firstIndex(where: { !EditClause.leads.contains($0.text) }),
            ["put", "place", "set", "move"].contains(words[start].text),
            let link = words.firstIndex(where: { Self.prepositions[$0.text] != nil }),
            link > start + 1
        else { return false }
        let object = words[start + 1..<link].drop { $0.text == "the" || $0.text == "whole" }
        guard object.count == 1, let named = object.first else { return false }
        let wholes: Set = [
            "it", "scene", "picture", "image", "everything", "thing", "this", "all", "them",
            "that", "these", "those",
        ]
        if !wholes.contains(named.text) {
            guard words[start + 1].text == "the" else { return false }
            thing = WordForm.key(named.text)
        }
        guard take(link + 1, sentence) else { return false }
        let said = SaidWords(Prompt(value))
        guard let head = said.content.last, Self.isPlace(head, said) else { return false }
        let own = Self.prepositions[words[link].text] ?? ""
        preposition = own.isEmpty ? Self.usual(said.words[head].text) : own
        return true
    }

    /// What stands from a word to the end, where it is the name of a thing and no more.
    private mutating func take(_ first: Int, _ sentence: Sentence) -> Bool {
        let words = sentence.words
        var end = words.count
        let idle: Set = ["instead", "please", "now", "thanks"]
        while end > first, idle.contains(words[end - 1].text) { end -= 1 }
        guard first < end else { return false }
        let rest = words[first..<end].dropFirst()
        let isName = !rest.contains { SmallWords.all.contains($0.text) || $0.followsMark }
        value = sentence.phrase(first..<end)
        return isName && SaidWords(Prompt(value)).content.count >= 1
            && !BriefText.isLight(value)
    }

    /// Whether the value is something that a background can be, and not how it is to look: “a touch
    /// warmer”, “a little brighter”, “a darker blue”.
    private var namesPlace: Bool {
        let said = SaidWords(Prompt(value))
        let looks = EditTopics.lights.union(EditTopics.shades).union([
            "bit", "little", "touch", "shade", "tad", "hint", "tone", "lot", "colour", "color",
            "blur", "gradient", "different", "new",
        ])
        guard let head = said.content.last,
            !said.words.contains(where: { word in
                looks.contains(word.text) || MessageWords.grades.contains(word.text)
            }), !ColourNames.all.contains(said.words[head].key)
        else { return false }
        let kind = AdditionLexicon.shared.kind(of: head, in: said.words)
        return Self.isPlace(head, said) || kind == .setting || kind == .object
    }

    /// Where something is put, by what is said: “to” says only that it goes there.
    private static let prepositions = [
        "on": "on", "onto": "on", "in": "in", "into": "in", "inside": "in", "at": "at", "to": "",
    ]

    private static func usual(_ place: String) -> String {
        let on: Set = [
            "beach", "shore", "coast", "coastline", "street", "road", "path", "sidewalk", "bridge",
            "hill", "mountain", "cliff", "island", "dune", "square", "plaza",
        ]
        return on.contains(place) ? "on" : "in"
    }

    static func isPlace(_ index: Int, _ said: SaidWords) -> Bool {
        let word = said.words[index]
        guard !word.isSmall, !word.isQuoted else { return false }
        return word.isKorean
            ? AdditionLexicon.shared.kind(of: index, in: said.words) == .setting
            : places.contains(WordForm.withoutPlural(word.text))
    }

    /// Where a whole picture plays; a table or a castle may as well be what it shows.
    private static let places = Set(
        """
        forest woodland jungle mountain hill valley cliff canyon desert dune beach shore coast coastline
        sea ocean lake river stream pond island meadow field garden park countryside farmland village
        town city street alley road path sidewalk square plaza market cafe restaurant bar shop room
        bedroom kitchen bathroom office library classroom museum gallery studio church harbor harbour
        station airport stadium courtyard rooftop hallway lawn space underwater
        """.split { $0 == " " || $0.isNewline }.map(String.init))

    /// “배경을 바다로 바꿔줘”.
    private mutating func readKorean(_ sentence: Sentence) -> Bool {
        let words = sentence.words
        guard words.count >= 3, ["배경을", "장소를"].contains(words[0].text),
            let verb = words.indices.last, verb >= 2,
            ["바꿔", "바꾸", "변경", "해"].contains(where: words[verb].text.hasPrefix)
        else { return false }
        let last = words[verb - 1].text
        guard let particle = ["으로", "로"].first(where: last.hasSuffix), last.count > particle.count
        else { return false }
        value = sentence.phrase(1..<verb)
        value.removeLast(particle.count)
        guard KoreanLight(value) == nil else { return false }
        ground = String(words[0].text.dropLast())
        return true
    }
}

// MARK: In a brief

extension BriefText {
    /// Puts the whole somewhere else; false where the brief speaks of more than one place.
    mutating func move(to place: PlaceEdit) -> Bool {
        let said = said
        if said.words.contains(where: \.isKorean) { return moveKorean(to: place, said) }
        guard place.ground?.unicodeScalars.allSatisfy(\.isASCII) != false else { return false }
        let known = place.thing == nil ? groundPhrase(said) : nil
        // “on a white background” would stand beside the new one.
        let isElsewhere = said.words.contains { word in
            PlaceEdit.grounds.contains(word.text)
                && known?.contains(word.range.lowerBound) != true
        }
        guard !isElsewhere else { return false }
        if let known {
            put(place.apart, at: known)
            return true
        }
        let places = said.words.indices.filter { index in
            PlaceEdit.isPlace(index, said)
                && !(index + 1 < said.words.count && said.words[index].touchesNext
                    && !said.words[index + 1].isSmall)
        }
        guard places.count < 2 else { return false }
        guard let head = places.first else {
            guard place.thing == nil, !MessageWords(words).isChange else { return false }
            append(place.ground == nil && !words.contains(",") ? place.close : place.apart)
            return true
        }
        guard let old = placePhrase(head, said, of: place.thing) else { return false }
        guard place.ground != nil else {
            put(place.close, at: old)
            return true
        }
        put("", at: old)
        append(place.apart)
        return true
    }

    /// “ on a street” of “a bicycle on a street at night”, from the blank before it on.
    private func placePhrase(_ head: Int, _ said: SaidWords, of thing: String?) -> Range<Int>? {
        let start = start(of: head, said)
        // “looking at a mountain” and “walking through a forest” say what somebody does.
        let links: Set = ["on", "in", "by", "near", "along"]
        guard start > 1, !said.words[..<(start - 1)].contains(where: Self.isDoing),
            said.words[start - 1].touchesNext, said.words[start - 2].touchesNext,
            links.contains(said.words[start - 1].text),
            thing == nil || said.words[start - 2].key == thing
        else { return nil }
        let follows: Set = ["at", "in", "with", "under", "on", "during", "by", "and"]
        if head + 1 < said.words.count, said.words[head].touchesNext,
            !follows.contains(said.words[head + 1].text)
        {
            return nil
        }
        return said.words[start - 2].range.upperBound..<said.words[head].range.upperBound
    }

    /// Whether a word says what somebody does, such as “looking”.
    private static func isDoing(_ word: SaidWord) -> Bool {
        let things: Set = [
            "building", "painting", "morning", "evening", "ceiling", "string", "spring", "swing",
            "thing", "king", "ring", "wing", "clothing", "drawing", "awning", "railing",
        ]
        return word.text.hasSuffix("ing") && !things.contains(WordForm.withoutPlural(word.text))
    }

    /// “, with a beach as the background”, as an earlier merge says it.
    private func groundPhrase(_ said: SaidWords) -> Range<Int>? {
        guard let last = said.words.lastIndex(where: { PlaceEdit.grounds.contains($0.text) }),
            last > 3, said.words[last - 1].text == "the", said.words[last - 2].text == "as",
            let with = said.words[..<last].lastIndex(where: { $0.text == "with" }), with > 0,
            !said.words[with - 1].touchesNext
        else { return nil }
        return said.words[with - 1].range.upperBound..<said.words[last].range.upperBound
    }

    /// “, 배경은 바다”; only where no other word is of a place.
    private mutating func moveKorean(to place: PlaceEdit, _ said: SaidWords) -> Bool {
        guard let ground = place.ground, ground.unicodeScalars.allSatisfy({ !$0.isASCII }) else {
            return false
        }
        let topic = ground + KoreanParticle.fitting("은", to: ground)
        if let start = said.words.firstIndex(where: { $0.text == topic }), start > 0,
            start + 1 < said.words.count, !said.words[start - 1].touchesNext
        {
            let end = said.words[start...].firstIndex { !$0.touchesNext } ?? said.words.count - 1
            put(
                place.value,
                at: said.words[start + 1].range.lowerBound..<said.words[end].range.upperBound)
            return true
        }
        let isElsewhere = said.words.indices.contains { index in
            PlaceEdit.isPlace(index, said) || said.words[index].text.hasPrefix(ground)
        }
        guard !isElsewhere else { return false }
        append(", \(topic) \(place.value)")
        return true
    }
}

extension PlaceEdit {
    /// “ on a beach”, right behind what is there.
    fileprivate var close: String { " \(preposition.map { "\($0) " } ?? "")\(value)" }

    /// “, on a beach”; “, with a beach as the background”.
    fileprivate var apart: String {
        ground.map { ", with \(value) as the \($0)" } ?? ",\(close)"
    }
}
