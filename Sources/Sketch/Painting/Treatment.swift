/// How the shapes of an art file are painted.
enum Treatment: Sendable, Equatable {
    /// As the illustrator drew them.
    case full
    /// Without modelling: no `shade`, each gradient one colour.
    case flat
    /// Inked outlines over paper.
    case ink(Pen)

    struct Pen: Sendable, Equatable {
        let paper: Colour
        let ink: Colour
        /// Width of an outline in pixels.
        let width: Double
    }
}
