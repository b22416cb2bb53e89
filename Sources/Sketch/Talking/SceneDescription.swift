import Candid

/// What a scene record says that a picture shows, in words.
struct SceneDescription {
    private let testimony: Testimony
    private let library: ArtLibrary

    init(_ testimony: Testimony, _ library: ArtLibrary) {
        self.testimony = testimony
        self.library = library
    }

    private var scene: SceneRecord { testimony.scene }

    var spoken: Talker.Spoken {
        let seen = groups.map { group in
            JSONValue.object([
                "name": .text(group[0].name), "count": .whole(Int64(group.count)),
                "look": .text(look(of: group)),
            ])
        }
        return Talker.Spoken(
            words: "\(caption)\n(Rule-based: read in sketch's own record, not seen.)",
            fields: [
                "caption": .text(caption), "seen": .list(seen),
                "lettering": .list(scene.lettering.map { .text($0.text) }),
            ])
    }

    /// Things of one name, in the order in which they are first drawn.
    private var groups: [[SceneRecord.Thing]] {
        let things = scene.things.filter { testimony.isCertain($0.box) }
        return things.map(\.name).unique.map { name in things.filter { $0.name == name } }
    }

    private var caption: String {
        var parts = [Self.kinds[scene.style] ?? "A picture"]
        let things = groups.map(Self.counted)
        if !things.isEmpty { parts.append("of " + Self.listed(things)) }
        switch scene.place {
        case "transparent": parts.append("on a transparent ground")
        case "plain background", "studio": parts.append("against a plain background")
        default: parts.append("with this place behind: \(scene.place)")
        }
        parts.append("in this light: " + ([scene.light] + scene.weather).joined(separator: ", "))
        var caption = parts.joined(separator: " ") + "."
        if !scene.lettering.isEmpty {
            caption +=
                " It says " + Self.listed(scene.lettering.map { "“\($0.text)”" }) + "."
        }
        if !testimony.isWhole {
            caption += " Part of it was held back by a mask, and is not known."
        }
        return caption
    }

    private func look(of group: [SceneRecord.Thing]) -> String {
        var parts = group.compactMap { $0.colours["main"] }.unique.map { hex in
            ColourNames.nearest(to: hex) ?? hex
        }
        parts += group.compactMap(\.material).unique.map { "made of \($0)" }
        parts += group.compactMap(\.relation).unique.map { "\($0.kind) the \($0.to)" }
        parts += group.map { place(of: $0.box) }.unique
        return parts.joined(separator: ", ")
    }

    private func place(of box: [Int]) -> String {
        let across = Double(box[0]) + Double(box[2]) / 2
        let down = Double(box[1]) + Double(box[3]) / 2
        let columns = ["at the left", "in the middle", "at the right"]
        let rows = ["top", "middle", "bottom"]
        let column = min(2, max(0, Int(across * 3 / Double(max(1, scene.width)))))
        let row = min(2, max(0, Int(down * 3 / Double(max(1, scene.height)))))
        return row == 1 ? columns[column] : "\(columns[column]), \(rows[row])"
    }

    private static func counted(_ group: [SceneRecord.Thing]) -> String {
        let thing = group[0]
        let colours = group.compactMap { $0.colours["main"] }.unique
        let colour =
            colours.count == 1 ? ColourNames.nearest(to: colours[0]).map { "\($0) " } ?? "" : ""
        guard group.count == 1 else { return "\(group.count) × \(colour)\(thing.name)" }
        let words = colour + thing.name
        return ("aeiou".contains(words.first ?? "x") ? "an " : "a ") + words
    }

    private static func listed(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }

    private static let kinds = [
        "illustration": "An illustration", "flat": "A flat illustration",
        "line art": "A line drawing", "watercolour": "A watercolour",
        "pixel art": "A pixel-art picture", "blueprint": "A blueprint",
    ]
}

extension ColourNames {
    /// The name of the colour that looks nearest, where one is near enough to be called so.
    static func nearest(to hex: String) -> String? {
        guard let colour = Colour(hex: hex) else { return nil }
        let nearest = all.min { a, b in
            colour.distance(to: Colour(a.colour)) < colour.distance(to: Colour(b.colour))
        }
        guard let nearest, colour.distance(to: Colour(nearest.colour)) < 0.07 else { return nil }
        return nearest.words.split(separator: " ").first.map(String.init)
    }
}

extension Colour {
    /// How different two colours look: Euclidean in OKLab, where black and white are 1 apart.
    func distance(to other: Colour) -> Double {
        let (a, b) = (OKLab(self), OKLab(other))
        let (lightness, green, blue) = (a.lightness - b.lightness, a.a - b.a, a.b - b.b)
        return (lightness * lightness + green * green + blue * blue).squareRoot()
    }
}
