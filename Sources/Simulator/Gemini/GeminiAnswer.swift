import Candid

/// What Google answers: words and pictures side by side in one candidate.
struct GeminiAnswer {
    let call: Call
    let made: [MadePicture]
    let bill: Bill
    /// What is told of the words that were drawn; nil where nothing is told.
    let said: String?

    var whole: [String: JSONValue] {
        message(parts: words + (hasPictures ? pictures : []), isLast: true)
    }

    /// The words first, then the pictures with the end.
    var events: [[String: JSONValue]] {
        [
            message(parts: words, isLast: false),
            message(parts: hasPictures ? pictures : [], isLast: true),
        ]
    }

    private var hasPictures: Bool { !call.faults[.noPicture] }

    private var words: [JSONValue] {
        [.object(["text": .text(said ?? (hasPictures ? "Here it is." : "I can't draw that."))])]
    }

    private var pictures: [JSONValue] {
        let parts = made.map { picture in
            JSONValue.object([
                "inlineData": .object([
                    "mimeType": .text(MediaType.of(picture.bytes)), "data": .bytes(picture.bytes),
                ])
            ])
        }
        return call.faults[.duplicate] ? parts + parts : parts
    }

    private func message(parts: [JSONValue], isLast: Bool) -> [String: JSONValue] {
        var candidate: [String: JSONValue] = [
            "content": .object(["role": .text("model"), "parts": .list(parts)]),
            "index": .whole(0),
        ]
        if isLast { candidate["finishReason"] = .text(hasPictures ? "STOP" : "NO_IMAGE") }
        return [
            "candidates": .list([.object(candidate)]), "usageMetadata": usage,
            "modelVersion": .text(bill.model), "responseId": .text(call.id),
        ]
    }

    private var usage: JSONValue {
        func details(_ kind: String, _ count: Int) -> JSONValue {
            .list([.object(["modality": .text(kind), "tokenCount": .whole(Int64(count))])])
        }
        return .object([
            "promptTokenCount": .whole(Int64(bill.inputTokens)),
            "candidatesTokenCount": .whole(Int64(bill.outputTokens)),
            "totalTokenCount": .whole(Int64(bill.inputTokens + bill.outputTokens)),
            "promptTokensDetails": .list(
                (details("TEXT", bill.textTokens).list ?? [])
                    + (bill.pictureTokens > 0
                        ? details("IMAGE", bill.pictureTokens).list ?? [] : [])),
            "candidatesTokensDetails": details("IMAGE", bill.outputTokens),
        ])
    }
}
