import Candid
import NIOCore
import NIOHTTP1

/// Why a request is not even looked at.
struct HostRefusal: Error {
    let status: Int
    let code: String
    let message: String

    init(_ status: Int, _ code: String, _ message: String) {
        (self.status, self.code, self.message) = (status, code, message)
    }

    static func tooLarge(limit: Int) -> HostRefusal {
        HostRefusal(
            413, "request_too_large",
            "The request's body is larger than \(limit) bytes, more than is taken.")
    }

    /// What can't be read as HTTP, without the parser's own words.
    init(_ error: HTTPParserError) {
        if case .headerOverflow = error {
            self.init(431, "header_too_large", "The request's head is too large.")
            return
        }
        let part =
            switch error {
            case .invalidMethod, .invalidURL, .invalidVersion, .invalidPath, .invalidHost,
                .invalidPort, .invalidQueryString, .invalidFragment:
                "its first line is not METHOD PATH HTTP/1.1"
            case .invalidHeaderToken: "a field of its head can't be read"
            case .invalidContentLength, .unexpectedContentLength:
                "its Content-Length is no length, or comes with another one"
            case .invalidChunkSize: "a piece of its body has no length"
            case .invalidEOFState, .closedConnection: "it ends too early"
            default: "it does not keep to RFC 9112"
            }
        self.init(400, "invalid_request", "This is no HTTP request: \(part).")
    }

    /// A name for the answer, by which whoever reports it can be helped.
    static func requestName() -> String {
        "req_candid_" + String(UInt64.random(in: .min ... .max), radix: 16)
    }

    /// In OpenAI's shape.
    var body: ByteBuffer {
        JSONValue.object([
            "error": .object([
                "message": .text(message), "param": .null, "code": .text(code),
                "type": .text(status < 500 ? "invalid_request_error" : "server_error"),
            ])
        ]).encoded()
    }

    /// The fields of the answer.
    var fields: [String: String] {
        [
            "content-type": "application/json", "content-length": "\(body.readableBytes)",
            "x-request-id": Self.requestName(),
        ]
    }
}
