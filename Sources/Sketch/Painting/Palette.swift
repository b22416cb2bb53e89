/// The colours of a light: the sky it makes and what it does to things.
struct Palette: Sendable {
    let sky: Colour
    let haze: Colour
    let light: Colour
    let grade: Grade

    init(_ light: Light, weather: [Weather]) {
        let row = Self.row(light)
        var sky = Colour(row.sky)
        var haze = Colour(row.haze)
        var grade = Grade(tint: Colour(row.tint), chroma: row.chroma)
        let isBright = !light.isDark
        if weather.contains(.rain) || weather.contains(.snow) {
            let grey = Colour(isBright ? 0x8f9aa4 : 0x1c2436)
            sky = sky.mixed(with: grey, 0.6)
            haze = haze.mixed(with: Colour(isBright ? 0xc9cfd3 : 0x333d52), 0.6)
            grade.chroma *= 0.86
        }
        if weather.contains(.fog) {
            sky = sky.mixed(with: haze, 0.7)
            grade = grade.veiled(by: haze, 0.16)
        }
        self.sky = sky
        self.haze = haze
        self.light = Colour(row.light)
        self.grade = grade
    }

    private struct Row {
        let sky: UInt32
        let haze: UInt32
        let light: UInt32
        let tint: UInt32
        let chroma: Double
    }

    private static func row(_ light: Light) -> Row {
        switch light {
        case .day: Row(sky: 0x5b93c7, haze: 0xcfe0ea, light: 0xfff6e0, tint: 0xffffff, chroma: 1)
        case .studio: Row(sky: 0x7fa6c9, haze: 0xdfe6ea, light: 0xffffff, tint: 0xffffff, chroma: 1)
        case .golden:
            Row(sky: 0x6079b0, haze: 0xf8c68c, light: 0xffd9a0, tint: 0xffe2bd, chroma: 1.05)
        case .dawn:
            Row(sky: 0x8b9fce, haze: 0xf7cdbf, light: 0xffe2cf, tint: 0xfde6e2, chroma: 0.95)
        case .overcast:
            Row(sky: 0x9ba7b0, haze: 0xd3d9dc, light: 0xf1f2f0, tint: 0xe6eaee, chroma: 0.74)
        case .dusk: Row(sky: 0x323a70, haze: 0xdc9079, light: 0xffc9a3, tint: 0xa795b4, chroma: 0.9)
        case .night:
            Row(sky: 0x0a1230, haze: 0x2c3d69, light: 0xa9bfe8, tint: 0x5b6a99, chroma: 0.8)
        case .neon: Row(sky: 0x140f33, haze: 0x4d2b70, light: 0xff6ad5, tint: 0x7a67a6, chroma: 1.1)
        }
    }
}
