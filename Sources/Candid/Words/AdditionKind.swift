/// What sort of thing a text says that an earlier text did not.
public enum AdditionKind: String, Hashable, Sendable, Codable, CaseIterable {
    /// A manner or school: surreal, art deco, 수묵화.
    case style
    /// What it is made with: oil painting, photograph, 3d render.
    case medium
    /// Light and shadow: golden hour, backlit, 역광.
    case lighting
    /// Lens, framing, focus: close-up, bokeh, wide-angle.
    case camera
    /// A feeling, or praise, that gives nothing to draw: serene, majestic, 신비로운.
    case mood
    /// A word that asks for quality: 8k, masterpiece, highly detailed.
    case quality
    /// A colour, a pattern of colours or their strength.
    case colour
    /// What things are made of or how they feel: velvet, rusty, 나무로 된.
    case material
    /// Where and when: forest, background, winter, Victorian.
    case setting
    /// Age, gender, looks, origin or expression of somebody.
    case person
    /// A thing that was not there.
    case object
    /// Somebody or something named: an artist, a brand, a capitalised name.
    case name
    /// Lettering in quotation marks that was not there.
    case lettering
    /// A number that was not there.
    case number
    /// Anything else: what things do, what they are like.
    case other

    /// The kind in plain words, for a sentence such as “3 of light”.
    public var title: String {
        switch self {
        case .style: "style"
        case .medium: "medium"
        case .lighting: "light"
        case .camera: "camera"
        case .mood: "mood"
        case .quality: "asking for quality"
        case .colour: "colour"
        case .material: "material"
        case .setting: "place and time"
        case .person: "what people look like"
        case .object: "new things"
        case .name: "names"
        case .lettering: "lettering"
        case .number: "numbers"
        case .other: "action and manner"
        }
    }

    /// How much an addition of this kind weighs in the score, beside 1 for the others.
    ///
    /// What invents content weighs more than what describes it, because no picture can take it
    /// back; what things do and are like is half grammar.
    var weight: Double {
        switch self {
        case .name, .lettering, .number: 1.2
        case .person, .object: 1.1
        case .other: 0.8
        default: 1
        }
    }
}
