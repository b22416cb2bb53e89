import Candid
import Sketch

/// A conversation about a picture in words that sketch knows, made from a seed.
///
/// Each message is kept only if sketch can carry it out on the picture of the turn before.
struct DriftScript {
    /// What the first turn asks for.
    let brief: Prompt
    /// What the later turns ask for, in order.
    private(set) var messages: [Prompt] = []
    /// The picture of each turn, the first included, as an honest editor makes it.
    private(set) var pictures: [[UInt8]] = []
    /// Where the last thing in each picture stands: left, top, width and height.
    private(set) var subjects: [[Int]] = []

    /// Every message, the first included.
    var said: [Prompt] { [brief] + messages }

    /// Which words a conversation is made of, so that what thresholds are chosen on shares no thing
    /// with what they are tested on.
    enum Half: UInt64 {
        case chosenOn = 0
        case testedOn = 1
    }

    /// A conversation of so many turns, the first included; `side` is the pictures' in pixels.
    init(seed: UInt64, _ half: Half, turns: Int, side: Int, _ illustrator: Illustrator) throws {
        var talk = DriftTalk(seed: seed, half)
        brief = Prompt(talk.opening())
        let drawn = try illustrator.draw(
            SketchRequest(prompt: brief.text, width: side, height: side, seed: seed))
        add(drawn)
        while pictures.count < turns, let last = pictures.last {
            let next = talk.message()
            guard next.words != messages.last?.text,
                let drawing = try? illustrator.edit(
                    SketchEdit(picture: last, instruction: next.words, seed: seed)),
                drawing.notDrawn.isEmpty
            else { continue }
            talk.accept(next)
            messages.append(Prompt(next.words))
            add(drawing)
        }
    }

    private mutating func add(_ drawing: Drawing) {
        pictures.append(drawing.bytes)
        subjects.append(drawing.scene.things.last?.box ?? [])
    }
}

/// Who says what next.
private struct DriftTalk {
    struct Message {
        var words: String
        var adds: String?
        var removes: String?
    }

    private var numbers: SeededNumbers
    private let things: [String]
    private var shown: [String] = []
    private var added: [String] = []

    init(seed: UInt64, _ half: DriftScript.Half) {
        numbers = SeededNumbers(state: seed &* 0x9E37_79B9 &+ half.rawValue)
        things = Self.things.enumerated().filter { UInt64($0.offset % 2) == half.rawValue }
            .map(\.element)
    }

    mutating func opening() -> String {
        shown = Array(things.shuffled(using: &numbers).prefix(2))
        let named = shown.map { "a \(pick(Self.colours)) \($0)" }
        return "\(named[0]) and \(named[1]), \(pick(Self.places))"
    }

    mutating func message() -> Message {
        switch Int.random(in: 0..<20, using: &numbers) {
        case 0..<9: return Message(words: "make the \(pick(shown)) \(pick(Self.colours))")
        case 9..<14:
            let thing = pick(things.filter { !shown.contains($0) })
            return Message(words: "add a \(pick(Self.colours)) \(thing)", adds: thing)
        case 14..<16 where !added.isEmpty:
            let thing = pick(added)
            return Message(words: "remove the \(thing)", removes: thing)
        case 16..<18:
            return Message(words: "make the \(pick(shown)) \(pick(["bigger", "smaller"]))")
        default: return Message(words: "make it \(pick(Self.lights))")
        }
    }

    mutating func accept(_ message: Message) {
        if let thing = message.adds {
            shown.append(thing)
            added.append(thing)
        }
        if let thing = message.removes {
            shown.removeAll { $0 == thing }
            added.removeAll { $0 == thing }
        }
    }

    private mutating func pick(_ list: [String]) -> String {
        list[Int.random(in: 0..<list.count, using: &numbers)]
    }

    private static let colours = [
        "red", "blue", "green", "yellow", "orange", "purple", "pink", "brown", "teal", "white",
        "black", "grey",
    ]
    private static let lights = ["night", "sunset", "overcast", "foggy"]
    private static let places = [
        "in a meadow", "on a beach", "in a street", "in a room", "in a forest", "in the snow",
        "in a kitchen", "in the mountains", "in a desert", "on a white background",
    ]
    private static let things = [
        "bicycle", "apple", "cat", "dog", "chair", "vase", "boat", "lamp", "car", "guitar", "bench",
        "teapot", "fox", "horse", "sofa", "umbrella", "tent", "suitcase", "rabbit", "cow", "table",
        "cup", "penguin", "duck", "barn", "house", "truck", "robot", "bear", "sheep", "drum",
        "clock", "tractor", "scooter", "basket", "bottle", "owl", "elephant", "pumpkin", "ball",
    ]
}
