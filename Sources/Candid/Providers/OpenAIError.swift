import Foundation
import NIOCore

/// The error in a reply; compatible servers send an object, a bare string, or a number as code.
struct OpenAIError: Decodable {
    var message: String?
    var type: String?
    var code: String?

    private enum CodingKeys: String, CodingKey {
        case message, type, code
    }

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            message = text
            return
        }
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        message = try fields.decodeIfPresent(String.self, forKey: .message)
        type = try fields.decodeIfPresent(String.self, forKey: .type)
        if let number = try? fields.decodeIfPresent(Int.self, forKey: .code) {
            code = String(number)
        } else {
            code = try fields.decodeIfPresent(String.self, forKey: .code)
        }
    }

    private struct Envelope: Decodable {
        var error: OpenAIError
    }

    /// The failure that a reply with an error status means.
    static func failure(of reply: WireReply) -> ProviderFailure {
        let body = Data(reply.body.readableBytesView)
        guard let error = try? JSONDecoder().decode(Envelope.self, from: body).error else {
            return reply.status == 429
                ? .throttled(code: nil, message: "too many requests", retryAfter: reply.retryAfter)
                : .unreadable(
                    status: reply.status,
                    detail: "HTTP \(reply.status) with a body that is no error of an Images API")
        }
        return error.failure(status: reply.status, retryAfter: reply.retryAfter)
    }

    /// Out of money comes as a 429 too, and waiting never helps there.
    func failure(status: Int, retryAfter: Duration? = nil) -> ProviderFailure {
        let name = code ?? type
        let said = message ?? "the provider gave no reason"
        guard status == 429, type != "insufficient_quota", code != "insufficient_quota" else {
            return .refused(code: name, message: said, status: status)
        }
        return .throttled(code: name, message: said, retryAfter: retryAfter)
    }
}

extension WireReply {
    /// How long the service asks us to wait.
    var retryAfter: Duration? {
        if let milliseconds = headers["retry-after-ms"].flatMap(Double.init) {
            return .milliseconds(milliseconds)
        }
        return headers["retry-after"].flatMap(Double.init).map { .seconds($0) }
    }
}
