import Candid
import Foundation
import Pixels
import Testing

@testable import Sketch

struct WitnessTests {
    @Test(arguments: Talking.dialects)
    func `a picture of sketch's is described from its record`(
        dialect: Speaker.Dialect
    ) async throws {
        let file = try Talking.drawing("a red bicycle and two cats on a sofa, sign says \"OPEN\"")
        let (description, model, _) = try await Talking.route(dialect).description(of: file.bytes)
        #expect(model == "sketch-1 (rule-based)")
        #expect(description.seen.contains { $0.name == "cat" && $0.count == 2 })
        #expect(description.seen.contains { $0.name == "bicycle" && $0.look.contains("red") })
        #expect(description.lettering == ["OPEN"])
    }

    @Test func `the prompt is not in a description: what is not drawn is not told`() async throws {
        let file = try Talking.drawing("a zyzzyva beside a pear")
        let description = try await Talking.route().description(of: file.bytes).description
        #expect(description.seen.map(\.name) == ["pear"])
    }

    @Test func `a picture of somebody else's is not described`() async throws {
        let grey = Pixmap(
            width: 64, height: 64, rgba: Array(repeating: 128, count: 64 * 64 * 4))
        await #expect(throws: SpeakerFailure.self) {
            try await Talking.route().description(of: try grey.png())
        }
    }

    @Test(arguments: [
        ("Is there a cat in this picture?", Candid.Look.Answer.yes),
        ("Can you see the cats anywhere here?", .yes),
        ("Are there exactly 2 of these in this picture: cats?", .yes),
        ("Count them: does this picture hold 3 of cats, neither more nor fewer?", .no),
        ("Is the bicycle red?", .yes),
        ("Is there a blue bicycle in this picture?", .no),
        ("Look only at the bicycle. Would you call it blue?", .no),
        ("Is there any elephant in this picture?", .no),
        ("Is there any person in this picture?", .no),
        ("Is this to be seen here: two cats on a sofa?", .yes),
        ("Is “OPEN” written in this picture?", .yes),
        ("Can you read “CLOSED” anywhere here?", .no),
        ("Is there any lettering, writing or number in this picture?", .yes),
        ("Is this picture as a whole a watercolour?", .no),
        ("이 그림에 고양이가 있나요?", .yes),
        // What nobody wrote down can't be told: the art has trees of its own in places.
        ("Is there any tree in this picture?", .cannotTell),
        ("Is the cat happy?", .cannotTell),
        ("Is there a labrador in this picture?", .no),
        ("Is there a tabby in this picture?", .cannotTell),
        ("Is the cat sitting?", .cannotTell),
        ("Is there no cat in this picture?", .cannotTell),
        ("Is there a large cat in this picture?", .cannotTell),
        ("Is red one of the main colours here?", .cannotTell),
        ("Is there a motorcycle in this picture?", .cannotTell),
        ("Who painted this?", .cannotTell),
    ])
    func `a question is answered as far as the record goes`(
        question: String, answer: Candid.Look.Answer
    ) async throws {
        let file = try Talking.drawing("a red bicycle and two cats on a sofa, sign says \"OPEN\"")
        let look = try await Talking.look(question, at: file.bytes)
        #expect(look.answer == answer, "\(look.reason)")
        #expect(look.reason.hasPrefix("rule-based"))
    }

    @Test func `no question about a picture whose pixels were changed is answered`() async throws {
        let file = try Talking.drawing("a red bicycle").bytes
        var changed = try Pixmap(decoding: file)
        changed.rgba[0] ^= 1
        let record = try #require(try PNGText.read("candid-sketch", from: file))
        let forged = try PNGText.embed(record, keyword: "candid-sketch", in: try changed.png())
        let question = "Is there a bicycle in this picture?"
        #expect(try await Talking.look(question, at: file).answer == .yes)
        #expect(try await Talking.look(question, at: forged).answer == .cannotTell)
    }

    @Test func `a record of another picture is no witness`() async throws {
        let record = try #require(
            try PNGText.read("candid-sketch", from: try Talking.drawing("a red bicycle").bytes))
        let other = try PNGText.embed(
            record, keyword: "candid-sketch", in: try Talking.drawing("a pear").bytes)
        let look = try await Talking.look("Is there a bicycle in this picture?", at: other)
        #expect(look.answer == .cannotTell)
    }

    @Test func `a change is in the record, and what a mask held back is not certain`() async throws
    {
        let before = try Talking.drawing("a pear and a cat on a plain background")
        let edit = { (mask: [UInt8]?) in
            try Illustrator().edit(
                SketchEdit(picture: before.bytes, instruction: "remove the cat", mask: mask)
            ).bytes
        }
        let question = "Is there any cat in this picture?"
        #expect(try await Talking.look(question, at: before.bytes).answer == .yes)
        #expect(try await Talking.look(question, at: try edit(nil)).answer == .no)
        // Only the cat's left half may go.
        let box = try #require(before.scene.things.first { $0.name == "cat" }).box
        var rgba = [UInt8](repeating: 255, count: 192 * 192 * 4)
        for row in box[1]..<box[1] + box[3] {
            for column in box[0]..<box[0] + box[2] / 2 { rgba[(row * 192 + column) * 4 + 3] = 0 }
        }
        let mask = try Pixmap(width: 192, height: 192, rgba: rgba).png()
        #expect(try await Talking.look(question, at: try edit(mask)).answer == .cannotTell)
    }

    @Test func `narrower frames stand before the wider ones`() throws {
        #expect(try ScenePuzzle("Is the background white?") == .ground("white"))
        #expect(
            try ScenePuzzle("Look only at the background. Is it white?") == .ground("white"))
        #expect(
            try ScenePuzzle("Look only at the cat. Would you call it grey?")
                == .attribute("the cat", "grey"))
    }

    @Test func `a name in two lists of lookalikes is a subject that there is`() {
        let names = Set(Illustrator().subjects)
        #expect(Lookalikes.everyName.subtracting(names) == [])
    }
}
