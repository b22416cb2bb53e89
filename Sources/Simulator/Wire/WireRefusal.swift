import Candid
import NIOCore

/// An answer without a picture, in the words of the service that is played.
struct WireRefusal: Error, Sendable {
    let status: Int
    var type = "invalid_request_error"
    var code: String?
    var field: String?
    let message: String
    var headers: [String: String] = [:]
    /// More members of the error, such as `moderation_details`.
    var more: [String: JSONValue] = [:]

    init(
        _ status: Int, _ code: String?, _ message: String, type: String = "invalid_request_error",
        field: String? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.type = type
        self.field = field
    }

    /// An unknown or impossible field.
    static func field(_ field: String, _ message: String, code: String = "invalid_value") -> Self {
        WireRefusal(400, code, message, field: field)
    }

    /// The refusal in the dialect that was spoken to.
    func reply(for call: Call) -> WireReply {
        if Self.pages.contains(status) { return page }
        let body: JSONValue =
            switch Dialect(call) {
            case .openAI: openAI
            case .gemini: gemini
            case .anthropic: anthropic(call)
            }
        // Google's filters answer with 200.
        let isBlock = Dialect(call) == .gemini && code == "moderation_blocked"
        return WireReply(
            status: isBlock ? 200 : status,
            headers: headers.merging(["content-type": "application/json"]) { own, _ in own },
            body: isBlock ? block(call).encoded() : body.encoded())
    }

    /// A prompt that was stopped, or a picture, which shows in another place.
    private func block(_ call: Call) -> JSONValue {
        let head: [String: JSONValue] = ["responseId": .text(call.id)]
        guard more["moderation_details"]?["moderation_stage"]?.text == "output" else {
            let reason: JSONValue = .object(["blockReason": .text("PROHIBITED_CONTENT")])
            return .object(head.merging(["promptFeedback": reason]) { $1 })
        }
        let candidate: JSONValue = .object([
            "finishReason": .text("IMAGE_SAFETY"), "index": .whole(0),
            "finishMessage": .text("The picture was stopped by a filter."),
        ])
        return .object(head.merging(["candidates": .list([candidate])]) { $1 })
    }

    /// What stands before a service answers in its own words, not in the service's.
    private static let pages: Set<Int> = [502, 504, 520]

    private var page: WireReply {
        let text = "<html><head><title>\(status)</title></head><body>\(message)</body></html>"
        return WireReply(
            status: status,
            headers: headers.merging(["content-type": "text/html"]) { own, _ in own },
            body: ByteBuffer(string: text))
    }

    private var openAI: JSONValue {
        let members: [String: JSONValue] = [
            "message": .text(message), "type": .text(type),
            "code": code.map { .text($0) } ?? .null, "param": field.map { .text($0) } ?? .null,
        ]
        return .object(["error": .object(members.merging(more) { own, _ in own })])
    }

    private var gemini: JSONValue {
        let names = [
            400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED",
            404: "NOT_FOUND", 429: "RESOURCE_EXHAUSTED", 503: "UNAVAILABLE",
            504: "DEADLINE_EXCEEDED",
        ]
        return .object([
            "error": .object([
                "code": .whole(Int64(status)), "message": .text(message),
                "status": .text(names[status] ?? "INTERNAL"),
            ])
        ])
    }

    private func anthropic(_ call: Call) -> JSONValue {
        let names = [
            401: "authentication_error", 402: "billing_error", 403: "permission_error",
            404: "not_found_error", 429: "rate_limit_error", 504: "timeout_error",
            529: "overloaded_error",
        ]
        let name = names[status] ?? (status < 500 ? "invalid_request_error" : "api_error")
        return .object([
            "type": .text("error"), "request_id": .text(call.id),
            "error": .object(["type": .text(name), "message": .text(message)]),
        ])
    }
}

/// Whose shapes a request has.
enum Dialect: Sendable {
    case openAI, gemini, anthropic

    init(_ call: Call) {
        let resource = call.path.resource
        if resource.first == "messages" {
            self = .anthropic
        } else if resource.first == "models", resource.last?.contains(":") == true {
            self = .gemini
        } else {
            self = .openAI
        }
    }
}

extension WireReply {
    /// A refusal in OpenAI's shape.
    static func refusal(_ status: Int, _ code: String, _ message: String) -> WireReply {
        let error: [String: JSONValue] = [
            "message": .text(message), "code": .text(code), "param": .null,
            "type": .text(status < 500 ? "invalid_request_error" : "server_error"),
        ]
        return WireReply(
            status: status, headers: ["content-type": "application/json"],
            body: JSONValue.object(["error": .object(error)]).encoded())
    }
}

extension WireStream {
    /// A whole answer of JSON.
    static func json(_ members: [String: JSONValue], status: Int = 200) -> WireStream {
        WireStream(
            WireReply(
                status: status, headers: ["content-type": "application/json"],
                body: JSONValue.object(members).encoded()))
    }

    /// Server-sent events, each with its type as its name.
    static func events(_ events: [JSONValue], named: Bool = true, ending: String = "") -> WireStream
    {
        WireStream(
            status: 200, headers: ["content-type": "text/event-stream"],
            body: AsyncThrowingStream { stream in
                for event in events {
                    var buffer = ByteBuffer()
                    if named, let name = event["type"]?.text {
                        buffer.writeString("event: \(name)\n")
                    }
                    buffer.writeString("data: ")
                    buffer.writeImmutableBuffer(event.encoded())
                    buffer.writeString("\n\n")
                    stream.yield(buffer)
                }
                if !ending.isEmpty { stream.yield(ByteBuffer(string: ending)) }
                stream.finish()
            })
    }
}

/// The media type that bytes themselves tell.
enum MediaType {
    static func of(_ bytes: [UInt8]) -> String {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "image/png" }
        if bytes.starts(with: [0xFF, 0xD8]) { return "image/jpeg" }
        if bytes.starts(with: Array("RIFF".utf8)) { return "image/webp" }
        if bytes.starts(with: Array("<svg".utf8)) { return "image/svg+xml" }
        return "application/octet-stream"
    }
}
