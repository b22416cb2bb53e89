public import Candid
import Foundation
import NIOCore

/// The embedded engine, answering in the dialects of OpenAI's Images, Chat and Responses APIs.
///
/// In process it is the default engine behind ``World``; behind HTTP the same answers make the
/// simulator. It adds to the dialect: the request field `seed`, the answer's `revised_prompt` (the
/// prompt as the engine read it), and an object `sketch` with version, seed, the words it did not
/// draw, and for each picture a scene record. What it says is said by rules, without a language model,
/// and labelled so: see ``Talker``.
public enum SketchResponder {
    /// The base address by which requests for the engine are told apart; no network has it.
    public static let address = "sketch://engine/v1"

    /// Opening the art takes longer than many a drawing.
    static let illustrator = Illustrator()

    /// Answers requests.
    public static let responder = Responder { request async throws(ProviderFailure) in
        guard request.method == "POST", let desk = Desk(request) else {
            return .refusal(
                404, "invalid_request_error", "not_found",
                "sketch answers POST /images/generations, /images/edits, /chat/completions and "
                    + "/responses, not \(request.method) \(request.url)")
        }
        do {
            switch desk {
            case .edits: return try .change(EditRequest(request))
            case .chat: return try await SketchTalk.chat(request)
            case .responses: return try await SketchTalk.response(request)
            case .generations:
                let body = try GenerationRequest(request.body)
                return body.stream == true ? .events(of: body) : try .pictures(of: body)
            }
        } catch let objection as Objection {
            return .refusal(
                400, "invalid_request_error", objection.code, objection.message, objection.field)
        } catch let error as SketchError {
            return .refusal(
                400, "image_generation_user_error", "invalid_value", error.description)
        } catch {
            return .refusal(500, "server_error", "server_error", "\(error)")
        }
    }
}

/// Who answers in this process.
private enum Desk: String, CaseIterable {
    case generations = "/images/generations"
    case edits = "/images/edits"
    case chat = "/chat/completions"
    case responses = "/responses"

    init?(_ request: WireRequest) {
        guard let desk = Self.allCases.first(where: { request.url.hasSuffix($0.rawValue) })
        else { return nil }
        self = desk
    }
}

extension WireStream {
    fileprivate static func refusal(
        _ status: Int, _ type: String, _ code: String, _ message: String, _ field: String? = nil
    ) -> WireStream {
        let answer = ErrorAnswer(
            error: .init(message: message, type: type, param: field, code: code))
        return WireStream(
            WireReply(
                status: status, headers: ["content-type": "application/json"],
                body: encoded(answer)))
    }

    fileprivate static func pictures(of request: GenerationRequest) throws -> WireStream {
        var drawings: [Drawing] = []
        for index in 0..<request.count {
            try Task.checkCancellation()
            drawings.append(try illustrator.draw(request.sketch(index)))
        }
        return WireStream(
            WireReply(
                status: 200, headers: ["content-type": "application/json"],
                body: encoded(GenerationReply(request, drawings))))
    }

    fileprivate static func change(_ request: EditRequest) throws -> WireStream {
        let drawing = try illustrator.edit(request.sketch)
        guard request.fields.stream == true else {
            return WireStream(
                WireReply(
                    status: 200, headers: ["content-type": "application/json"],
                    body: encoded(GenerationReply(request.fields, [drawing]))))
        }
        var event = CompletedEvent(request.fields, drawing)
        event.type = "image_edit.completed"
        return WireStream(
            WireReply(
                status: 200, headers: ["content-type": "text/event-stream"],
                body: Self.event(event.type, event)))
    }

    fileprivate static func events(of request: GenerationRequest) -> WireStream {
        let body = AsyncThrowingStream<ByteBuffer, any Error> { stream in
            let task = Task {
                do {
                    for index in 0..<request.count {
                        try Task.checkCancellation()
                        try yield(request, index) { stream.yield($0) }
                    }
                    stream.finish()
                } catch {
                    stream.finish(throwing: error)
                }
            }
            stream.onTermination = { _ in task.cancel() }
        }
        return WireStream(
            status: 200, headers: ["content-type": "text/event-stream"], body: body)
    }

    private static var illustrator: Illustrator { SketchResponder.illustrator }

    private static func yield(
        _ request: GenerationRequest, _ index: Int, _ send: (ByteBuffer) -> Void
    ) throws {
        let order = request.sketch(index)
        if let count = request.partial_images, count > 0 {
            for (place, bytes) in try illustrator.partials(order, count: count).enumerated() {
                send(event("image_generation.partial_image", PartialEvent(request, bytes, place)))
            }
        }
        try Task.checkCancellation()
        let drawing = try illustrator.draw(order)
        send(event("image_generation.completed", CompletedEvent(request, drawing)))
    }

    private static func event(_ name: String, _ value: some Encodable) -> ByteBuffer {
        var buffer = ByteBuffer(string: "event: \(name)\ndata: ")
        buffer.writeImmutableBuffer(encoded(value))
        buffer.writeString("\n\n")
        return buffer
    }

    private static func encoded(_ value: some Encodable) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Our answers hold strings, whole numbers and bytes only, which JSON always has words for.
        return (try? encoder.encode(value)).map { ByteBuffer(bytes: $0) } ?? ByteBuffer()
    }
}
