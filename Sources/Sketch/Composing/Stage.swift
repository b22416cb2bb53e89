/// The frame with its place: where the horizon is, where things can stand and float.
struct Stage: Sendable {
    let width: Double
    let height: Double
    let place: Place?
    /// Pixels in a unit of the place's file, and its upper left corner.
    let scale: Double
    let origin: (x: Double, y: Double)
    let flipped: Bool
    let horizon: Double
    /// The farthest and the nearest baseline.
    let far: Double
    let near: Double
    let water: ClosedRange<Double>?

    init(width: Int, height: Int, place: Place?, dice: inout Dice) {
        let (w, h) = (Double(width), Double(height))
        self.width = w
        self.height = h
        self.place = place
        guard let place else {
            (scale, origin, flipped) = (1, (0, 0), false)
            (horizon, far, near, water) = (h * 0.6, h * 0.7, h * 0.92, nil)
            return
        }
        horizon = h * (place.isPlain ? 0.62 : 0.6)
        let below = (h - horizon) / (place.size.height - place.horizon)
        let above = horizon / place.horizon
        let cover = max(w / place.size.width, below, above)
        scale = cover
        let slack = place.size.width * cover - w
        origin = (
            -slack * (0.5 + (place.isPlain ? 0 : dice.roll(-0.2...0.2))),
            horizon - place.horizon * cover
        )
        flipped = !place.isPlain && dice.coin()
        let top = origin.y
        far = min(top + place.far * cover, h * 0.86)
        near = max(far + h * 0.02, min(top + place.near * cover, h * 0.94))
        water = place.water.map { band in
            let start = min(top + band.lowerBound * cover, h * 0.85)
            return start...max(start + 1, min(top + band.upperBound * cover, h * 0.95))
        }
    }

    /// Whether there is no ground but water.
    var isAllWater: Bool { water.map { $0.upperBound >= near } ?? false }

    /// The shorter side, which line widths and margins follow.
    var unit: Double { min(width, height) }
}
