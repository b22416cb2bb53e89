import Candid
import HTTPTypes
import HummingbirdCore
import NIOCore

/// One request and its reply.
struct Exchange: Sendable {
    let responder: Responder
    /// Bytes that a body may have.
    let limit: Int

    /// Answers; a client that leaves cancels the work, whether or not anything was written yet.
    func serve(_ request: Request, _ writer: consuming ResponseWriter) async throws {
        var taken: ResponseWriter? = writer
        try await request.body.consumeWithCancellationOnInboundClose { body in
            guard let writer = taken.take() else { return }
            try await answer(request, body, writer)
        }
    }

    private func answer(
        _ request: Request, _ body: RequestBody, _ writer: consuming ResponseWriter
    ) async throws {
        let reply: WireStream
        do {
            reply = try await responder.respond(try await collected(request, body))
        } catch let failure as ProviderFailure {
            reply = try Self.reply(for: failure)
        }
        var body = try await writer.writeHead(Self.head(of: reply))
        for try await chunk in reply.body {
            try await body.write(chunk)
        }
        try await body.finish(nil)
    }

    private func collected(
        _ request: Request, _ body: RequestBody
    ) async throws -> WireRequest {
        let claimed = request.headers[.contentLength].flatMap(Int.init) ?? 0
        guard claimed <= limit else { throw ProviderFailure.tooLarge(limit: limit) }
        var whole = ByteBuffer()
        for try await chunk in body {
            guard whole.readableBytes + chunk.readableBytes <= limit else {
                throw ProviderFailure.tooLarge(limit: limit)
            }
            whole.writeImmutableBuffer(chunk)
        }
        return WireRequest(
            request.method.rawValue, request.head.path ?? "/", headers: Self.fields(of: request),
            body: whole)
    }

    /// Repeated fields are one, as RFC 9110 (5.3) has it.
    private static func fields(of request: Request) -> [String: String] {
        var fields: [String: String] = [:]
        for field in request.headers {
            let name = field.name.canonicalName
            fields[name] = fields[name].map { "\($0), \(field.value)" } ?? field.value
        }
        if let authority = request.head.authority { fields["host"] = authority }
        return fields
    }

    private static func head(of reply: WireStream) -> HTTPResponse {
        var head = HTTPResponse(status: .init(code: reply.status))
        for (name, value) in reply.headers.sorted(by: { $0.key < $1.key }) {
            guard let name = HTTPField.Name(name) else { continue }
            head.headerFields[name] = value
        }
        head.headerFields[.connection] = "close"
        return head
    }

    /// A responder that breaks off is a connection that breaks off; everything else has words.
    private static func reply(for failure: ProviderFailure) throws -> WireStream {
        if case .brokeOff = failure { throw failure }
        let status = if case .tooLarge = failure { 413 } else { 500 }
        let body = JSONValue.object([
            "error": .object([
                "message": .text(failure.message), "param": .null,
                "type": .text(status == 413 ? "invalid_request_error" : "server_error"),
                "code": .text(status == 413 ? "request_too_large" : "server_error"),
            ])
        ])
        return WireStream(
            WireReply(
                status: status, headers: ["content-type": "application/json"],
                body: body.encoded()))
    }
}
