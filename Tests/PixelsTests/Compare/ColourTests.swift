import Testing

@testable import Pixels

@Suite struct ColourTests {
    /// From the table of Sharma, Wu and Dalal (2005).
    @Test(arguments: [
        ([50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425),
        ([50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615),
        ([50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0000),
        ([50, 2.5, 0], [50, 0, -2.5], 4.3065),
        ([50, 2.5, 0], [73, 25, -18], 27.1492),
        ([50, 2.5, 0], [58, 24, 15], 19.4535),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373),
        ([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082),
    ])
    func `CIEDE2000 gives the published distances`(one: [Double], two: [Double], distance: Double) {
        let first = Lab(lightness: one[0], a: one[1], b: one[2])
        let second = Lab(lightness: two[0], a: two[1], b: two[2])
        #expect(abs(first.difference(from: second) - distance) < 0.0001)
        #expect(abs(second.difference(from: first) - distance) < 0.0001)
    }

    @Test func `white, black and red have their known places`() {
        let white = Lab(red: 255, green: 255, blue: 255)
        #expect(abs(white.lightness - 100) < 0.01 && white.chroma < 0.02)
        #expect(abs(Lab(red: 0, green: 0, blue: 0).lightness) < 0.01)
        let red = Lab(red: 255, green: 0, blue: 0)
        #expect(abs(red.lightness - 53.24) < 0.01 && abs(red.a - 80.09) < 0.02)
        let light = OKLab(red: 255, green: 255, blue: 255)
        #expect(abs(light.lightness - 1) < 0.001 && abs(light.toedLightness - 1) < 0.001)
    }

    @Test func `dominant colours are the picture's, largest first`() {
        let flag = Scene.drawn(width: 90, height: 60) { x, _ in x < 60 ? [200, 0, 0] : [0, 0, 200] }
        let colours = DominantColours(of: flag).entries
        #expect(colours.count == 2)
        #expect(abs(colours[0].share - 0.667) < 0.03)
        #expect(colours[0].colour.difference(from: Lab(red: 200, green: 0, blue: 0)) < 0.5)
        #expect(DominantColours(of: flag).distance(to: DominantColours(of: flag)) == 0)
    }
}
