import Candid
import NIOCore
import NIOHTTP1

/// A request as far as it has come.
struct RequestInProgress {
    let head: HTTPRequestHead
    private var body = ByteBuffer()

    init(_ head: HTTPRequestHead) { self.head = head }

    /// The bytes that the client says its body has; 0 where it does not say.
    var length: Int { head.headers.first(name: "content-length").flatMap(Int.init) ?? 0 }

    /// Whether its body may be more than a few pieces, or its client waits to be told to send it.
    var mayBeLarge: Bool {
        length > 64 << 10 || head.headers.contains(name: "transfer-encoding")
            || head.headers.contains(name: "expect")
    }

    /// Adds to the body; false if it is too much.
    mutating func add(_ bytes: ByteBuffer, limit: Int) -> Bool {
        guard body.readableBytes + bytes.readableBytes <= limit else { return false }
        if body.readableBytes == 0 {
            body = bytes
            // What is claimed is not yet there: a claim alone must not cost memory.
            body.reserveCapacity(min(length, 1 << 20))
        } else {
            body.writeImmutableBuffer(bytes)
        }
        return true
    }

    /// The request; repeated fields are one, as RFC 9110 (5.3) has it.
    var wire: WireRequest {
        var fields: [String: String] = [:]
        for (name, value) in head.headers {
            let name = name.lowercased()
            fields[name] = fields[name].map { "\($0), \(value)" } ?? value
        }
        return WireRequest(head.method.rawValue, head.uri, headers: fields, body: body)
    }
}

/// Why a request is not even looked at.
struct HostRefusal: Error {
    let status: Int
    let code: String
    let message: String

    init(_ status: Int, _ code: String, _ message: String) {
        (self.status, self.code, self.message) = (status, code, message)
    }

    static func tooLarge(limit: Int) -> HostRefusal {
        HostRefusal(413, "request_too_large", ProviderFailure.tooLarge(limit: limit).message)
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
}
