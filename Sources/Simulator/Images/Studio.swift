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
            let request = order.sketch(index, words(of: order))
            if order.partials > 0 {
                partials = try Self.illustrator.partials(request, count: order.partials)
            }
            drawing = try Self.illustrator.draw(request)
        } catch {
            throw WireRefusal(
                400, "invalid_value", error.description, type: "image_generation_user_error")
        }
        let bytes = call.faults[.flat] ? try flat(order) : drawing.bytes
        return MadePicture(
            bytes: bytes,
            truth: [
                "sha256": .text(Digest(of: bytes).description),
                "prompt_used": .text(words(of: order)),
                "scene": call.faults[.flat] ? .null : drawing.scene.json,
            ],
            partials: partials)
    }

    /// The words that are drawn: the order's own, unless a fault adds to them.
    func words(of order: ImageOrder) -> String {
        guard call.faults[.embellish] else { return order.prompt }
        return order.prompt + ", golden hour, highly detailed, cinematic lighting, 8k"
    }

    private func flat(_ order: ImageOrder) throws -> [UInt8] {
        let (width, height) = (order.size.width, order.size.height)
        let grey: [UInt8] = [128, 128, 128, 255]
        if order.format == .svg {
            let svg =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)\" height=\"\(height)\">"
                + "<rect width=\"100%\" height=\"100%\" fill=\"#808080\"/></svg>"
            return Array(svg.utf8)
        }
        let pixmap = Pixmap(
            width: width, height: height,
            rgba: Array(repeatElement(grey, count: width * height).joined()))
        return switch order.format {
        case .jpeg: try pixmap.jpeg(quality: order.compression ?? 90)
        case .webp: try pixmap.webp(quality: order.compression ?? 90)
        default: try pixmap.png()
        }
    }

    func bill(for order: ImageOrder, _ made: [MadePicture]) -> Bill {
        var bill = Bill(model: order.model.name, pictures: made.map(\.bytes))
        bill.inputTokens = ImageOrder.textTokens(order.prompt)
        bill.outputTokens = order.pictureTokens * made.count
        let price = order.model.price
        bill.microdollars = bill.inputTokens * price.text + bill.outputTokens * price.out
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
