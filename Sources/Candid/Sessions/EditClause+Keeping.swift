/// What a clause says must stay.
extension EditClause {
    /// Whether it asks for nothing but that something stays.
    var isKeeping: Bool {
        claims.isEmpty && !kept.isEmpty && (koreanKept.isEmpty ? !listed.isEmpty : keepsAlone)
    }

    /// What it says must stay as it is, where that can't be read otherwise.
    ///
    /// “keep the door as it is” and “don't touch the dog” are sure; “keep the door closed” and “leave
    /// some space for a title” ask for more than that, and stay words.
    ///
    /// - Parameter things: What the session speaks of, by the person's own names.
    /// - Returns: The sides and things; none unless all that it lists is sure.
    func keeps(among things: [String]) -> [Facet] {
        let korean = koreanKept
        guard korean.isEmpty else { return korean }
        let facets = listed
        let keys = Set(things.map(EditTopics.key))
        // “without touching the ground” may be how somebody jumps.
        let isBeside = onlySentence?.words.first?.text == "without"
        let isDefinite = !isBeside && list.first.map { Self.definite.contains($0.text) } == true
        let isSure = facets.allSatisfy { facet in
            guard case .subject(let name) = facet else { return true }
            return Self.isThing(name, keys) && (isDefinite || keys.contains(EditTopics.key(name)))
        }
        return isSure ? facets : []
    }

    /// The words behind “keep” and its like.
    private var list: ArraySlice<Sentence.Word> {
        guard let sentence = onlySentence, let end = endOfKeeping(sentence) else { return [] }
        return sentence.words[end...]
    }

    /// All that stands behind “keep” and its like, by what it is called.
    var listed: [Facet] {
        let list = list
        guard let first = list.first, let last = list.last else { return [] }
        let bytes = Array(text.utf8)[first.range.lowerBound..<last.range.upperBound]
        // “don't touch the dog or the cat” keeps both.
        return Facet.said(
            in: String(decoding: bytes, as: UTF8.self).replacing(" or ", with: " and "))
    }

    /// Whether it is said in Korean.
    var isKorean: Bool {
        Sentence.sentences(of: text).contains { $0.words.contains { $0.kind == .hangul } }
    }

    /// Whether nothing is said in Korean but that something stays.
    var keepsAlone: Bool {
        let stems = ["그대로", "유지", "보존", "건드리", "손대", "바꾸지", "변경하지", "부탁"]
        let idle: Set = [
            "두고", "둬", "둬줘", "두세요", "둬주세요", "놔", "놔둬", "놔두고", "놓고", "해", "해줘", "해주세요", "하고",
            "줘", "주세요", "마", "마세요", "말고", "말아", "말아줘", "말아주세요", "제발", "꼭", "좀", "절대",
        ]
        return claims.isEmpty && !kept.isEmpty
            && Sentence.sentences(of: text).flatMap(\.words).allSatisfy { word in
                kept.contains { $0.range?.contains(word.range.lowerBound) == true }
                    || idle.contains(word.text) || stems.contains(where: word.text.hasPrefix)
            }
    }

    private static let definite = articles.union(["this", "that", "these", "those"])

    /// The word behind “keep”, “don't touch”, “without changing” or “everything except” where a clause
    /// has one of these.
    func endOfKeeping(_ sentence: Sentence) -> Int? {
        let words = sentence.words
        if let start = words.firstIndex(where: { !Self.leads.contains($0.text) }) {
            if Self.keepers.contains(words[start].text) { return start + 1 }
            var verb = start
            if words[verb].text == "do" { verb += 1 }
            if verb + 1 < words.count, Self.opensDenial(at: verb, words) { return verb + 2 }
        }
        guard let except = words.firstIndex(where: { $0.text == "except" }),
            words[..<except].contains(where: { ["everything", "all"].contains($0.text) })
        else { return nil }
        return except + (except + 1 < words.count && words[except + 1].text == "for" ? 2 : 1)
    }

    /// “don't touch”, “not change”, “without altering”.
    static func opensDenial(at index: Int, _ words: [Sentence.Word]) -> Bool {
        guard index + 1 < words.count, EnglishDeeds.denials.contains(words[index].text) else {
            return false
        }
        return words[index + 1].text == "change" || EnglishDeeds.spares(index + 1, words)
    }

    /// Whether a name is one of a thing, and not of a thing and how it is to be.
    static func isThing(_ name: String, _ known: Set<String>) -> Bool {
        let said = SaidWords(Prompt(name))
        guard let last = said.words.last, said.words.count <= 4,
            !said.words.contains(where: { $0.isSmall || $0.isQuoted }),
            !ColourNames.all.contains(last.key), !last.isNumber
        else { return false }
        return said.words.count == 1 || known.contains(EditTopics.key(name))
            || AdditionLexicon.shared.kind(of: said.words.count - 1, in: said.words) == .object
    }

    /// “문과 창문” are two; 사과 is one.
    var koreanKept: [Facet] {
        guard isKorean, let sentence = onlySentence, endOfKeeping(sentence) == nil else {
            return []
        }
        return kept.compactMap(\.facet).flatMap { facet -> [Facet] in
            guard case .subject(let name) = facet else { return [facet] }
            var names: [[String]] = [[]]
            for word in name.split(separator: " ").map(String.init) {
                let joined = ["와", "과", "이랑", "랑", "하고"].first { word.hasSuffix($0) }
                let stem = joined == nil ? word : KoreanTail.stem(of: word)
                names[names.count - 1].append(stem)
                if stem != word { names.append([]) }
            }
            return names.map { $0.joined(separator: " ") }.filter { !$0.isEmpty }
                .map { Facet(named: $0) ?? .subject($0) }
        }
    }
}
