import Foundation
import Testing

@testable import Pixels

/// Figures that can be reckoned by hand.
@Suite struct StyleFiguresTests {
    private static func flat(_ colour: [UInt8]) -> Pixmap {
        Scene.drawn(width: 64, height: 64) { _, _ in colour }
    }

    private static func figures(_ one: Pixmap, _ two: Pixmap) -> StyleFigures {
        let size = Canonical.size(one, two)
        let (one, two) = (StylePlanes(one, size), StylePlanes(two, size))
        return StyleFeatures(one, one.allCells).figures(to: StyleFeatures(two, two.allCells))
    }

    private static func ramp(_ step: Int) -> Pixmap {
        Scene.drawn(width: 64, height: 64) { x, _ in
            [UInt8](repeating: UInt8(x % 16 * step), count: 3)
        }
    }

    /// Black and white stripes about a middle grey.
    private static func stripes(_ reach: Int) -> Pixmap {
        Scene.drawn(width: 64, height: 64) { x, _ in
            [UInt8](repeating: UInt8(128 + (x % 4 < 2 ? reach : -reach)), count: 3)
        }
    }

    @Test func `histograms without a common colour are 1 apart, the same 0`() {
        let (red, blue) = (Self.flat([220, 20, 20]), Self.flat([20, 20, 220]))
        #expect(abs(Self.figures(red, blue)[.histogram] - 1) < 1e-9)
        #expect(Self.figures(red, red)[.histogram] == 0)
    }

    @Test func `the earth mover carries flat greys as far as their L* differ`() {
        let figures = Self.figures(Self.flat([100, 100, 100]), Self.flat([150, 150, 150]))
        #expect(abs(figures[.movers] - (62.0822 - 42.3746)) < 0.05)
        #expect(abs(figures[.lightness] - (62.0822 - 42.3746)) < 0.01)
        #expect(abs(figures[.chroma]) < 1e-3)
    }

    @Test func `a steeper ramp has gradients in another bin`() {
        // Two and eight levels a pixel: bins 1 and 5 of log(1 + 50|∇|), but for the saw's teeth.
        #expect(Self.figures(Self.ramp(2), Self.ramp(8))[.gradients] > 0.8)
        #expect(Self.figures(Self.ramp(2), Self.ramp(2))[.gradients] == 0)
    }

    @Test func `twice the contrast is four times the Laplacian's variance`() {
        let figures = Self.figures(Self.stripes(30), Self.stripes(60))
        #expect(abs(figures[.sharpness] - log(4)) < 0.02)
        #expect(figures[.contrast] > 0.5)
    }

    @Test func `patterns tell stripes from nothing`() {
        let figures = Self.figures(Self.stripes(30), Self.flat([128, 128, 128]))
        #expect(figures[.patterns] > 0.2)
    }

    @Test func `whites that turn yellow are told by their b*`() {
        let white = Self.figures(Self.flat([245, 245, 245]), Self.flat([245, 245, 225]))[.whites]
        let (before, after) = (
            Lab(red: 245, green: 245, blue: 245), Lab(red: 245, green: 245, blue: 225)
        )
        #expect(abs(white - (after.b - before.b)) < 1e-9 && white > 5)
    }

    @Test func `a channel reads as its largest measure over the spread, but never over nothing`() {
        var (figures, own) = (StyleFigures(), StyleFigures())
        figures[.movers] = 6
        own[.movers] = 2
        #expect(figures.reading(.palette, over: own) == 3)
        figures[.tint] = -4 * StyleMeasure.tint.least
        #expect(abs(figures.reading(.palette, over: own) - 4) < 1e-9)
        #expect(figures.reading(.tone, over: own) == 0)
    }

    @Test func `where most points are one the line depends on where it is looked for`() {
        let x = Array(repeating: 0.0, count: 200) + (0..<20).map { 40 + Double($0) }
        let y = x.map { $0 * 0.8 }
        let line = RobustLine(x, y, among: Array(x.indices), from: 0.85)
        #expect(abs(line.gain - 0.8) < 1e-6 && abs(line.value(at: 50) - 40) < 1e-6)
        #expect(RobustLine(x, y, among: Array(x.indices)).gain == 1)
    }

    @Test func `a line is found among points that lie elsewhere`() {
        let x = (0..<60).map { Double($0) }
        let y = x.map { $0.truncatingRemainder(dividingBy: 4) == 0 ? 90 - $0 : 1.2 * $0 + 3 }
        let line = RobustLine(x, y, among: Array(0..<60))
        #expect(abs(line.gain - 1.2) < 0.01)
        #expect(abs(line.value(at: 50) - 63) < 0.2)
    }
}
