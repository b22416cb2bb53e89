/// Chooses the colours that a thing wears.
enum Wardrobe {
    struct PartColour: Sendable, Hashable {
        let part: String
        let colour: Colour
    }

    /// The colours of one copy: the words' own, a little varied when there are several.
    static func colours(
        of thing: Wish.Thing, copy: Int, subject: Subject, dice: inout Dice
    ) -> [PartColour] {
        let main = main(of: thing, copy: copy)
        let vary = thing.count > 1 ? [0, -0.025, 0.025][copy % 3] : 0
        return subject.parts.map { part in
            var colour = part.colour
            if part.name == "main" { colour = main ?? colour }
            if let said = thing.parts.last(where: { $0.name == part.name }) { colour = said.colour }
            if part.name != "main", let material = thing.material, thing.colours.isEmpty,
                subject.kind == "household" || subject.kind == "thing" || subject.kind == "vehicle"
            {
                colour = colour.mixed(with: material.colour, 0.55)
            }
            if part.name == "main", vary != 0 { colour = colour.shifted(lightness: vary) }
            return PartColour(part: part.name, colour: colour)
        }
    }

    private static func main(of thing: Wish.Thing, copy: Int) -> Colour? {
        if !thing.colours.isEmpty { return thing.colours[copy % thing.colours.count] }
        return thing.material?.colour
    }
}
