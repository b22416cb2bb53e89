/// Decides place, light and ground where the prompt leaves them open.
struct Setting {
    let library: ArtLibrary
    let wish: Wish

    func place() -> Place? {
        if let place = wish.place { return library.places[place] }
        let names = wish.things.map { library.subjects[$0.subject] }
        if wish.ground != nil { return library.place("plain") }
        if wish.light == .studio { return library.place("studio") }
        if names.contains(where: { $0.stance == .water }), let sea = library.place("sea") {
            return sea
        }
        if wish.weather.contains(.snow), let snow = library.place("snow") { return snow }
        if isIndoors(names) { return library.place("room") }
        let home = names.enumerated()
            .sorted { ($1.element.height, $0.offset) < ($0.element.height, $1.offset) }
            .lazy.compactMap { habitat(of: $0.element) }.first
        let fallback = wish.light == .neon || !wish.weather.isEmpty ? "street" : "studio"
        return library.place(home ?? fallback) ?? library.place("studio") ?? library.places.first
    }

    func light(in place: Place?) -> Light {
        if let light = wish.light { return light }
        guard let place else { return .studio }
        if place.file == "places/space.svg" { return .night }
        if place.isPlain { return .studio }
        if wish.weather.contains(.rain) || wish.weather.contains(.fog) { return .overcast }
        let nightly = wish.things.contains { Self.nightly.contains($0.name) }
        let sunny = wish.things.contains { $0.name == "sun" }
        return nightly && !sunny && place.outdoor ? .night : .day
    }

    /// Furniture brings people and animals into the room.
    private func isIndoors(_ subjects: [Subject]) -> Bool {
        let away: Set<String> = ["vehicle", "building", "sky", "weather"]
        return wish.weather.isEmpty && !subjects.contains { away.contains($0.kind) }
            && subjects.contains { $0.kind != "animal" && habitat(of: $0) == "room" }
    }

    /// Where a thing is usually met; nil for what a studio shows best.
    private func habitat(of subject: Subject) -> String? {
        if let named = Self.habitats.first(where: { $0.names.contains(subject.name) }) {
            return named.place
        }
        switch subject.kind {
        case "animal", "building", "sky", "weather": return "meadow"
        case "vehicle": return subject.stance == .air ? "mountains" : "street"
        case "person": return "street"
        case "plant": return subject.height > 150 ? "meadow" : nil
        case "household": return subject.height > 70 && subject.stance == .ground ? "room" : nil
        default: return nil
        }
    }

    private static let nightly: Set<String> = ["moon", "star", "planet", "owl"]

    private static let habitats: [(place: String, names: Set<String>)] = [
        ("room", ["cat", "dog", "piano", "armchair", "sofa", "bed", "desk", "table", "lamp"]),
        ("city", ["skyscraper", "bus", "truck", "taxi", "helicopter"]),
        ("street", ["bench", "street lamp", "motorcycle", "scooter", "door", "window"]),
        (
            "mountains",
            ["castle", "train", "bridge", "dragon", "knight", "goat", "pine"]
        ),
        ("meadow", ["tractor", "sign", "kite", "flag", "butterfly"]),
        ("forest", ["bear", "fox", "owl", "tent", "mushroom", "deer"]),
        ("snow", ["penguin", "snowman", "polar bear", "snowflake"]),
        ("desert", ["cactus", "camel", "elephant", "lion"]),
        ("beach", ["palm", "lighthouse", "crab", "turtle", "umbrella"]),
        ("sea", ["whale", "fish", "ship", "sailing boat", "paper boat", "duck", "shark"]),
        ("space", ["astronaut", "rocket", "planet", "star"]),
        ("studio", ["king", "queen", "robot", "chef", "teddy bear", "snail"]),
    ]
}
