/// Says a text in slightly other words, by rules that know nothing of the check they measure.
///
/// Its word table is its own: some of its synonyms the check knows, many it does not.
struct EmbellishParaphraser {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    private static let words: [String: [String]] = [
        "big": ["large"], "large": ["big"], "small": ["little"], "little": ["small"],
        "picture": ["image"], "image": ["picture"], "photo": ["photograph"], "man": ["guy"],
        "photograph": ["photo"], "child": ["kid"], "children": ["kids"], "road": ["street"],
        "car": ["automobile", "vehicle"], "house": ["home"], "forest": ["woods"], "sea": ["ocean"],
        "ocean": ["sea"], "rock": ["stone"], "rocks": ["stones"], "bike": ["bicycle"],
        "bicycle": ["bike"], "airplane": ["plane", "aeroplane"], "plane": ["airplane"],
        "shop": ["store"], "couch": ["sofa"], "sofa": ["couch"], "near": ["close to", "by"],
        "next": ["close"], "beautiful": ["pretty", "lovely"], "pretty": ["beautiful"],
        "holding": ["carrying"], "wearing": ["dressed in", "in"], "beside": ["next to"],
        "above": ["over"], "over": ["above"], "under": ["beneath", "below"], "below": ["under"],
        "behind": ["at the back of"], "among": ["amid"], "many": ["lots of"], "some": ["a few"],
        "several": ["some"], "old": ["aged"], "happy": ["cheerful", "content"], "fast": ["quick"],
        "looking": ["gazing"], "sitting": ["seated", "sits"], "standing": ["stands"],
        "walking": ["walks", "strolling"], "running": ["runs"], "riding": ["rides"],
        "flying": ["flies"], "eating": ["eats"], "playing": ["plays"], "reading": ["reads"],
        "sleeping": ["asleep"], "stands": ["is standing"], "sits": ["is sitting"],
        "color": ["colour"], "colour": ["color"], "gray": ["grey"], "grey": ["gray"],
        "colorful": ["colourful"], "center": ["centre"], "theater": ["theatre"],
        "armor": ["armour"], "jewelry": ["jewellery"], "neighbor": ["neighbour"],
        "middle": ["centre"], "one": ["a single"], "two": ["2"], "three": ["3"], "four": ["4"],
        "five": ["5"], "six": ["6"], "seven": ["7"], "eight": ["8"], "ten": ["10"], "2": ["two"],
        "3": ["three"], "4": ["four"], "5": ["five"], "6": ["six"], "scary": ["frightening"],
        "angry": ["cross"], "huge": ["enormous"], "tiny": ["very small"], "boat": ["vessel"],
        "woman": ["lady"], "women": ["ladies"], "beach": ["shore"], "town": ["village"],
        "trash": ["rubbish"], "bag": ["sack"], "cup": ["mug"], "dish": ["plate"],
        "field": ["meadow"], "path": ["trail"], "hill": ["mound"], "gift": ["present"],
        "rabbit": ["bunny"], "movie": ["film"], "bright": ["vivid"], "dark": ["unlit"],
        "wet": ["damp"], "tall": ["high"], "quiet": ["silent"], "broken": ["shattered"],
        "painting": ["picture"], "drawing": ["sketch"], "shows": ["depicts"], "depicts": ["shows"],
        "towards": ["toward"], "while": ["as"], "with": ["that has", "and", "having"],
        "the": ["a", ""], "a": ["the", "one", ""], "an": ["the", ""], "is": [""], "are": [""],
    ]

    /// The text in other words: some words exchanged, parts moved, marks and capitals changed.
    mutating func paraphrase(_ text: String) -> String {
        var parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if parts.count > 2, chance(50) {
            parts.append(parts.removeFirst())
        } else if parts.count == 2, chance(50) {
            parts.swapAt(0, 1)
        }
        var result = parts.map { exchange($0) }.joined(separator: chance(80) ? ", " : " and ")
        if chance(30) { result = result.lowercased() }
        if chance(30) { result = "A picture of " + result }
        if chance(50) { result = result.filter { $0 != "." } } else { result += "." }
        return result
    }

    private mutating func exchange(_ part: String) -> String {
        var words = part.split(separator: " ").map(String.init)
        if let index = words.firstIndex(of: "and"), index > 0, index + 1 < words.count, chance(40) {
            words.swapAt(index - 1, index + 1)
        }
        return words.map { exchangeWord($0) }.filter { !$0.isEmpty }.joined(separator: " ")
    }

    private mutating func exchangeWord(_ word: String) -> String {
        let bare = word.lowercased().filter { $0.isLetter || $0.isNumber }
        guard let others = Self.words[bare], chance(45) else { return word }
        let other = others[Int(next() % UInt64(others.count))]
        let tail = word.last.map { ".;:!?".contains($0) ? String($0) : "" } ?? ""
        return other + tail
    }

    private mutating func chance(_ percent: UInt64) -> Bool { next() % 100 < percent }

    private mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state >> 11
    }
}
