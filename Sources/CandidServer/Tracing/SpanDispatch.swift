import Candid
import NIOCore
import Tracing

/// Sends spans in batches, as long as there are any.
struct SpanDispatch: Sendable {
    let collector: OTLPTracer.Collector
    let queue: SpanQueue
    let world: World

    private static let attempts = 3

    func run() async {
        for await _ in queue.rings {
            // Cancelled only at the end, when there is nothing to gather for.
            try? await world.pause(collector.gathering)
            await sendAll()
        }
        await sendAll()
    }

    private func sendAll() async {
        while let batch = queue.take() {
            if !Task.isCancelled, await isTaken(batch) {
                queue.note(sent: batch.count)
            } else {
                queue.note(dropped: batch.count)
            }
        }
    }

    /// Whether the collector took a batch; it is asked again where that makes sense.
    private func isTaken(_ batch: SpanBatch) async -> Bool {
        let request = request(for: batch)
        for attempt in 1...Self.attempts {
            switch await status(of: request) {
            case .some(200..<300): return true
            case nil, 429, 502, 503, 504:
                let wait = Duration.milliseconds(250 << attempt)
                guard attempt < Self.attempts, (try? await world.pause(wait)) != nil else {
                    return false
                }
            default: return false
            }
        }
        return false
    }

    /// nil where nobody answers.
    private func status(of request: WireRequest) async -> Int? {
        guard let reply = try? await world.stream(request) else { return nil }
        // Read to its end, so that the connection is good for the next batch.
        var bytes = 0
        do {
            for try await chunk in reply.body where bytes < 1 << 16 {
                bytes += chunk.readableBytes
            }
        } catch {
            return nil
        }
        return reply.status
    }

    private func request(for batch: SpanBatch) -> WireRequest {
        var fields = collector.fields
        fields["content-type"] = "application/json"
        return WireRequest("POST", collector.address, headers: fields, body: batch.text.buffer)
    }
}

extension OTLPTracer.Collector {
    /// What stands before the spans that are sent together; ``SpanBatch/end()`` writes what stands behind.
    var beginning: SpanText {
        var resource: SpanAttributes = [
            "service.name": .string(service), "telemetry.sdk.language": "swift",
        ]
        if let version { resource["service.version"] = version }
        var text = SpanText()
        text.write(raw: #"{"resourceSpans":[{"resource":{"attributes":"#)
        text.write(resource)
        text.write(raw: #"},"scopeSpans":[{"scope":{"name":"candid.gateway"},"spans":["#)
        return text
    }
}
