import Candid
import NIOCore

/// The way of an answer to the client, with what can go wrong on it.
struct Delivery: Sendable {
    let call: Call
    let pause: @Sendable (Duration) async throws -> Void

    func sent(_ reply: WireStream) -> WireStream {
        var headers = reply.headers
        headers["x-request-id"] = call.id
        headers["request-id"] = call.id
        headers["openai-processing-ms"] = "1"
        headers["openai-version"] = "2020-10-01"
        if let type = call.faults.value(.wrongType) { headers["content-type"] = type }
        let body = AsyncThrowingStream<ByteBuffer, any Error> { stream in
            let task = Task {
                do {
                    try await send(reply) { stream.yield($0) }
                    stream.finish()
                } catch {
                    stream.finish(throwing: error)
                }
            }
            stream.onTermination = { _ in task.cancel() }
        }
        return WireStream(status: reply.status, headers: headers, body: body)
    }

    private func send(_ reply: WireStream, _ write: (ByteBuffer) -> Void) async throws {
        let isStream = reply.headers["content-type"] == "text/event-stream"
        if let percent = call.faults.number(.cut) {
            return try await cut(reply, to: percent, write)
        }
        for try await chunk in reply.body {
            try await pass(chunk, write)
            if call.faults[.duplicate], isStream { try await pass(chunk, write) }
        }
        guard let megabytes = call.faults.number(.oversized) else { return }
        let blanks = ByteBuffer(repeating: isStream ? 0x0A : 0x20, count: 1 << 20)
        for _ in 0..<megabytes { write(blanks) }
    }

    /// A length that was promised makes the break known as one to every client.
    private func cut(
        _ reply: WireStream, to percent: Int, _ write: (ByteBuffer) -> Void
    ) async throws {
        var whole = ByteBuffer()
        for try await chunk in reply.body { whole.writeImmutableBuffer(chunk) }
        let kept = whole.readableBytes * percent / 100
        if kept > 0, let part = whole.readSlice(length: kept) { try await pass(part, write) }
        throw ProviderFailure.brokeOff("the simulator cut the answer after \(kept) bytes")
    }

    private func pass(_ chunk: ByteBuffer, _ write: (ByteBuffer) -> Void) async throws {
        guard let wait = call.faults.number(.slow) else { return write(chunk) }
        var rest = chunk
        let piece = max(1, rest.readableBytes / 32)
        while let part = rest.readSlice(length: min(piece, rest.readableBytes)),
            part.readableBytes > 0
        {
            write(part)
            try await pause(.milliseconds(wait))
        }
    }
}
