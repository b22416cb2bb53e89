import Candid
import Foundation
import NIOCore
import Synchronization
import Tracing

extension World {
    /// The same world, in which whatever is sent is a span and carries the trace.
    func traced(_ tracer: any Tracer, under place: InstrumentationContext) -> World {
        var world = self
        let outside = stream
        world.stream = { request async throws(ProviderFailure) in
            let span = tracer.startSpan(request.method, context: place, ofKind: .client)
            span.updateAttributes {
                $0["http.request.method"] = request.method
                $0["server.address"] = URL(string: request.url)?.host() ?? ""
                $0["http.request.body.size"] = request.body.readableBytes
            }
            var request = request
            request.headers["traceparent"] = nil
            request.headers["tracestate"] = nil
            tracer.inject(span.context, into: &request.headers, using: TraceFields())
            do throws(ProviderFailure) {
                let reply = try await outside(request)
                return reply.followed(by: span)
            } catch {
                span.recordError(error)
                span.setStatus(SpanStatus(code: .error))
                span.end()
                throw error
            }
        }
        return world
    }
}

extension WireStream {
    /// The same reply, whose first bytes and end are noted.
    fileprivate func followed(by span: any Span) -> WireStream {
        span.addEvent("head")
        span.attributes["http.response.status_code"] = status
        if status >= 400 { span.setStatus(SpanStatus(code: .error)) }
        let ending = BodyEnding(body) { isWhole in
            if !isWhole { span.setStatus(SpanStatus(code: .error)) }
            span.end()
        } first: {
            span.addEvent("first byte")
        }
        return WireStream(
            status: status, headers: headers,
            body: AsyncThrowingStream { try await ending.next() })
    }
}

/// A body whose first bytes and end are told, also where nobody reads it to the end.
///
/// No actor: each would cost two turns of the event loop for every chunk.
final class BodyEnding: Sendable {
    private let body: AsyncThrowingStream<ByteBuffer, any Error>
    private let first: Mutex<(@Sendable () -> Void)?>
    private let end: @Sendable (_ isWhole: Bool) -> Void

    init(
        _ body: AsyncThrowingStream<ByteBuffer, any Error>, end: @escaping @Sendable (Bool) -> Void,
        first: (@Sendable () -> Void)? = nil
    ) {
        self.body = body
        self.end = end
        self.first = Mutex(first)
    }

    deinit { end(false) }

    func next() async throws -> ByteBuffer? {
        do {
            // Each iterator of a stream goes on where the last one was.
            var rest = body.makeAsyncIterator()
            guard let chunk = try await rest.next() else {
                end(true)
                return nil
            }
            first.withLock { first in
                defer { first = nil }
                return first
            }?()
            return chunk
        } catch {
            end(false)
            throw error
        }
    }
}
