import Candid
import Sketch

/// The Images API's answer, whole or as events.
struct ImagesAnswer {
    let call: Call
    let order: ImageOrder
    let made: [MadePicture]
    let bill: Bill
    /// What is told as the prompt that was used; nil where nothing is told.
    let revised: String?

    var whole: [String: JSONValue] {
        var data = made.map { JSONValue.object(item($0)) }
        if call.faults[.noPicture] { data = [] }
        if call.faults[.duplicate] { data += data }
        var answer: [String: JSONValue] = [
            "created": .whole(Int64(call.time)), "data": .list(data),
        ]
        answer.merge(facts) { own, _ in own }
        answer["usage"] = usage(detailed: true)
        return answer
    }

    /// Each picture's unfinished states, then the picture.
    var events: [JSONValue] {
        made.flatMap { picture -> [JSONValue] in
            let partials = picture.partials.enumerated().map { index, bytes in
                event("partial_image", bytes, ["partial_image_index": .whole(Int64(index))])
            }
            guard !call.faults[.noPicture] else { return partials }
            return partials + [
                event("completed", picture.bytes, ["usage": usage(detailed: false)])
            ]
        }
    }

    private func event(
        _ name: String, _ bytes: [UInt8], _ more: [String: JSONValue]
    ) -> JSONValue {
        var members: [String: JSONValue] = [
            "type": .text("\(order.base == nil ? "image_generation" : "image_edit").\(name)"),
            "b64_json": .bytes(bytes),
            "created_at": .whole(Int64(call.time)),
        ]
        members.merge(facts) { own, _ in own }
        members.merge(more) { _, new in new }
        if name == "completed", let revised { members["revised_prompt"] = .text(revised) }
        return .object(members)
    }

    private func item(_ picture: MadePicture) -> [String: JSONValue] {
        var item: [String: JSONValue] = ["b64_json": .bytes(picture.bytes)]
        if let revised { item["revised_prompt"] = .text(revised) }
        return item
    }

    private var facts: [String: JSONValue] {
        [
            "background": .text(order.background == "transparent" ? "transparent" : "opaque"),
            "output_format": .text(order.format.rawValue), "quality": .text(order.usedQuality),
            "size": .text(order.size.description),
        ]
    }

    private func usage(detailed: Bool) -> JSONValue {
        var usage: [String: JSONValue] = [
            "input_tokens": .whole(Int64(bill.inputTokens)),
            "output_tokens": .whole(Int64(bill.outputTokens)),
            "total_tokens": .whole(Int64(bill.inputTokens + bill.outputTokens)),
            "input_tokens_details": .object([
                "text_tokens": .whole(Int64(bill.textTokens)),
                "image_tokens": .whole(Int64(bill.pictureTokens)),
            ]),
        ]
        if detailed {
            usage["output_tokens_details"] = .object([
                "image_tokens": .whole(Int64(bill.outputTokens)), "text_tokens": .whole(0),
            ])
        }
        return .object(usage)
    }
}
