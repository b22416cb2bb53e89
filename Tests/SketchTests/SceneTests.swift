import Pixels
import Testing

@testable import Sketch

@Suite struct SceneTests {
    /// What of a box a relation shows in.
    enum Measure {
        case middleX, middleY, bottom

        func of(_ box: [Int]) -> Int {
            switch self {
            case .middleX: box[0] + box[2] / 2
            case .middleY: box[1] + box[3] / 2
            case .bottom: box[1] + box[3]
            }
        }
    }

    static func scene(_ prompt: String, size: Int = 256) throws -> SceneRecord {
        try IllustratorTests.draw(prompt) { ($0.width, $0.height) = (size, size) }.scene
    }

    @Test(arguments: ["a red apple", "a bicycle", "a teapot", "a cat", "a tree"])
    func `the box is the drawn outline`(prompt: String) throws {
        let drawing = try IllustratorTests.draw(prompt) {
            ($0.width, $0.height, $0.background) = (256, 256, .transparent)
        }
        let pixels = try Pixmap(decoding: drawing.bytes)
        var (left, top, right, bottom) = (256, 256, 0, 0)
        for y in 0..<256 {
            for x in 0..<256 where pixels.rgba[(y * 256 + x) * 4 + 3] > 90 {
                (left, right) = (min(left, x), max(right, x + 1))
                (top, bottom) = (min(top, y), max(bottom, y + 1))
            }
        }
        let box = drawing.scene.things[0].box
        for (measured, told) in zip(
            [left, top, right, bottom], [box[0], box[1], box[0] + box[2], box[1] + box[3]])
        {
            #expect(abs(measured - told) <= 3, "\(measured) against \(told)")
        }
    }

    @Test(arguments: 1...12)
    func `as many are drawn as are asked for`(count: Int) throws {
        let things = try Self.scene("\(count) oranges").things
        #expect(things.count == count)
        #expect(things.allSatisfy { $0.count == count })
        #expect(Set(things.map(\.index)) == Set(1...count))
    }

    @Test(arguments: [
        ("a cat on a chair", Measure.middleY, true), ("a pear left of a cup", .middleX, true),
        ("a pear right of a cup", .middleX, false), ("a bird above a house", .middleY, true),
        ("a cat under a table", .middleY, false), ("a ball in front of a house", .bottom, false),
        ("a tree behind a house", .bottom, true),
    ])
    func `relations can be seen`(prompt: String, measure: Measure, less: Bool) throws {
        let things = try Self.scene(prompt).things
        let first = try #require(things.first { $0.relation != nil })
        let second = try #require(things.first { $0.name == first.relation?.to })
        let (one, two) = (measure.of(first.box), measure.of(second.box))
        #expect(less ? one < two : one > two, "\(first.box) \(second.box)")
    }

    @Test(arguments: [
        "a cat and a dog and a horse and a cow", "a castle, a boat, six trees and the moon",
        "a whale", "twelve penguins",
    ])
    func `everything lies within the picture`(prompt: String) throws {
        for thing in try Self.scene(prompt).things {
            #expect(thing.box[0] >= 0 && thing.box[1] >= 0, "\(thing)")
            #expect(thing.box[0] + thing.box[2] <= 256 && thing.box[1] + thing.box[3] <= 256)
            #expect(thing.box[2] > 2 && thing.box[3] > 2)
        }
    }

    @Test func `the colour of a thing is recorded as asked`() throws {
        let thing = try Self.scene("a #12ab34 teapot").things[0]
        #expect(thing.colours["main"] == "#12ab34")
    }

    @Test func `lettering lies on its carrier`() throws {
        let scene = try Self.scene("a sign that says \"OPEN 안녕\"")
        let lettering = try #require(scene.lettering.first)
        let sign = try #require(scene.things.first)
        #expect(lettering.carrier == sign.name)
        #expect(lettering.box[0] >= sign.box[0] && lettering.box[1] >= sign.box[1])
        #expect(lettering.box[0] + lettering.box[2] <= sign.box[0] + sign.box[2])
        #expect(lettering.box[3] > 4)
    }

    @Test func `lettering without a carrier stands free`() throws {
        let scene = try Self.scene("\"HELLO\" over a meadow")
        #expect(scene.lettering.first?.carrier == nil)
        #expect((scene.lettering.first?.box[2] ?? 0) > 100)
    }

    @Test func `a glyph that no font has is reported`() throws {
        let drawing = try IllustratorTests.draw("a sign that says \"A\u{1F9FF}\"")
        #expect(drawing.notDrawn.contains { $0.reason.contains("glyph") })
    }
}
