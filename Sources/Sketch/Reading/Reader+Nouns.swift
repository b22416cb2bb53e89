extension Reader {
    mutating func readNoun(_ name: String, plural: Bool, _ term: Term) {
        if let owner = ownerOfPart(named: name) {
            // "the basket" of a bicycle that is drawn with one.
            landmark(owner)
            lastNoun = owner
            return
        }
        if let last = lastNoun, wish.things[last].name == name, !joined,
            wish.things[last].words.upperBound == term.words.lowerBound
        {
            // "A retriever dog" is one dog.
            wish.things[last].words = wish.things[last].words.lowerBound..<term.words.upperBound
            return
        }
        if let known = alreadyNamed(name, term) {
            landmark(known)
            lastNoun = known
            return
        }
        guard
            let subject = library.subjects.firstIndex(where: { $0.name == name && $0.when.isEmpty })
                ?? library.subjects.firstIndex(where: { $0.name == name })
        else { return readUnknown(term) }
        var thing = Wish.Thing(name: name, subject: subject, words: term.words)
        thing.isMarked = term.particle.map(Inflection.marksSubject) ?? false
        dress(&thing, plural: plural)
        wish.things.append(thing)
        let index = wish.things.count - 1
        relate(index)
        lastNoun = index
        joined = term.particle.map(Inflection.joins) ?? false
        sawCopula = false
        sawUnknown = false
    }

    /// Moves what is pending to the thing.
    private mutating func dress(_ thing: inout Wish.Thing, plural: Bool) {
        thing.colours = pending.colours.map(\.colour)
        if let shade = pending.shade, thing.colours.isEmpty {
            let main = library.subjects[thing.subject].parts.first { $0.name == "main" }
            thing.colours = [
                main?.colour.shifted(lightness: shade.lightness, chroma: shade.chroma)
            ].compactMap { $0 }
        }
        thing.material = pending.material?.material
        thing.size = pending.size?.factor ?? 1
        thing.position = pending.position
        thing.flying = pending.flying
        if let (count, span) = pending.count {
            thing.count = count.clamped(to: 1...12)
            if count != thing.count {
                report(span, "sketch draws one to twelve of a thing; \(thing.count) were drawn")
            }
        } else if plural {
            thing.count = max(3, min(thing.colours.count, 12))
            thing.isLoosePlural = true
        }
        pending = Pending()
    }

    /// "The house" is the house that was named before.
    private func alreadyNamed(_ name: String, _ term: Term) -> Int? {
        let start = term.words.lowerBound
        guard start > 0, words[start - 1].folded == "the", !pending.hasLook else { return nil }
        return wish.things.lastIndex { $0.name == name }
    }

    /// The thing whose drawing has this one as a part, such as a bicycle's basket.
    private mutating func ownerOfPart(named name: String) -> Int? {
        guard pending.colours.isEmpty, pending.count == nil else { return nil }
        return wish.things.lastIndex { thing in
            library.subjects.contains { variant in
                variant.name == thing.name && variant.when.contains(name)
                    && variant.anchors.inside != nil
            }
        }
    }

    mutating func readPlace(_ named: Int, _ term: Term) {
        // By the sea is on its shore.
        let shore = library.places.firstIndex { $0.file == "places/beach.svg" }
        let isBySea =
            openRelation?.kind == .beside && library.places[named].file == "places/sea.svg"
        let place = isBySea ? shore ?? named : named
        openRelation = nil
        if words[term.words.lowerBound].isKorean { lastNoun = nil }
        if let first = pending.colours.first, wish.ground == nil { wish.ground = first.colour }
        if let material = pending.material, wish.ground == nil {
            wish.ground = material.material.colour
        }
        for extra in pending.colours.dropFirst() {
            report(extra.words, "the place takes one colour")
        }
        if let size = pending.size { report(size.words, "a place has the size of the picture") }
        pending = Pending()
        guard let chosen = wish.place, chosen != place else {
            wish.place = place
            return
        }
        // A plain ground or a night sky gives way to a real place; of two real ones the first stays.
        if library.places[chosen].isPlain || library.places[chosen].isSpace {
            if library.places[chosen].isSpace, wish.light == nil { wish.light = .night }
            wish.place = place
        } else if library.places[place].isSpace {
            wish.light = wish.light ?? .night
        } else if !library.places[place].isPlain {
            report(term.words, "the picture is already in the place \(library.places[chosen].name)")
        }
    }

    mutating func readGround(_ term: Term) {
        if let shade = pending.shade, !pending.hasLook {
            pending.colours = [
                (shade.lightness < 0 ? Colour(0x33363d) : Colour(0xe9e7e2), term.words)
            ]
        }
        if pending.hasLook {
            wish.ground = pending.colours.first?.colour ?? pending.material?.material.colour
            pending = Pending()
            openRelation = nil
            if wish.place == nil {
                wish.place = library.places.firstIndex { $0.file == "places/plain.svg" }
            }
        } else if let last = lastNoun, openRelation != nil {
            wish.things[last].position = .background
            openRelation = nil
        }
    }

    mutating func readLight(_ light: Light, _ term: Term) {
        openRelation = nil
        // "neon" and "night" say more than "day"; otherwise the first word stands.
        guard let chosen = wish.light, chosen != light else {
            wish.light = light
            return
        }
        if light == .neon || chosen == .day { wish.light = light }
        if !(light == .neon || chosen == .day || chosen == .neon || light == .day) {
            report(term.words, "the light is already \(chosen.rawValue)")
        }
    }

    mutating func readWeather(_ weather: Weather, _ term: Term) {
        openRelation = nil
        if !wish.weather.contains(weather) { wish.weather.append(weather) }
        for case .place(let place) in term.meanings where wish.place == nil { wish.place = place }
    }

    mutating func readPosition(_ position: Position) {
        openRelation = nil
        if let last = lastNoun, wish.things[last].position == nil, !pending.hasLook {
            wish.things[last].position = position
        } else {
            pending.position = position
        }
    }

    mutating func readFlying(_ term: Term) {
        if let last = lastNoun, isPerson(last), isFollowedByNoun(term) { return }
        guard let last = lastNoun, !words.contains(where: \.isKorean) else {
            pending.flying = true
            return
        }
        wish.things[last].flying = true
    }

    /// A Korean count stands behind its noun, or before it with 의.
    mutating func closeCount(_ term: Term) {
        guard term.particle != "의", let last = lastNoun, let (count, span) = pending.count,
            wish.things[last].count == 1,
            let index = terms.firstIndex(where: { $0.words == span })
                ?? terms.firstIndex(where: { $0.words == term.words }),
            index > 0, terms[index - 1].words.upperBound == wish.things[last].words.upperBound
        else { return }
        wish.things[last].count = count.clamped(to: 1...12)
        if count > 12 { report(span, "sketch draws one to twelve of a thing; 12 were drawn") }
        pending.count = nil
    }

    mutating func readUnknown(_ term: Term) {
        let text = words[term.words.lowerBound].folded
        if let last = lastNoun, pending.hasLook, colourPart(named: text, of: last) { return }
        sawUnknown = true
        report(term.words, "sketch has no drawing, colour or light of that name")
    }

    /// Gives the pending colour to a part of a thing: "a man in a red shirt".
    private mutating func colourPart(named text: String, of index: Int) -> Bool {
        let subject = library.subjects[wish.things[index].subject]
        let candidates = [text] + Inflection.singulars(of: text)
        let named = subject.parts.first { candidates.contains($0.name) }?.name
        let worn = subject.kind == "person" && Self.garments.contains { candidates.contains($0) }
        guard let part = named ?? (worn ? "main" : nil) else { return false }
        guard let colour = pending.colours.first?.colour ?? pending.material?.material.colour else {
            return false
        }
        wish.things[index].parts.append((part, colour))
        pending = Pending()
        openRelation = nil
        return true
    }

    private static let garments = [
        "jacket", "coat", "dress", "sweater", "jumper", "clothes", "suit", "outfit", "uniform",
    ]
}

extension Place {
    /// Whether the place is the night sky itself.
    var isSpace: Bool { file == "places/space.svg" }

    /// Whether the place is only a ground to stand on.
    var isPlain: Bool { file == "places/plain.svg" || file == "places/studio.svg" }
}
