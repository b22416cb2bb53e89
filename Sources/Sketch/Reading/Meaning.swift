/// What a word or phrase can mean to the illustrator.
enum Meaning: Sendable, Equatable {
    /// Subjects of one first name; the plain one first.
    case subject(name: String, plural: Bool)
    case place(Int)
    case colour(Colour)
    /// `light`, `dark`, `pale`, `bright` before a colour.
    case shade(Shade)
    case material(Material)
    case size(Double)
    case count(Int)
    /// A Korean counter such as 마리, which closes a count.
    case counter
    /// A Korean count with its counter in one word.
    case counted(Int)
    case relation(Relation)
    case position(Position)
    case light(Light)
    case weather(Weather)
    case style(Style)
    /// `background`, `backdrop`: the colour before it is the ground's.
    case ground
    case transparent
    /// `says`, `reading`: lettering follows.
    case says
    case flying
    /// Understood, with nothing to draw of its own.
    case stop
    /// `and`, 와: joins what is on both sides.
    case and
    /// `is`, `are`: a colour after it goes back to the thing before.
    case copula
    /// Known, and known not to be drawable.
    case undrawable(String)

    var isAdjective: Bool {
        switch self {
        case .colour, .shade, .material, .size, .count: true
        default: false
        }
    }
}

/// A change of a colour.
struct Shade: Sendable, Equatable {
    let lightness: Double
    let chroma: Double
}

/// How one thing stands to another.
enum Relation: String, Sendable, CaseIterable {
    case on
    case inside = "in"
    case under
    case beside
    case leftOf = "left of"
    case rightOf = "right of"
    case behind
    case inFrontOf = "in front of"
    case above
    case between
    case wornBy = "worn by"
    case heldBy = "held by"
    case with
}

/// Where in the picture a thing is wanted.
enum Position: String, Sendable {
    case left, right, centre, background, foreground
}

/// The light of a scene.
enum Light: String, Sendable, CaseIterable {
    case day
    case studio
    case golden = "golden hour"
    case dawn
    case overcast
    case dusk
    case night
    case neon

    var isDark: Bool { self == .night || self == .neon || self == .dusk }
}

/// What falls or hangs in the air.
enum Weather: String, Sendable, CaseIterable {
    case rain, snow, fog
}
