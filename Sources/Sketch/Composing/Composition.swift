/// A finished arrangement: everything in its place, from back to front.
struct Composition: Sendable {
    let stage: Stage
    let light: Light
    let wish: Wish
    let style: Style
    let seed: UInt64
    var items: [Item]
    /// Where free lettering goes.
    var banner: Box?
}
