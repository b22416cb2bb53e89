/// What a scene record can't rule out: the art shows more than the record lists.
enum Lookalikes {
    /// Other words for a subject that mean just that.
    static let sameWord: [String: [String]] = [
        "bicycle": ["bike"], "car": ["automobile"], "sofa": ["couch", "settee"],
        "airplane": ["plane", "aeroplane"], "truck": ["lorry"], "phone": ["smartphone"],
        "person": ["people", "human", "someone", "somebody", "pedestrian", "crowd", "passer-by"],
        "woman": ["women", "lady"], "man": ["men"], "boy": ["child", "children", "kid"],
        "girl": ["child", "children", "kid"], "rabbit": ["bunny"], "street lamp": ["lamppost"],
        "sailing boat": ["boat", "sailboat"], "cup": ["mug"], "tree": ["trees"],
        "old man": ["grandfather"], "old woman": ["grandmother"], "violin": ["fiddle"],
        "skyscraper": ["tower", "building"],
    ]

    /// What a subject is as well, by first name: whoever sees an owl sees a bird.
    static let broader: [String: Set<String>] = [
        "bird": ["owl", "duck", "penguin"],
        "man": ["old man"], "woman": ["old woman"],
    ]

    /// Subjects that nobody tells apart by words alone, so that neither rules out the other.
    private static let groups: [Set<String>] = [
        ["bicycle", "motorcycle", "scooter"], ["car", "truck", "bus"],
        ["sailing boat", "ship", "paper boat"], ["bear", "teddy bear"],
        ["balloon", "hot air balloon", "ball"], ["airplane", "helicopter", "rocket"],
        ["man", "king", "knight", "chef", "astronaut", "person", "boy", "old man"],
        ["woman", "person", "astronaut", "knight", "girl", "old woman"],
        ["boy", "person", "girl"], ["girl", "person"], ["robot", "knight", "astronaut"],
        ["old man", "person", "king"], ["old woman", "person"], ["king", "person"],
        ["bird", "butterfly", "dragon"], ["fish", "whale"], ["horse", "cow"],
        ["person", "snowman", "robot", "teddy bear", "poster", "laptop", "phone"],
        ["orange", "peach", "pumpkin"], ["violin", "cello", "guitar"], ["cherry", "grapes"],
        ["moon", "sun", "planet"],
    ]

    /// Subjects whose drawing holds another one as a part of it.
    private static let parts: [String: Set<String>] = [
        "hat": ["chef", "snowman", "knight", "astronaut", "king", "old man", "woman"],
        "crown": ["king"], "carrot": ["snowman"], "cherry": ["cake"], "strawberry": ["cake"],
        "flag": ["castle", "ship", "sailing boat", "tent"], "candle": ["cake"],
        "moon": ["laptop", "phone"], "ball": ["street lamp"],
    ]

    /// Every name that stands here, so that a test can hold them to the art.
    static var everyName: Set<String> {
        let listed = Array(sameWord.keys) + Array(broader.keys) + Array(parts.keys)
        let others = groups + broader.values + parts.values
        return others.reduce(Set(listed)) { $0.union($1) }
    }

    /// Kinds that no place and no sky is drawn with.
    private static let kinds: Set = ["animal", "person", "vehicle", "fruit", "instrument"]

    /// Places that show nothing but a ground.
    private static let emptyPlaces: Set = ["plain background", "studio", "transparent"]

    /// Kinds whose drawings show nothing beside themselves.
    private static let plainKinds: Set = ["animal", "fruit", "instrument"]

    /// Whether a thing that a record does not list is not in the picture either.
    ///
    /// - Parameters:
    ///   - subject: The thing.
    ///   - drawn: What the record lists.
    ///   - place: The place behind.
    /// - Returns: Whether no drawing of the picture holds it or could be taken for it.
    static func ruleOut(_ subject: Subject, among drawn: [Subject], place: String) -> Bool {
        let name = subject.name
        let names = Set(drawn.map(\.name))
        let isElsewhere = kinds.contains(subject.kind) || ["thing", "food"].contains(subject.kind)
        if !isElsewhere {
            // Trees, windows and lamps are part of places and of one another.
            guard emptyPlaces.contains(place), drawn.allSatisfy({ plainKinds.contains($0.kind) })
            else { return false }
        }
        // Forests are drawn with mushrooms.
        guard name != "mushroom" || emptyPlaces.contains(place) else { return false }
        if let holders = parts[name], !holders.isDisjoint(with: names) { return false }
        return groups.allSatisfy { group in
            !group.contains(name) || group.isDisjoint(with: names)
        }
    }
}
