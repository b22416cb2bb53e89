import Testing

@testable import Pixels

/// A wall of grey blocks with a faint relief, in whatever light.
@Suite struct OtherLightTests {
    private static let alarm = 2.5

    private static func wall(
        _ light: Double, relief: Double = 0.02, noise: Int = 0, soft: Bool = false
    ) -> Pixmap {
        var numbers = Pictures.Numbers(state: 4)
        let stones = (0..<320 * 240).map { _ in
            1 + Double(Int.random(in: -100...100, using: &numbers)) / 100 * relief
        }
        let drawn = Scene.drawn(width: 320, height: 240) { x, y in
            let block = Double(60 + (x / 24 * 7 + y / 24 * 5) % 6 * 30)
            let level = block * light * stones[y * 320 + x]
            let grain = noise > 0 ? Int.random(in: -noise...noise, using: &numbers) : 0
            let value = UInt8(min(255, max(0, Int(level.rounded()) + grain)))
            return [value, value, value]
        }
        return soft ? softened(drawn) : drawn
    }

    private static func softened(_ picture: Pixmap) -> Pixmap {
        Scene.drawn(width: 320, height: 240) { x, y in
            let sum = (-1...1).flatMap { down in (-1...1).map { (down, $0) } }
                .reduce(0) { sum, step in
                    let (u, v) = (min(max(x + step.1, 0), 319), min(max(y + step.0, 0), 239))
                    return sum + Int(picture.rgba[(v * 320 + u) * 4])
                }
            return Array(repeating: UInt8(sum / 9), count: 3)
        }
    }

    private func reading(_ first: Pixmap, _ second: Pixmap) throws -> Double {
        let base = StyleSample(first)
        let reading = StyleReading(of: StyleSample(second), editedFrom: base)
        return try #require(reading.renderingInOtherLight(from: base))
    }

    @Test(arguments: [(1, 0.35), (0.35, 1), (0.9, 0.6), (0.6, 0.9)])
    func `light alone is no drift, whether it goes or comes`(first: Double, second: Double) throws {
        #expect(try reading(Self.wall(first), Self.wall(second)) < Self.alarm)
    }

    /// What is soft and faint loses its finest octave first, and no noise came.
    @Test(arguments: [0.35, 0.2])
    func `a soft relief that grows dark is no drift`(light: Double) throws {
        let (day, night) = (
            Self.softened(Self.wall(1, relief: 0.12)), Self.softened(Self.wall(light, relief: 0.12))
        )
        #expect(try reading(day, night) < Self.alarm)
    }

    @Test func `where little can be told it counts for less, and nothing tells nothing`() {
        let first = StyleSample(Self.wall(1))
        let reading = StyleReading(
            of: StyleSample(Self.wall(0.35, soft: true)), editedFrom: first)
        func left(_ columns: Int) -> Double? {
            let lost = CellMap(
                columns: 20, rows: 15, cells: (0..<300).map { $0 % 20 >= columns })
            return reading.renderingInOtherLight(from: first, except: lost)
        }
        let (whole, tenth) = (left(20) ?? 0, left(2) ?? 0)
        #expect(whole >= Self.alarm && tenth > 0 && tenth < 0.5 * whole)
        #expect(left(0) == nil)
    }

    /// In the dark the relief is flatter than noise is in the light.
    @Test func `more light shows what the dark had hidden, and that is no noise`() throws {
        let (dark, bright) = (Self.wall(0.2, relief: 0.07), Self.wall(1, relief: 0.07))
        #expect(try reading(dark, bright) < Self.alarm)
    }

    @Test func `noise and softness that come with the night are an alarm`() throws {
        let day = Self.wall(1)
        #expect(try reading(day, Self.wall(0.35, noise: 6)) >= Self.alarm)
        #expect(try reading(day, Self.wall(0.35, soft: true)) >= Self.alarm)
    }

    @Test func `softness that comes with more light is an alarm`() throws {
        #expect(try reading(Self.wall(0.35), Self.wall(1, soft: true)) >= Self.alarm)
    }

    @Test func `a few cells with forms tell nothing of edges`() throws {
        func dot(_ edge: Int) -> Pixmap {
            Scene.drawn(width: 320, height: 240) { x, y in
                let way = max(abs(x - 64), abs(y - 64))
                let value = UInt8(min(200, max(60, 200 - (way - 20) * 140 / edge)))
                return [value, value, value]
            }
        }
        #expect(try reading(dot(1), dot(12)) < Self.alarm)
    }

    /// The same is drawn everywhere, so that a part agrees on what all agree on.
    @Test func `where little of a picture is left its rendering counts for less`() {
        let (first, second) = (StyleSample(Self.wall(1)), StyleSample(Self.wall(1, noise: 3)))
        let reading = StyleReading(of: second, editedFrom: first)
        func left(_ columns: Int) -> StyleDistance {
            let lost = CellMap(
                columns: 20, rows: 15, cells: (0..<300).map { $0 % 20 >= columns })
            return reading.distance(from: first, except: lost)
        }
        let (whole, fifth) = (left(20), left(4))
        #expect(whole.compared > 0.9 && fifth.compared < 0.25 && whole.rendering > 1)
        #expect(abs(fifth.rendering / whole.rendering - fifth.compared / 0.4) < 0.15)
    }
}
