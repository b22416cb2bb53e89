/// A drawable thing: the head of one file of `Art/subjects`.
struct Subject: Sendable {
    let file: String
    let names: [String]
    let korean: [String]
    let kind: String
    /// Height of the real thing in centimetres.
    let height: Double
    let stance: Stance
    let parts: [Part]
    let anchors: Anchors
    /// Words that choose this file instead of the plain one of the same name.
    let when: [String]
    let size: Extent
    let text: StaticString

    enum Stance: String, Sendable { case ground, water, air, hangs, wall }

    struct Part: Sendable {
        let name: String
        let colour: Colour
    }

    /// Width and height in the units of the file.
    struct Extent: Sendable {
        let width: Double
        let height: Double

        var aspect: Double { width / height }
    }

    var name: String { names[0] }

    init(file: String, text: StaticString) throws {
        let root = try MarkupParser.opening(of: text)
        self.file = file
        self.text = text
        names = try root.list("data-names")
        korean = root.items("data-korean")
        kind = root["data-kind"] ?? "thing"
        let stance = root["data-stands"] ?? "ground"
        guard let known = Stance(rawValue: stance) else {
            throw ArtFault("data-stands is \(stance)")
        }
        self.stance = known
        guard let height = root["data-height"].flatMap(Double.init), height > 0 else {
            throw ArtFault("data-height is missing or not a number")
        }
        self.height = height
        size = try root.viewBox()
        parts = try root.colours()
        guard parts.contains(where: { $0.name == "main" }) else {
            throw ArtFault("data-colours has no part main")
        }
        anchors = try Anchors(root["data-anchors"] ?? "")
        when = root.items("data-when")
    }
}

/// Named places of a subject, in the units of its file.
struct Anchors: Sendable {
    var on: Ledge?
    var inside: Ledge?
    var head: Ledge?
    var hand: Ledge?
    var lettering: Box?
    var waterline: Double?

    /// A level line that something can stand on, its middle at `x`.
    struct Ledge: Sendable {
        let x: Double
        let y: Double
        let width: Double
    }

    init(_ text: String) throws {
        for item in text.split(whereSeparator: \.isWhitespace) {
            let pair = item.split(separator: ":", maxSplits: 1)
            let numbers = pair.count == 2 ? pair[1].split(separator: ",").map { Double($0) } : []
            let values = numbers.compactMap { $0 }
            guard values.count == numbers.count, let first = values.first else {
                throw ArtFault("anchor \(item) can't be read")
            }
            let ledge =
                values.count >= 2
                ? Ledge(x: first, y: values[1], width: values.count > 2 ? values[2] : 0) : nil
            switch (pair[0], values.count) {
            case ("on", 3): on = ledge
            case ("in", 3): inside = ledge
            case ("head", 3): head = ledge
            case ("hand", 2), ("hand", 3): hand = ledge
            case ("lettering", 4):
                lettering = Box(x: first, y: values[1], width: values[2], height: values[3])
            case ("waterline", 1): waterline = first
            default: throw ArtFault("anchor \(item) is unknown or has the wrong count of numbers")
            }
        }
    }
}

extension MarkupNode {
    /// The parts of a comma-separated attribute; none when it is missing.
    func items(_ attribute: String) -> [String] {
        (self[attribute] ?? "").split(separator: ",").map { String($0).trimmed }
            .filter { !$0.isEmpty }
    }

    func list(_ attribute: String) throws -> [String] {
        let items = items(attribute)
        guard !items.isEmpty else { throw ArtFault("\(attribute) is missing") }
        return items
    }

    func viewBox() throws -> Subject.Extent {
        let numbers = (self["viewBox"] ?? "").split(separator: " ").compactMap { Double($0) }
        guard numbers.count == 4, numbers[0] == 0, numbers[1] == 0, numbers[2] > 0, numbers[3] > 0
        else { throw ArtFault("viewBox must be `0 0 width height`") }
        return Subject.Extent(width: numbers[2], height: numbers[3])
    }

    func colours() throws -> [Subject.Part] {
        try (self["data-colours"] ?? "").split(whereSeparator: \.isWhitespace).map { item in
            let pair = item.split(separator: ":")
            guard pair.count == 2, let colour = Colour(hex: pair[1]) else {
                throw ArtFault("data-colours has \(item)")
            }
            return Subject.Part(name: String(pair[0]), colour: colour)
        }
    }
}

extension String {
    var trimmed: String {
        let head = drop(while: \.isWhitespace)
        return String(head.reversed().drop(while: \.isWhitespace).reversed())
    }
}
