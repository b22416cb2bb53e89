import Candid
import NIOCore

/// Plays the provider behind somebody's gateway: writes down what arrives, and answers as each canary
/// wants it.
actor Recorder {
    private let canaries: [String: Canary]
    private let patience: Duration
    private var flying: String
    private var arrived: [String: [WireRequest]] = [:]
    private var seen: [String: Int] = [:]
    private var seenInTime: [String: Int] = [:]
    private var late: Set<String> = []

    /// Creates a recorder.
    ///
    /// - Parameters:
    ///   - canaries: What may come.
    ///   - patience: How long an event waits for the client to have seen the one before.
    init(_ canaries: Canaries, patience: Duration = .seconds(3)) {
        let all = canaries.all + [canaries.scout]
        self.canaries = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
        self.patience = patience
        flying = canaries.scout.name
    }

    nonisolated var responder: Responder {
        Responder { request async throws(ProviderFailure) in try await self.reply(to: request) }
    }

    /// Says which canary is on its way: what arrives without a tag is taken for it.
    func expect(_ canary: Canary) { flying = canary.name }

    /// What arrived of a canary so far.
    func arrivals(of canary: Canary) -> [WireRequest] { arrived[canary.name] ?? [] }

    /// Of a stream, how many events the client saw before the next one was sent.
    func seenInTime(of canary: Canary) -> Int? { seenInTime[canary.name] }

    /// Told by the client how many events of a stream it has.
    func clientHas(_ count: Int, of canary: Canary) { seen[canary.name] = count }

    /// Waits for an arrival, but not for ever.
    func waitForArrival(of canary: Canary) async {
        await wait(upTo: .seconds(15)) { !self.arrivals(of: canary).isEmpty }
    }

    private func reply(to request: WireRequest) async throws(ProviderFailure) -> WireStream {
        let path = request.url.prefix { $0 != "?" }
        guard request.method == "POST" else {
            return path.hasSuffix("/models") ? Self.models : Self.nothingHere
        }
        let tag = Canary.name(in: request.body)
        let name = tag.flatMap { canaries[$0] == nil ? nil : $0 } ?? flying
        arrived[name, default: []].append(request)
        guard let canary = canaries[name] else { return Self.nothingHere }
        return try await play(canary)
    }

    private func play(_ canary: Canary) async throws(ProviderFailure) -> WireStream {
        switch canary.script {
        case .reply(let reply): return WireStream(reply)
        case .breakOff: throw .brokeOff("as the canary wants it")
        case .stream(let events): return stream(events, of: canary.name)
        case .late(let seconds, let reply):
            do {
                try await Task.sleep(for: .seconds(seconds))
            } catch {
                throw .brokeOff("the gateway left")
            }
            return WireStream(reply)
        }
    }

    private func stream(_ events: [String], of name: String) -> WireStream {
        seenInTime[name] = 0
        let (body, sink) = AsyncThrowingStream<ByteBuffer, any Error>.makeStream()
        let sending = Task {
            for (index, event) in events.enumerated() {
                await self.waitUntilSeen(index, of: name)
                sink.yield(ByteBuffer(string: event))
            }
            sink.finish()
        }
        sink.onTermination = { _ in sending.cancel() }
        return WireStream(
            status: 200,
            headers: ["content-type": "text/event-stream", "x-request-id": "req_canary"],
            body: body)
    }

    /// Once one was late, nothing is learnt by waiting for the others.
    private func waitUntilSeen(_ count: Int, of name: String) async {
        guard count > 0, !late.contains(name) else { return }
        await wait(upTo: patience) { self.seen[name, default: 0] >= count }
        if seen[name, default: 0] >= count {
            seenInTime[name] = count
        } else {
            late.insert(name)
        }
    }

    private func wait(upTo limit: Duration, until isSo: () -> Bool) async {
        let end = ContinuousClock.now + limit
        while !isSo(), ContinuousClock.now < end, !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    private static let models = json(
        200,
        #"{"object":"list","data":[{"id":"gpt-image-2","object":"model","owned_by":"canary"}]}"#)

    private static let nothingHere = json(
        404, #"{"error":{"message":"The recorder has no such address.","code":"not_found"}}"#)

    private static func json(_ status: Int, _ text: String) -> WireStream {
        WireStream(
            WireReply(
                status: status,
                headers: [
                    "content-type": "application/json", "content-length": "\(text.utf8.count)",
                ], body: ByteBuffer(string: text)))
    }
}
