/// A finished arrangement: everything in its place, from back to front.
struct Composition: Sendable {
    var stage: Stage
    var light: Light
    var wish: Wish
    var style: Style
    let seed: UInt64
    var items: [Item]
    /// Where free lettering goes.
    var banner: Box?
}
