extension Composition {
    static let linePaper = Colour(0xfaf8f2)
    private static let lineInk = Colour(0x22242b)
    private static let blueInk = Colour(0xf2f7fc)
    private static let bluePaper = Colour(0x1f5b9d)

    /// How things are painted in this style.
    func treatment(rough: Bool) -> Treatment {
        switch style {
        case .illustration, .watercolour, .pixelArt: rough ? .flat : .full
        case .flat: .flat
        case .lineArt:
            .ink(
                .init(
                    paper: Self.linePaper, ink: Self.lineInk, width: max(0.6, stage.unit * 0.0026)))
        case .blueprint:
            .ink(
                .init(paper: Self.bluePaper, ink: Self.blueInk, width: max(0.6, stage.unit * 0.002))
            )
        }
    }

    /// Whether windows and lamps shine; ink has no light.
    var isLitAtNight: Bool { light.isDark && style != .lineArt && style != .blueprint }

    /// The place is drawn fainter where things are inked.
    func placeTreatment(rough: Bool) -> Treatment {
        guard case .ink(let pen) = treatment(rough: rough) else { return treatment(rough: rough) }
        return .ink(
            .init(
                paper: pen.paper, ink: pen.paper.mixed(with: pen.ink, 0.42), width: pen.width * 0.7)
        )
    }

    /// A plain ground is the paper itself; a blueprint shows only a place that was asked for.
    var showsPlace: Bool {
        guard !wish.transparent, let place = stage.place else { return false }
        switch style {
        case .lineArt: return !place.isPlain
        case .blueprint: return !place.isPlain && wish.place != nil
        default: return true
        }
    }
}
