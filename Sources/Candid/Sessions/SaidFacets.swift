extension Facet {
    /// Reads what somebody calls the sides and things of a picture.
    ///
    /// Words for a side name it, as in a message: “the light” is ``lighting``. Whatever else there is
    /// is a thing by its name; articles and “as it is” belong to no name.
    ///
    /// - Parameter list: Such as `the light, the door as it is`, or `배경은 그대로`; also words of the
    ///   vocabulary.
    /// - Returns: The facets in the order given, each once; none where nothing is said, or where a part
    ///   asks for something to be done, as in `the door, but brighten the sky`.
    public static func said(in list: String) -> [Facet] {
        var facets: [Facet] = []
        let parts = list.split(separator: ",").map { unjoined($0.trimmed) }
        guard !parts.contains(where: asks) else { return [] }
        for part in parts where !part.isEmpty {
            for name in names(in: part) {
                guard let facet = facet(saidAs: name), !facets.contains(facet) else { continue }
                // “it” is no name: whoever asks must say what it stands for.
                guard !facet.standsForAnother else { return [] }
                facets.append(facet)
            }
        }
        return facets
    }

    /// Whether its name is one of a thing, and not of what a thing does: “dog wears a scarf”.
    var isPlain: Bool {
        guard case .subject(let name) = self else { return true }
        let words = name.split(separator: " ")
        return words.count <= 4
            && !words.contains { $0 != "of" && SmallWords.all.contains($0.lowercased()) }
    }

    /// Whether it is called “it”, “them all” and the like.
    var standsForAnother: Bool {
        if case .subject(let name) = self { Anaphora.begins(name) } else { false }
    }

    /// “the light” of “the door, and the light”.
    private static func unjoined(_ part: String) -> String {
        part.lowercased().hasPrefix("and ") ? String(part.dropFirst(4)).trimmed : part
    }

    /// “but brighten the sky” names nothing.
    private static func asks(_ part: String) -> Bool {
        let words = Sentence.sentences(of: part).flatMap(\.words)
        guard words.count > 1, Facet(part) == nil, let first = words.first else { return false }
        return EditClause.joints.contains(first.text) || EditClause.asksDeed(words)
            || words.contains { $0.text == "but" }
    }

    /// “the door and the light” are two, “salt and pepper” is one.
    private static func names(in part: String) -> [String] {
        guard Facet(part) == nil else { return [part] }
        let pieces = part.split(separator: " and ").map { bare($0.trimmed) }
        let isList = part.split(separator: " and ").map(\.trimmed).dropFirst().contains { piece in
            bare(piece) != piece || Facet(named: piece.lowercased()) != nil
        }
        return isList ? pieces : [part]
    }

    private static func facet(saidAs words: String) -> Facet? {
        if let facet = Facet(words) { return facet }
        let name = bare(words)
        guard !name.isEmpty else { return nil }
        let last = name.split(separator: " ").last.map(String.init) ?? name
        let isKorean = last.unicodeScalars.contains { (0xAC00...0xD7A3) ~= $0.value }
        let stem = isKorean ? name.dropLast(last.count) + KoreanTail.stem(of: last) : name
        return Facet(named: name.lowercased()) ?? Facet(named: stem.lowercased())
            ?? Facet(stem) ?? .subject(stem)
    }

    private static func bare(_ words: String) -> String {
        var name = words.trimmed
        let article = ["the ", "a ", "an "].first { name.lowercased().hasPrefix($0) }
        if let article { name.removeFirst(article.count) }
        let tails = [
            " please", " too", " exactly as it is", " exactly as they are", " as it is",
            " as they are", " as it was", " as they were", " as is", " the same", " unchanged",
            " untouched", " intact", " alone", " of the picture", " of the image",
            " of the scene", " 그대로", " 그대로 둬", " 그대로 두고", " 유지",
        ]
        while let tail = tails.first(where: { name.lowercased().hasSuffix($0) }) {
            name.removeLast(tail.count)
        }
        return name.trimmed
    }
}
