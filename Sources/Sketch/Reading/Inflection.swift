/// Forms of words that mean the same to the illustrator.
enum Inflection {
    /// What an English word may be the plural of.
    static func singulars(of word: String) -> [String] {
        guard word.utf8.count > 2, word.hasSuffix("s") else { return [] }
        var out = [String(word.dropLast())]
        if word.hasSuffix("ies") { out.append(word.dropLast(3) + "y") }
        if word.hasSuffix("ves") { out += [word.dropLast(3) + "f", word.dropLast(3) + "fe"] }
        if word.hasSuffix("es") { out.append(String(word.dropLast(2))) }
        return out
    }

    /// A Korean word without its particle, the longest particle first.
    static func stems(of word: String) -> [(stem: String, particle: String)] {
        particles.filter { word.hasSuffix($0) && word.count > $0.count }.map {
            (String(word.dropLast($0.count)), $0)
        }
    }

    /// Whether a particle marks the subject of a sentence.
    static func marksSubject(_ particle: String) -> Bool {
        ["가", "이", "은", "는", "들이", "들은", "들"].contains(particle)
    }

    /// Whether a particle joins a noun to the next one.
    static func joins(_ particle: String) -> Bool {
        ["와", "과", "랑", "이랑", "하고", "들과"].contains(particle)
    }

    private static let particles = [
        "에서는", "에서의", "들이", "들은", "들을", "들과", "들의", "에서", "에는", "에도", "에게", "으로", "이랑", "하고", "처럼",
        "부터", "까지", "들", "로", "랑", "와", "과", "의", "을", "를", "은", "는", "이", "가", "도", "만", "에",
    ]
}
