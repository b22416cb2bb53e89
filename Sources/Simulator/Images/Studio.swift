import Candid
import Foundation
import Sketch

/// A picture as it is delivered, and the truth about it.
struct MadePicture: Sendable {
    var bytes: [UInt8]
    var width: Int
    var height: Int
    var truth: [String: JSONValue]
    /// Earlier states of it, for a stream.
    var partials: [[UInt8]] = []
}

/// Makes the pictures of an order, with what is to go wrong in them.
struct Studio: Sendable {
    let room: Room
    let call: Call

    /// Opening the art takes longer than many a drawing.
    static let illustrator = Illustrator()

    /// Draws, charges, and writes down what was really done.
    func pictures(of order: ImageOrder) async throws -> [MadePicture] {
        var made: [MadePicture] = []
        for index in 0..<order.count {
            try Task.checkCancellation()
            made.append(try picture(order, index))
        }
        await room.charge(call, bill(for: order, made))
        await room.note(call, made.map { .object($0.truth) })
        return made
    }

    private func picture(_ order: ImageOrder, _ index: Int) throws -> MadePicture {
        let drawing: Drawing
        var partials: [[UInt8]] = []
        do throws(SketchError) {
            let request = order.sketch(index, order.prompt)
            if order.partials > 0 {
                partials = try Self.illustrator.partials(request, count: order.partials)
            }
            drawing = try Self.illustrator.draw(request)
        } catch {
            throw WireRefusal(
                400, "invalid_value", error.description, type: "image_generation_user_error")
        }
        return MadePicture(
            bytes: drawing.bytes, width: order.size.width, height: order.size.height,
            truth: [
                "sha256": .text(Digest(of: drawing.bytes).description),
                "prompt_used": .text(order.prompt), "scene": drawing.scene.json,
            ],
            partials: partials)
    }

    func bill(for order: ImageOrder, _ made: [MadePicture]) -> Bill {
        var bill = Bill(model: order.model.name, pictures: made.map(\.bytes))
        bill.inputTokens = ImageOrder.textTokens(order.prompt)
        bill.inputImageTokens = order.inputs.count * 256
        bill.outputTokens = order.pictureTokens * made.count
        let price = order.model.price
        bill.microdollars =
            bill.inputTokens * price.text + bill.inputImageTokens * price.image
            + bill.outputTokens * price.out
        if order.model.kind == .dallE3 {
            bill.microdollars = order.quality == "hd" ? 80_000 : 40_000
        }
        return bill
    }
}

extension SceneRecord {
    /// The record as JSON.
    var json: JSONValue {
        let encoder = JSONEncoder()
        // A record holds strings and whole numbers only, which JSON always has words for.
        return (try? encoder.encode(self)).flatMap {
            JSONValue(text: String(decoding: $0, as: UTF8.self))
        } ?? .null
    }
}
