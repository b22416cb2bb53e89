/// What a prompt asks for, as the illustrator understood it.
struct Wish: Sendable {
    var things: [Thing] = []
    var place: Int?
    var ground: Colour?
    var light: Light?
    var weather: [Weather] = []
    var style: Style?
    var transparent = false
    var lettering: [Lettering] = []
    var notDrawn: [NotDrawn] = []

    /// One noun of the prompt, with what sticks to it.
    struct Thing: Sendable {
        /// The first name of its subject.
        let name: String
        var subject: Int
        var count = 1
        /// A plural without a number.
        var isLoosePlural = false
        var colours: [Colour] = []
        var parts: [(name: String, colour: Colour)] = []
        var material: Material?
        var size = 1.0
        var relation: (kind: Relation, to: [Int])?
        var position: Position?
        var flying = false
        /// A Korean noun marked as what the sentence is about.
        var isMarked = false
        var words: Range<Int>
    }

    struct Lettering: Sendable {
        let text: String
        let range: Range<Int>
        /// The noun before it, which may carry it.
        let thing: Int?
    }
}
