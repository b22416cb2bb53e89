/// What a word is, as far as any rule cares, and what a prompt holds, as the union over its words.
///
/// A rule names the traits that can set it off; a prompt that has none of them costs the rule
/// nothing.
struct Traits: OptionSet, Hashable, Sendable {
    let rawValue: UInt64

    init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    private init(bit: UInt64) {
        rawValue = 1 << bit
    }

    // Grammar.
    static let opensPhrase = Traits(bit: 0)
    static let cue = Traits(bit: 1)
    static let determiner = Traits(bit: 2)
    static let preposition = Traits(bit: 3)
    static let subordinator = Traits(bit: 4)
    static let pronoun = Traits(bit: 5)
    static let auxiliary = Traits(bit: 6)
    static let adverb = Traits(bit: 7)
    static let numberWord = Traits(bit: 8)
    static let idiom = Traits(bit: 9)
    static let contractedNot = Traits(bit: 10)
    static let verb = Traits(bit: 11)
    static let particle = Traits(bit: 12)
    static let showVerb = Traits(bit: 13)
    static let keepVerb = Traits(bit: 14)
    static let adjective = Traits(bit: 15)

    // Things.
    static let person = Traits(bit: 16)
    static let body = Traits(bit: 17)
    static let clothing = Traits(bit: 18)
    static let vehicle = Traits(bit: 19)
    static let animal = Traits(bit: 20)
    static let food = Traits(bit: 21)
    static let furniture = Traits(bit: 22)
    static let object = Traits(bit: 23)
    static let place = Traits(bit: 24)
    static let nature = Traits(bit: 25)
    static let mark = Traits(bit: 26)
    static let signNoun = Traits(bit: 27)
    static let saysVerb = Traits(bit: 28)

    // Looks.
    static let colour = Traits(bit: 29)
    static let style = Traits(bit: 30)
    static let medium = Traits(bit: 31)
    static let photographic = Traits(bit: 32)
    static let handmade = Traits(bit: 33)
    static let rendered = Traits(bit: 34)
    static let embellishment = Traits(bit: 35)
    static let daytime = Traits(bit: 36)
    static let nighttime = Traits(bit: 37)
    static let monochrome = Traits(bit: 38)
    static let colourful = Traits(bit: 39)
    static let minimal = Traits(bit: 40)
    static let intricate = Traits(bit: 41)
    static let speaks = Traits(bit: 42)
    static let shape = Traits(bit: 44)
    static let verbatimOrder = Traits(bit: 45)
    static let secretWord = Traits(bit: 46)
    static let backdrop = Traits(bit: 47)

    // Manners.
    static let chat = Traits(bit: 48)
    static let backReference = Traits(bit: 49)
    static let lessStop = Traits(bit: 50)
    static let absentPrefix = Traits(bit: 51)
    static let freeStop = Traits(bit: 52)

    // What bytes alone show.
    static let koreanCue = Traits(bit: 53)
    static let digits = Traits(bit: 54)
    static let quoteMark = Traits(bit: 55)
    static let bracket = Traits(bit: 56)
    static let atSign = Traits(bit: 57)
    static let doubleDash = Traits(bit: 58)
    static let invisible = Traits(bit: 59)
    static let longRun = Traits(bit: 60)
    static let otherScript = Traits(bit: 61)
    static let hangul = Traits(bit: 62)
    static let latin = Traits(bit: 63)

    /// What has a plural; “notes” is not many “not”.
    static let pluralised = thing.union([.style, .medium, .signNoun, .colour])

    /// Anything that can be drawn as a thing.
    static let thing: Traits = [
        .person, .body, .clothing, .vehicle, .animal, .food, .furniture, .object, .place,
        .nature, .mark,
    ]
}
