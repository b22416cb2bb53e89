import Pixels
import Testing

@testable import Sketch

@Suite struct WatercolourTests {
    /// Stripes of eight colours and, where asked, a hole.
    static func sample(width: Int = 240, height: Int = 208, hole: Bool = false) -> Pixmap {
        var rgba: [UInt8] = []
        for y in 0..<height {
            for x in 0..<width {
                let band = UInt8(truncatingIfNeeded: (x / 30 + y / 26) * 37)
                let isHole = hole && x > width / 2
                rgba += isHole ? [0, 0, 0, 0] : [band, 255 - band, 90, 255]
            }
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }

    static func digest(_ pixmap: Pixmap) -> UInt64 {
        pixmap.rgba.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }

    @Test func `every machine and build paints the same bytes`() {
        let painted = Watercolour(seed: 3).finished(Self.sample())
        #expect(Self.digest(painted) == 1_409_067_146_446_787_958)
    }

    @Test func `the seed decides the paper`() {
        let source = Self.sample()
        #expect(Watercolour(seed: 1).finished(source) != Watercolour(seed: 2).finished(source))
    }

    @Test func `the rim is paper and the middle is painted`() {
        let bytes = [UInt8](repeating: 255, count: 240 * 240 * 4)
        var dark = Pixmap(width: 240, height: 240, rgba: bytes)
        for at in dark.rgba.indices where at % 4 < 3 { dark.rgba[at] = 60 }
        let out = Watercolour(seed: 5).finished(dark)
        #expect(out.rgba[0] > 230)
        #expect(out.rgba[(120 * 240 + 120) * 4] < 120)
    }

    @Test func `what is transparent stays transparent and fringes are not black`() {
        let out = Watercolour(seed: 5).finished(Self.sample(hole: true))
        #expect(out.rgba[(100 * 240 + 230) * 4 + 3] == 0)
        #expect(out.rgba[(100 * 240 + 230) * 4] > 200)
        #expect(out.rgba[(100 * 240 + 20) * 4 + 3] == 255)
    }

    @Test(arguments: [1, 2, 9, 19, 60])
    func `a blur leaves an even colour alone`(radius: Int) {
        for value in [0, 1, 128, 254, 255] as [UInt8] {
            let even = [UInt8](repeating: value, count: 40 * 30 * 4)
            let blurred = BoxBlur.blurred(even, width: 40, height: 30, radius: radius)
            #expect(Set(blurred) == [value])
        }
    }

    @Test func `a blur spreads a point over its square`() {
        var source = [UInt8](repeating: 0, count: 9 * 9 * 4)
        source[(4 * 9 + 4) * 4] = 225
        let out = BoxBlur.blurred(source, width: 9, height: 9, radius: 1)
        let lit = (0..<81).filter { out[$0 * 4] > 0 }
        #expect(lit == [30, 31, 32, 39, 40, 41, 48, 49, 50])
        #expect(lit.allSatisfy { out[$0 * 4] == 25 })
    }
}
