/// Words for an hour, a weather or a light, as they are said of a whole picture.
struct LightWords {
    /// The words, such as `night`.
    let value: String

    init(_ value: String) { self.value = value }

    /// Hours that something is “at”.
    static let hours: Set = [
        "night", "noon", "midday", "midnight", "dusk", "dawn", "sunset", "sunrise", "twilight",
        "nightfall", "daybreak",
    ]
    private static let spans: Set = ["morning", "evening", "afternoon", "daytime", "day"]
    private static let weathers: Set = ["rain", "snow", "fog", "mist", "storm", "moonlight", "sun"]
    private static let qualities: Set = [
        "overcast", "cloudy", "sunny", "foggy", "misty", "rainy", "raining", "snowy", "snowing",
        "stormy",
    ]
    private static let nouns = hours.union(spans).union(weathers)
    /// All of them.
    static let all = nouns.union(qualities)
    /// Words that put a picture at an hour or in a weather.
    static let places: Set = ["at", "in", "by", "on", "under", "during", "with", "through"]

    /// Words of the lexicon that as often belong to a thing: “a dark wood table”, “a neon sign”.
    private static let vague: Set = [
        "light", "dark", "bright", "brightly", "warm", "faint", "faintly", "dim", "ray", "rays",
        "cast", "reflection", "reflections", "reflect", "reflected", "reflective", "contrast",
        "shade", "brilliant", "streaming", "highlight", "halo", "silhouette", "neon", "sparkling",
        "sparkle", "spotlight", "lit", "shadow", "shadows", "radiant", "beam", "flare", "glint",
    ]
    /// Nouns that an hour or a weather may stand before and still be the picture's light.
    private static let scenes: Set = [
        "sky", "street", "scene", "city", "light", "lighting", "sun", "weather", "air", "town",
        "landscape", "view", "day", "night", "morning", "evening", "afternoon",
    ]

    private var last: String {
        let said = SaidWords(Prompt(value))
        return said.words.last?.text ?? value
    }

    /// Whether it is said as of a thing, such as `overcast`, and not as a time.
    var isQuality: Bool { !Self.nouns.contains(last) }

    /// As it stands behind a picture's words: “ at night”, “ in the rain”, “, overcast”.
    func apart(_ noun: String?) -> String {
        let isPlain = SaidWords(Prompt(value)).words.count == 1
        if isQuality { return ", \(value)" + (noun.map { " \($0)" } ?? "") }
        if isPlain, value == "day" { return " by day" }
        if Self.hours.contains(last), isPlain || last != "night" { return " at \(value)" }
        if Self.weathers.contains(last) { return isPlain ? " in the \(value)" : " in \(value)" }
        return isPlain ? " in the \(value)" : " on a \(value)"
    }

    /// Whether the words leave no room for what a place of a text says.
    ///
    /// One hour leaves none for another, one weather for another, and night for the sun; “in the snow”
    /// can be at night.
    func contradicts(_ run: Range<Int>, of said: SaidWords) -> Bool {
        let old = Self.kinds(Set(said.words[run].map(\.text)))
        let new = Self.kinds(Set(SaidWords(Prompt(value)).words.map(\.text)))
        if old.isEmpty || !old.isDisjoint(with: new) { return true }
        return old.union(new).isSuperset(of: [.sun, .dark])
    }

    private enum Kind { case hour, weather, sun, dark }

    private static func kinds(_ words: Set<String>) -> Set<Kind> {
        var kinds: Set<Kind> = []
        if !words.isDisjoint(with: hours.union(spans)) { kinds.insert(.hour) }
        if !words.isDisjoint(with: weathers.union(qualities)) { kinds.insert(.weather) }
        if !words.isDisjoint(with: ["sunny", "sun"]) { kinds.insert(.sun) }
        if !words.isDisjoint(with: ["night", "midnight", "nightfall", "dusk", "twilight"]) {
            kinds.insert(.dark)
        }
        return kinds
    }

    /// Where a text says what light there is: words that stand together, at least one of which can
    /// mean nothing else.
    static func runs(in said: SaidWords) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var index = 0
        while index < said.words.count {
            var end = index
            while end < said.words.count, isLight(end, said) {
                end += 1
                if !said.words[end - 1].touchesNext { break }
            }
            if (index..<end).contains(where: { isSure($0, said) }) { runs.append(index..<end) }
            index = max(end, index + 1)
        }
        return runs
    }

    private static func isLight(_ index: Int, _ said: SaidWords) -> Bool {
        let word = said.words[index]
        guard !word.isSmall, !word.isQuoted else { return false }
        return all.contains(word.text)
            || AdditionLexicon.shared.kind(of: index, in: said.words) == .lighting
    }

    private static func isSure(_ index: Int, _ said: SaidWords) -> Bool {
        let word = said.words[index]
        guard !vague.contains(word.text) else { return false }
        guard nouns.contains(word.text), word.touchesNext, index + 1 < said.words.count else {
            return true
        }
        // “a snow leopard”, “a night stand” are things.
        let next = said.words[index + 1]
        return next.isSmall || scenes.contains(next.text) || isLight(index + 1, said)
            || AdditionLexicon.shared.kind(of: index + 1, in: said.words) != .object
    }
}
