import Candid
import Foundation
import Pixels
import Sketch

/// A picture as it is delivered, and the truth about it.
struct MadePicture: Sendable {
    var bytes: [UInt8]
    var truth: [String: JSONValue]
    /// Earlier states of it, for a stream.
    var partials: [[UInt8]] = []
    /// How it can be changed later.
    var origin: Origin?
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
            made.append(try await picture(order, index))
        }
        await room.charge(call, bill(for: order, made))
        await room.remember(made)
        await room.note(call, made.map { .object($0.truth) })
        return made
    }

    private func picture(_ order: ImageOrder, _ index: Int) async throws -> MadePicture {
        do {
            guard let base = order.base else { return try new(order, index) }
            let origin = await room.origin(of: base.pictures[0])
            return try Change(
                order: order, base: base, origin: origin, faults: call.faults,
                instruction: words(of: order), seed: order.seed &+ UInt64(index),
                choice: UInt64(call.number &* 7919)
            ).picture()
        } catch let error as SketchError {
            throw WireRefusal(
                400, "invalid_value", error.description, type: "image_generation_user_error")
        } catch let error as ImageError {
            throw WireRefusal(400, "invalid_image_file", "\(error)", field: "image")
        }
    }

    private func new(_ order: ImageOrder, _ index: Int) throws -> MadePicture {
        let request = order.sketch(index, words(of: order))
        let partials =
            order.partials > 0
            ? try Self.illustrator.partials(request, count: order.partials) : []
        let drawing = try Self.illustrator.draw(request)
        let isFlat = call.faults[.flat]
        let bytes = isFlat ? try order.file(of: .flat(order.size), size: order.size) : drawing.bytes
        return MadePicture(
            bytes: bytes,
            truth: [
                "sha256": .text(Digest(of: bytes).description),
                "prompt_used": .text(words(of: order)),
                "scene": isFlat ? .null : drawing.scene.json,
            ],
            partials: partials, origin: isFlat ? nil : Origin(.request(request)))
    }

    /// The words that are drawn: the order's own, unless a fault adds to them or takes from them.
    func words(of order: ImageOrder) -> String {
        var words = order.prompt
        if call.faults[.negationBlind], order.base != nil { words = Self.blind(words) }
        guard call.faults[.embellish] else { return words }
        return words + ", golden hour, highly detailed, cinematic lighting, 8k"
    }

    /// What an assistant says of its work, where the dialect has room for it; nil where it says nothing
    /// of its own accord.
    func remark(on order: ImageOrder) -> String? {
        if call.faults.value(.embellish) == "told" { return "I drew: \(words(of: order))" }
        guard order.base != nil else { return nil }
        return call.faults[.lie]
            ? "Done! I made exactly the change you asked for: \(order.prompt)"
            : "Here is the changed picture."
    }

    private static func blind(_ words: String) -> String {
        let refusals: Set = [
            "no", "not", "without", "remove", "delete", "erase", "drop", "take", "get", "rid", "of",
            "away", "off", "out", "don't", "never",
        ]
        let kept = words.split(separator: " ").filter {
            !refusals.contains($0.lowercased().trimmingCharacters(in: .punctuationCharacters))
        }
        return "add " + kept.joined(separator: " ")
    }

    func bill(for order: ImageOrder, _ made: [MadePicture]) -> Bill {
        var bill = Bill(model: order.model.name, pictures: made.map(\.bytes))
        bill.textTokens = ImageOrder.textTokens(order.prompt)
        bill.pictureTokens = order.inputPictureTokens
        bill.outputTokens = order.pictureTokens * made.count
        let price = order.model.price
        bill.microdollars =
            order.picturePrice.map { $0 * made.count }
            ?? bill.textTokens * price.text + bill.outputTokens * price.out
            + bill.pictureTokens / 2 * order.model.picturePairPrice
        bill.isHalf = call.isBatch
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
