import Candid

/// A scene record, asked one thing at a time.
struct SceneFacts {
    private let testimony: Testimony
    private let library: ArtLibrary

    init(_ testimony: Testimony, _ library: ArtLibrary) {
        self.testimony = testimony
        self.library = library
    }

    private var scene: SceneRecord { testimony.scene }

    // MARK: Things

    /// Whether something is there, and looks as the phrase says.
    func shows(_ phrase: NounPhrase) -> Sighting {
        switch phrase.noun {
        case .place(let name): return shows(place: name)
        case .light(let light): return shows(light, phrase.word)
        case .weather(let weather):
            let isThere = scene.weather.contains(weather.rawValue)
            guard !isThere, scene.place == weather.rawValue else {
                return sure(isThere, "\(weather.rawValue) in the record's weather")
            }
            return Sighting(reason: "the place is \(scene.place); it need not fall", .cannotTell)
        case .thing(let name):
            let there = presence(name, phrase)
            guard there.answer == .yes, let count = phrase.looks.count else {
                return there.answer == .yes ? looks(of: phrase, phrase.looks) : there
            }
            let counted = shows(count, of: phrase)
            return counted.answer == .yes ? looks(of: phrase, phrase.looks) : counted
        }
    }

    /// Whether a thing has a look.
    func shows(_ phrase: NounPhrase, looking looks: NounPhrase.Looks, _ words: String) -> Sighting {
        guard case .thing(let name) = phrase.noun else {
            return Sighting(reason: "the record does not say whether it is \(words)", .cannotTell)
        }
        let there = presence(name, phrase)
        guard there.answer == .yes else {
            return Sighting(reason: "there may be no \(phrase.word) to look at", .cannotTell)
        }
        return self.looks(of: phrase, looks)
    }

    /// Whether there are so many of a thing.
    func shows(_ count: Int, of phrase: NounPhrase) -> Sighting {
        guard case .thing(let name) = phrase.noun else {
            return Sighting(reason: "“\(phrase.word)” is not counted in the record", .cannotTell)
        }
        let listed = things(name)
        let sure = listed.filter { testimony.isCertain($0.box) }
        guard listed.count == sure.count, testimony.isWhole else {
            return Sighting(
                reason: "not all of them lie where the record is certain", .cannotTell)
        }
        guard phrase.isExact else { return narrower(phrase, name) }
        if listed.count > count {
            return Sighting(reason: "the record lists \(listed.count) × \(name)", .no)
        }
        guard mayNotHaveMore(name) else {
            return Sighting(
                reason: "the record lists \(listed.count) × \(name), but more may be drawn as part "
                    + "of something else", .cannotTell)
        }
        return Sighting(
            reason: "the record lists \(listed.count) × \(name)",
            listed.count == count ? .yes : .no)
    }

    private func presence(_ name: String, _ phrase: NounPhrase) -> Sighting {
        let listed = things(name)
        if listed.contains(where: { testimony.isCertain($0.box) }) {
            guard phrase.isExact else { return narrower(phrase, name) }
            return Sighting(reason: "the record lists \(listed.count) × \(name)", .yes)
        }
        guard listed.isEmpty, testimony.isWhole else {
            return Sighting(
                reason: "the record is not certain where the \(name) would be", .cannotTell)
        }
        guard mayNotHaveMore(name) else {
            return Sighting(
                reason:
                    "the record lists no \(name), but one may be drawn as part of something else",
                .cannotTell)
        }
        return Sighting(reason: "the record lists no \(name)", .no)
    }

    private func narrower(_ phrase: NounPhrase, _ name: String) -> Sighting {
        Sighting(
            reason: "the record lists \(name), which “\(phrase.word)” need not be", .cannotTell)
    }

    /// The things of a name, and those that are one as well.
    private func things(_ name: String) -> [SceneRecord.Thing] {
        let also = Lookalikes.broader[name] ?? []
        return scene.things.filter { thing in
            thing.name == name || also.contains(thing.name)
                || name == "person" && subject(thing)?.kind == "person"
        }
    }

    private func subject(_ thing: SceneRecord.Thing) -> Subject? {
        library.subjects.first { $0.file == thing.file }
    }

    /// Whether nothing that is drawn could hold one more of them than the record lists.
    private func mayNotHaveMore(_ name: String) -> Bool {
        guard let asked = library.subjects.first(where: { $0.name == name }) else { return false }
        let listed = Set(things(name).map(\.name))
        let others = scene.things.filter { !listed.contains($0.name) }.compactMap(subject)
        return Lookalikes.ruleOut(asked, among: others, place: scene.place)
    }

    // MARK: Looks

    private func looks(of phrase: NounPhrase, _ looks: NounPhrase.Looks) -> Sighting {
        guard case .thing(let name) = phrase.noun else {
            return Sighting(reason: "the record does not say how it looks", .cannotTell)
        }
        if let size = looks.sizes.first {
            return Sighting(reason: "the record does not say what counts as \(size)", .cannotTell)
        }
        let things = things(name).filter { testimony.isCertain($0.box) }
        for material in looks.materials {
            guard things.contains(where: { $0.material == material.name }) else {
                return Sighting(
                    reason: "the record does not say that it is made of \(material.name)",
                    .cannotTell)
            }
        }
        guard !looks.colours.isEmpty else {
            return Sighting(reason: "the record lists \(things.count) × \(name)", .yes)
        }
        return isColoured(things, looks.colours)
    }

    private func isColoured(_ things: [SceneRecord.Thing], _ wanted: [Colour]) -> Sighting {
        // Lines and blueprints have no colours of their own, and coloured light changes all.
        let isTrue =
            !["line art", "blueprint"].contains(scene.style)
            && !["neon", "night", "dusk"].contains(scene.light)
        let mains = things.compactMap { $0.colours["main"] }
        let words = "its main colour is \(mains.unique.joined(separator: ", "))"
        guard isTrue, wanted.count == 1, mains.count == things.count else {
            return Sighting(
                reason: "\(words) before style and light, which change it", .cannotTell)
        }
        let distances = mains.compactMap(Colour.init(hex:)).map { $0.distance(to: wanted[0]) }
        // Named colours lie about 0.1 apart; what is neither near nor far is not told.
        if distances.contains(where: { $0 < 0.06 }) { return Sighting(reason: words, .yes) }
        let isFar = distances.allSatisfy { $0 > 0.2 }
        return Sighting(reason: words, isFar ? .no : .cannotTell)
    }

    // MARK: Relations

    /// Whether one thing stands to another as is said.
    func shows(_ one: NounPhrase, _ relation: Relation, _ next: NounPhrase) -> Sighting {
        if case .place(let place) = next.noun { return shows(place: place) }
        guard case .thing(let a) = one.noun, case .thing(let b) = next.noun else {
            return Sighting(reason: "the record does not say how they stand", .cannotTell)
        }
        let words = "\(a) \(relation.rawValue) \(b)"
        // “A man wearing a hat”: the record has it the other way round.
        let isTurned = relation == .wornBy || relation == .heldBy
        let (from, to) = isTurned ? (b, a) : (a, b)
        if relation == .with { return Sighting(reason: "both are in the record", .yes) }
        let isListed = things(from).contains { thing in
            thing.relation.map {
                $0.kind == relation.rawValue && things(to).map(\.name).contains($0.to)
            } ?? false
        }
        if isListed { return Sighting(reason: "the record says: \(words)", .yes) }
        return beside(a, relation, b)
            ?? Sighting(reason: "the record does not say: \(words)", .cannotTell)
    }

    /// Left and right, by the places of single things.
    private func beside(_ a: String, _ relation: Relation, _ b: String) -> Sighting? {
        let (ones, others) = (things(a), things(b))
        guard ones.count == 1, others.count == 1, let one = ones.first, let other = others.first,
            [.leftOf, .rightOf].contains(relation)
        else { return nil }
        let (first, second) = relation == .leftOf ? (one, other) : (other, one)
        let words = "by their boxes"
        if first.box[0] + first.box[2] <= second.box[0] { return Sighting(reason: words, .yes) }
        return second.box[0] + second.box[2] <= first.box[0] ? Sighting(reason: words, .no) : nil
    }

    // MARK: The whole

    private func shows(place name: String) -> Sighting {
        guard scene.place != name else {
            return Sighting(reason: "the record's place is \(name)", .yes)
        }
        return Sighting(reason: "the record's place is \(scene.place)", .cannotTell)
    }

    private func shows(_ light: Light, _ word: String) -> Sighting {
        sure(
            scene.light == light.rawValue,
            "the record's light is \(scene.light)", orElse: .cannotTell)
    }

    private func sure(_ holds: Bool, _ reason: String, orElse no: Sighting.Answer = .no) -> Sighting
    {
        Sighting(reason: reason, holds ? .yes : no)
    }

    /// Whether the whole picture has a style, a light or a weather.
    func isWhole(_ meanings: [Meaning], _ words: String) -> Sighting {
        switch meanings.first {
        case .style(let style):
            let holds = scene.style == style.rawValue
            // Every picture of ours is an illustration of some kind.
            let no: Sighting.Answer = style == .illustration ? .cannotTell : .no
            return sure(holds, "the record's style is \(scene.style)", orElse: no)
        case .light(let light): return shows(light, words)
        case .weather(let weather):
            return sure(
                scene.weather.contains(weather.rawValue), "the record's weather",
                orElse: .cannotTell)
        default:
            return Sighting(reason: "the record does not say whether it is \(words)", .cannotTell)
        }
    }

    /// Whether the ground is transparent, of a colour, or a place.
    func hasGround(_ looks: NounPhrase.Looks?, _ meanings: [Meaning], _ words: String) -> Sighting {
        if meanings.contains(.transparent) {
            return sure(scene.place == "transparent", "the record's place is \(scene.place)")
        }
        if case .place(let index)? = meanings.first {
            return shows(place: library.places[index].name)
        }
        guard let colour = looks?.colours.first, looks?.colours.count == 1,
            ["plain background", "studio"].contains(scene.place), testimony.isWhole,
            ["day", "studio"].contains(scene.light),
            let ground = scene.ground["main"].flatMap(Colour.init(hex:))
        else {
            return Sighting(
                reason: "the record's place is \(scene.place), whose look it does not say",
                .cannotTell)
        }
        let distance = ground.distance(to: colour)
        return Sighting(
            reason: "the record's ground is \(ground.hex)",
            distance < 0.06 ? .yes : distance > 0.2 ? .no : .cannotTell)
    }

    // MARK: Lettering

    /// Whether a text is written somewhere.
    func shows(lettering text: String) -> Sighting {
        let lines = scene.lettering.map(\.text)
        guard testimony.isWhole, !testimony.hasMissingLetters else {
            return Sighting(reason: "not all lettering is certain in the record", .cannotTell)
        }
        let listed = "the record lists " + lines.map { "“\($0)”" }.joined(separator: ", ")
        if lines.contains(text) { return Sighting(reason: listed, .yes) }
        if lines.contains(where: { $0.lowercased().contains(text.lowercased()) }) {
            return Sighting(reason: listed + ", which is not just that", .cannotTell)
        }
        return Sighting(reason: lines.isEmpty ? "the record lists no lettering" : listed, .no)
    }

    /// Whether anything is written; things such as clocks are drawn with figures of their own.
    var showsLettering: Sighting {
        guard scene.lettering.isEmpty else {
            return Sighting(reason: "the record lists \(scene.lettering.count) lines", .yes)
        }
        let isPlain = scene.things.compactMap(subject).allSatisfy {
            ["animal", "fruit", "plant"].contains($0.kind)
        }
        guard testimony.isWhole, isPlain,
            !["city", "street", "room", "kitchen"].contains(scene.place)
        else {
            return Sighting(
                reason: "the record lists none, but things may be drawn with signs of their own",
                .cannotTell)
        }
        return Sighting(reason: "the record lists no lettering", .no)
    }
}
