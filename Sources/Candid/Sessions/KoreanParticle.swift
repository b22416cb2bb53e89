/// The particles that a Korean noun carries, in the form that fits its last syllable.
enum KoreanParticle {
    /// After a consonant, and after a vowel.
    private static let pairs = [
        ("을", "를"), ("은", "는"), ("이", "가"), ("과", "와"), ("으로", "로"), ("이랑", "랑"),
    ]

    /// A particle as it follows a noun: 자전거를, 문을.
    ///
    /// - Parameters:
    ///   - particle: One of a pair, or one that has a single form.
    ///   - noun: The noun; after one that is not Korean the particle stays as it is.
    /// - Returns: The form that fits.
    static func fitting(_ particle: String, to noun: String) -> String {
        guard let last = noun.unicodeScalars.last, (0xAC00...0xD7A3) ~= last.value,
            let pair = pairs.first(where: { $0.0 == particle || $0.1 == particle })
        else { return particle }
        let coda = (last.value - 0xAC00) % 28
        let isOpen = coda == 0 || (coda == 8 && pair.1 == "로")
        return isOpen ? pair.1 : pair.0
    }

    /// What 그것을 and its like carry: the particle, whether they are written out or drawn together.
    static let ofPronouns: [String: String] = {
        var forms = ["그걸": "을", "이걸": "을", "저걸": "을", "그건": "은", "이건": "은", "그게": "이", "이게": "이"]
        for pronoun in ["그것", "이것", "저것", "그거", "이거", "저거", "그것들", "이것들", "저것들"] {
            for particle in ["", "을", "를", "은", "는", "이", "가", "의", "도", "만", "에", "으로", "로"] {
                forms[pronoun + particle] = particle
            }
        }
        forms["그걸로"] = "로"
        forms["이걸로"] = "로"
        return forms
    }()
}
