import Pixels
import Testing

@testable import Sketch

@Suite struct EditTests {
    private static let illustrator = Illustrator()
    private static let base = Result {
        try illustrator.draw(
            SketchRequest(
                prompt: "a red apple and a cat on a table in a room", width: 256, height: 256,
                seed: 3))
    }

    private func edit(
        _ instruction: String, _ picture: [UInt8]? = nil, mask: [UInt8]? = nil
    ) throws -> Drawing {
        try Self.illustrator.edit(
            SketchEdit(
                picture: picture ?? Self.base.get().bytes, instruction: instruction, mask: mask))
    }

    private func names(_ drawing: Drawing) -> [String] { drawing.scene.things.map(\.name).sorted() }

    @Test(arguments: [
        ("make the apple green", "#2f8a46"), ("turn the apple blue", "#2b62b5"),
        ("make the apple orange", "#e5791d"),
        ("사과를 노란색으로 바꿔 줘", "#eebc1e"),
        ("make the apple green.\n\nChange only the apple. Keep the light and the cat.", "#2f8a46"),
        ("keep the cat as it is, but make the apple green", "#2f8a46"),
        ("keep the cat and make the apple green", "#2f8a46"),
        ("Don't touch the blue cat, make the apple green.", "#2f8a46"),
        ("make the apple green and leave the cat blue", "#2f8a46"),
        ("make the apple green, don't change the light and make the cat blue", "#2f8a46"),
    ])
    func `a thing takes the colour that is named`(instruction: String, colour: String) throws {
        let drawing = try edit(instruction)
        #expect(drawing.scene.things.first { $0.name == "apple" }?.colours["main"] == colour)
        #expect(names(drawing) == ["apple", "cat", "table"])
    }

    @Test func `every pixel outside what changed stays as it was`() throws {
        let before = try Pixmap(decoding: Self.base.get().bytes)
        let drawing = try edit("make the apple green")
        let after = try Pixmap(decoding: drawing.bytes)
        let box = try #require(drawing.scene.things.first { $0.name == "apple" }?.box)
        var outside = 0
        var inside = 0
        for row in 0..<256 {
            for column in 0..<256 {
                let bytes = ((row * 256 + column) * 4)..<((row * 256 + column) * 4 + 4)
                guard before.rgba[bytes] != after.rgba[bytes] else { continue }
                // A thing's shadow and light reach a few pixels beyond its ink.
                let isNear =
                    (box[0] - 4...box[0] + box[2] + 4).contains(column)
                    && (box[1] - 4...box[1] + box[3] + 8).contains(row)
                if isNear { inside += 1 } else { outside += 1 }
            }
        }
        #expect(inside > 50)
        #expect(outside == 0)
    }

    @Test(arguments: [
        ("remove the cat", ["apple", "table"]), ("고양이를 없애 줘", ["apple", "table"]),
        ("replace the cat with a dog", ["apple", "dog", "table"]),
        ("turn the apple into a pear", ["cat", "pear", "table"]),
        ("add a lamp", ["apple", "cat", "lamp", "table"]),
        ("put a hat on the cat", ["apple", "cat", "hat", "table"]),
        ("remove the table", ["apple", "cat"]),
    ])
    func `things come, go and change places`(instruction: String, shown: [String]) throws {
        #expect(names(try edit(instruction)) == shown)
    }

    @Test func `light, style, place and weather change, and the things stay`() throws {
        #expect(try edit("make the light night").scene.light == "night")
        #expect(try edit("turn it into a watercolour").scene.style == "watercolour")
        let beach = try edit("put it on a beach")
        #expect(beach.scene.place == "beach")
        #expect(names(beach) == ["apple", "cat", "table"])
        #expect(try edit("make the wall blue").scene.ground["main"] == "#2b62b5")
    }

    @Test func `lettering is written, changed and taken away`() throws {
        let sign = try Self.illustrator.draw(
            SketchRequest(prompt: "a sign on a street", width: 256, height: 256))
        let open = try edit("write \"OPEN\" on the sign", sign.bytes)
        #expect(open.scene.lettering.map(\.text) == ["OPEN"])
        #expect(open.scene.lettering.first?.carrier == "sign")
        let closed = try edit("change the text to \"CLOSED\"", open.bytes)
        #expect(closed.scene.lettering.map(\.text) == ["CLOSED"])
        #expect(try edit("remove \"CLOSED\"", closed.bytes).scene.lettering.isEmpty)
    }

    @Test func `a chain of changes keeps every one of them`() throws {
        var picture = try Self.base.get().bytes
        for step in ["make the apple green", "remove the cat", "make the light dusk"] {
            picture = try edit(step, picture).bytes
        }
        let last = try edit("add a lamp", picture).scene
        #expect(last.things.map(\.name).sorted() == ["apple", "lamp", "table"])
        #expect(last.light == "dusk")
        #expect(last.things.first { $0.name == "apple" }?.colours["main"] == "#2f8a46")
    }

    @Test func `nothing outside the mask changes, and something inside does`() throws {
        let before = try Pixmap(decoding: Self.base.get().bytes)
        let mask = try Self.mask(free: (128..<256, 0..<256))
        let after = try Pixmap(decoding: edit("make the light night", mask: mask).bytes)
        var changed = 0
        for pixel in 0..<(256 * 256) {
            let bytes = (pixel * 4)..<(pixel * 4 + 4)
            guard before.rgba[bytes] != after.rgba[bytes] else { continue }
            changed += 1
            #expect(pixel % 256 >= 128)
        }
        #expect(changed > 10_000)
    }

    @Test func `a change behind a mask can be changed again`() throws {
        let mask = try Self.mask(free: (128..<256, 0..<256))
        let dark = try edit("make the light night", mask: mask).bytes
        #expect(names(try edit("remove the cat", dark)) == ["apple", "table"])
    }

    @Test func `in any other picture it draws inside the mask, and changes the light`() throws {
        let photo = try Pixmap(
            width: 256, height: 256, rgba: [UInt8](repeating: 200, count: 256 * 256 * 4)
        ).jpeg(quality: 90)
        let mask = try Self.mask(free: (20..<140, 30..<150))
        let drawing = try edit("add a bird", photo, mask: mask)
        #expect(drawing.scene.things.map(\.name) == ["bird"])
        #expect(drawing.scene.things.first.map { $0.box[0] >= 20 && $0.box[1] >= 30 } == true)
        #expect(throws: SketchError.self) { try edit("make the apple green", photo) }
        #expect(try edit("make it night", photo).bytes != photo)
    }

    @Test(arguments: [
        ("remove the horse", "There is no horse"), ("what a lovely day", "understands no change"),
        ("replace the cat", "what is to stand there"),
    ])
    func `what can't be done is said by name`(instruction: String, words: String) throws {
        #expect {
            try edit(instruction)
        } throws: { "\($0)".contains(words) }
    }

    @Test func `a mask of another size is refused with both sizes`() throws {
        let mask = try Pixmap(width: 8, height: 8, rgba: [UInt8](repeating: 0, count: 256)).png()
        #expect {
            try edit("make the apple green", mask: mask)
        } throws: { "\($0)".contains("8x8") && "\($0)".contains("256x256") }
    }

    @Test func `a record that is not this picture's makes it a foreign picture`() throws {
        let small = try Pixmap(
            width: 64, height: 64, rgba: [UInt8](repeating: 255, count: 64 * 64 * 4)
        ).png()
        let record = try #require(try PNGText.read("candid-sketch", from: Self.base.get().bytes))
        let forged = try PNGText.embed(record, keyword: "candid-sketch", in: small)
        #expect {
            try edit("make the apple green", forged)
        } throws: { "\($0)".contains("did not draw this picture") }
    }

    @Test func `the same change gives the same bytes`() throws {
        #expect(try edit("add a lamp").bytes == edit("add a lamp").bytes)
    }

    private static func mask(free: (columns: Range<Int>, rows: Range<Int>)) throws -> [UInt8] {
        var rgba = [UInt8](repeating: 255, count: 256 * 256 * 4)
        for row in free.rows {
            for column in free.columns { rgba[(row * 256 + column) * 4 + 3] = 0 }
        }
        return try Pixmap(width: 256, height: 256, rgba: rgba).png()
    }
}
