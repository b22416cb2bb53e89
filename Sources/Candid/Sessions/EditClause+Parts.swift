/// The parts of a clause that go into a brief, to the byte; none where it says more than they hold.
extension EditClause {
    /// Words before a verb that ask politely and say nothing.
    static let leads = joints.union([
        "please", "now", "ok", "okay", "just", "so", "can", "could", "would", "will", "you", "we",
        "i", "want", "to", "let's", "actually", "oops", "oh", "hmm", "wait",
    ])

    /// What it asks to be left as it is, where it says nothing beside that.
    var keptAlone: Facet? {
        let korean = koreanKept
        if !korean.isEmpty { return keepsAlone && korean.count == 1 ? korean[0] : nil }
        let idle: Set = [
            "the", "a", "an", "his", "her", "its", "their", "my", "our", "your", "this", "as", "it",
            "is", "are", "was", "were", "they", "same", "exactly", "unchanged", "untouched",
            "intact", "alone",
        ]
        guard claims.isEmpty, kept.count == 1, let facet = kept.first?.facet,
            let sentence = onlySentence, let end = endOfKeeping(sentence)
        else { return nil }
        var name = facet == .everythingElse ? "everything else rest" : facet.english
        if case .subject(let said) = facet { name = said }
        let own = Set(Sentence.sentences(of: name).flatMap(\.words).map(\.text))
        // “keep only the cat” asks for more than that.
        let plain: Set = ["everything", "else", "of", "please"]
        let isAlone = sentence.words[end...].allSatisfy { word in
            idle.contains(word.text) || plain.contains(word.text)
                || own.contains(word.text) && !SmallWords.all.contains(word.text)
        }
        guard isAlone, case .subject(let name) = facet else { return isAlone ? facet : nil }
        // “everything else the same” is no thing.
        return Facet.said(in: name).first ?? facet
    }

    /// “add a small hat to the cat” says “a small hat to the cat”.
    var addition: String? {
        guard let sentence = onlySentence else { return nil }
        if sentence.words.contains(where: { $0.kind == .hangul }) {
            return unread.isEmpty ? claims.first?.subject : nil
        }
        let verbs = Self.adders.union(["bring"])
        guard let verb = sentence.words.firstIndex(where: { verbs.contains($0.text) }),
            sentence.words[..<verb].allSatisfy({ Self.leads.contains($0.text) })
        else { return nil }
        var start = verb
        while start + 1 < sentence.words.count,
            ["back", "also", "please"].contains(sentence.words[start + 1].text)
        {
            start += 1
        }
        return tail(behind: start, sentence)
    }

    /// “a white rabbit” of “replace the dog with a white rabbit”.
    func substitute(for old: String, _ new: String) -> String? {
        guard let sentence = onlySentence else { return nil }
        let words = sentence.words
        if words.contains(where: { $0.kind == .hangul }) { return unread.isEmpty ? new : nil }
        let links: Set = ["with", "by", "for", "to", "into"]
        guard let verb = words.firstIndex(where: { Self.replacers.contains($0.text) }),
            words[..<verb].allSatisfy({ Self.leads.contains($0.text) }),
            let link = words.firstIndex(where: { links.contains($0.text) }), link > verb,
            words[(link + 1)...].allSatisfy({ !links.contains($0.text) })
        else { return nil }
        let between = words[verb + 1..<link].drop {
            Self.articles.union(["a", "an"]).contains($0.text)
        }
        let name = Sentence.sentences(of: old).flatMap(\.words).map(\.text)
        guard between.map(\.text) == name, !isPart(of: old) else { return nil }
        let rest = words.indices.dropFirst(link + 2)
        let saysMore = rest.contains { index in
            let isNamed = Self.articles.contains(words[index].text)
            let isJoined = words[index].followsMark || Self.joints.contains(words[index - 1].text)
            return isNamed && isJoined
                || ["but", "then", "also", "plus"].contains(words[index].text)
        }
        return saysMore ? nil : tail(behind: link, sentence)
    }

    private static let replacers: Set = ["replace", "swap", "exchange"]

    /// Whether a name may be of some of what a brief shows: “one of the cats” is not all of them.
    func isPart(of name: String) -> Bool {
        SaidWords(Prompt(name)).words.contains { word in
            word.isNumber || ["one", "of", "some", "half", "other"].contains(word.text)
        }
    }

    var onlySentence: Sentence? {
        let sentences = Sentence.sentences(of: text)
        return sentences.count == 1 ? sentences[0] : nil
    }

    /// What stands behind a word, with every mark in it, but without “too” and “please”.
    private func tail(behind index: Int, _ sentence: Sentence) -> String? {
        let bytes = Array(text.utf8)
        let start = sentence.words[index].range.upperBound
        var end = bytes.count
        var words = sentence.words[(index + 1)...]
        func trim() {
            // “Wham!” is a name.
            let isName = words.last.map { bytes[$0.range.lowerBound] < UInt8(ascii: "a") } == true
            let marks = Set((isName ? ",;. " : ",;.!? ").utf8)
            while end > start, marks.contains(bytes[end - 1]) { end -= 1 }
        }
        trim()
        while let idle = idleTail(words, sentence.words[index].text),
            words.last?.range.upperBound == end
        {
            words = words.dropLast(idle)
            end = words.last?.range.upperBound ?? start
            trim()
        }
        guard let last = words.last, last.text != "in" else { return nil }
        let said = String(decoding: bytes[start..<end], as: UTF8.self)
        return String(said.drop { $0.isWhitespace || ",:;".contains($0) })
    }

    /// How many words at the end say nothing of the thing.
    private func idleTail(_ words: ArraySlice<Sentence.Word>, _ verb: String) -> Int? {
        let speech: Set = [
            "say", "says", "saying", "read", "reads", "reading", "written", "text", "word", "words",
            "letters", "lettering", "titled", "labelled", "labeled", "called", "named",
        ]
        guard words.count > 1, let last = words.last,
            !words.contains(where: { speech.contains($0.text) })
        else { return nil }
        let before = words[words.endIndex - 2].text
        if [["as", "well"], ["thank", "you"]].contains([before, last.text]) { return 2 }
        if ["again", "too", "please", "thanks", "also", "instead"].contains(last.text) { return 1 }
        // “bring the dog back”, but not “bring a man with a broad back”.
        guard verb == "bring", last.text == "back",
            let name = claims.first?.subject?.split(separator: " ").last,
            name.lowercased() == before
        else { return nil }
        return 1
    }
}
