import Candid
import Foundation
import NIOCore

/// Sends canaries through a gateway and brings back what was seen of them.
struct AuditFlight: Sendable {
    let gateway: String
    let key: String?
    let world: World
    let recorder: Recorder

    /// Lets all canaries fly, one after another.
    ///
    /// - Parameters:
    ///   - canaries: What flies.
    ///   - progress: Told which canary is on its way.
    /// - Returns: What became of each, in the same order.
    /// - Throws: ``CommandFailure`` where the gateway is gone.
    func results(
        _ canaries: [Canary], progress: (Int, Canary) -> Void
    ) async throws -> [CanaryResult] {
        var traces: [CanaryTrace] = []
        for (index, canary) in canaries.enumerated() {
            progress(index, canary)
            var trace = try await trace(of: canary)
            if await recorder.arrivals(of: canary).isEmpty, let rest = Self.rest(after: trace) {
                try await world.pause(rest)
                trace = try await self.trace(of: canary)
            }
            traces.append(trace)
        }
        // Read at the end, so that an order that a gateway repeats later is counted, too.
        for index in canaries.indices {
            traces[index].arrivals = await recorder.arrivals(of: canaries[index])
        }
        return zip(canaries, traces).map { CanaryResult($0, $1) }
    }

    /// How long a gateway wants to be left alone that lets nothing through for the moment; what an
    /// earlier canary did to it must not be laid on this one.
    private static func rest(after trace: CanaryTrace) -> Duration? {
        guard case .reply(let reply) = trace.answer, reply.status == 429 || reply.status == 503
        else {
            return nil
        }
        let asked = reply.headers["retry-after"].flatMap(Int.init) ?? 0
        return .seconds(min(60, max(10, asked + 1)))
    }

    /// Finds the way to the recorder.
    ///
    /// - Parameters:
    ///   - scout: The first order.
    ///   - seconds: How long to wait for it to come through; nil is two minutes, but only some
    ///     seconds where nothing listens at all.
    /// - Throws: ``CommandFailure`` where no order arrives in time, or one was answered by somebody
    ///   else, who may have charged for it.
    func findWay(_ scout: Canary, upTo seconds: Int?) async throws {
        let start = ContinuousClock.now
        let end = start + .seconds(seconds ?? 120)
        var last: String?
        repeat {
            if let answer = try await firstAnswer(scout) {
                if await !recorder.arrivals(of: scout).isEmpty { return }
                try Self.stopIfHopeless(answer, gateway)
                last = Self.shown(answer)
            } else if seconds == nil, last == nil, ContinuousClock.now > start + .seconds(4) {
                break
            }
            try await world.pause(.seconds(1))
        } while ContinuousClock.now < end
        guard let last else {
            throw CommandFailure(
                .unreachable,
                "nothing listens at \(gateway). Start the gateway with the recorder as its upstream, "
                    + "or say --wait 120 to have two minutes for that.")
        }
        throw CommandFailure(
            .unreachable,
            "no order came through \(gateway) to the recorder in \(seconds ?? 120) s: \(last).")
    }

    /// Nil where nobody listens yet.
    private func firstAnswer(_ scout: Canary) async throws -> CanaryTrace.Answer? {
        do {
            return try await answer(to: addressed(scout), of: scout)
        } catch is CommandFailure {
            return nil
        }
    }

    private static func stopIfHopeless(_ answer: CanaryTrace.Answer, _ gateway: String) throws {
        guard case .reply(let reply) = answer, reply.status < 500, reply.status != 429 else {
            return
        }
        guard reply.status < 400 else {
            throw CommandFailure(
                .unreachable,
                "\(gateway) lets no order through: \(shown(answer)). Is --model the name it routes, "
                    + "and --key a key of its own?")
        }
        throw CommandFailure(
            .unreachable,
            "\(gateway) answered, but not from the recorder: its upstream is somebody else, who may "
                + "have charged for one picture. Nothing more was sent. Point its upstream at the "
                + "recorder.")
    }

    private static func shown(_ answer: CanaryTrace.Answer) -> String {
        switch answer {
        case .broken(let reason): return reason
        case .reply(let reply):
            let body = String(decoding: reply.body.readableBytesView.prefix(300), as: UTF8.self)
            return
                "HTTP \(reply.status) \(Terminal.visible(body).split(separator: "\n").joined(separator: " "))"
        }
    }

    private func trace(of canary: Canary) async throws -> CanaryTrace {
        await recorder.expect(canary)
        let start = ContinuousClock.now
        let answer =
            switch canary.tries {
            case .once: try await answer(to: addressed(canary), of: canary)
            case .twice: try await twice(canary)
            case .abandoned: try await abandoned(canary)
            }
        return CanaryTrace(
            arrivals: [], answer: answer, seenInTime: await recorder.seenInTime(of: canary),
            waited: ContinuousClock.now - start)
    }

    private func twice(_ canary: Canary) async throws -> CanaryTrace.Answer {
        _ = try await answer(to: addressed(canary), of: canary)
        return try await answer(to: addressed(canary), of: canary)
    }

    /// As OpenAI's own packages do it when they have waited long enough.
    private func abandoned(_ canary: Canary) async throws -> CanaryTrace.Answer {
        let first = Task { try await answer(to: addressed(canary), of: canary) }
        await recorder.waitForArrival(of: canary)
        // What never left the gateway can't be bought twice, so a second try would prove nothing.
        guard await !recorder.arrivals(of: canary).isEmpty else { return try await first.value }
        first.cancel()
        _ = await first.result
        return try await answer(to: addressed(canary, retries: 1), of: canary)
    }

    private func addressed(_ canary: Canary, retries: Int = 0) -> WireRequest {
        var request = canary.request
        request.url = gateway + request.url
        request.headers["x-stainless-retry-count"] = "\(retries)"
        if let key { request.headers["authorization"] = "Bearer \(key)" }
        return request
    }

    private func answer(
        to request: WireRequest, of canary: Canary
    ) async throws -> CanaryTrace.Answer {
        do {
            let reply = try await world.stream(request)
            var (body, events) = (ByteBuffer(), EventCount())
            for try await chunk in reply.body {
                guard body.readableBytes + chunk.readableBytes <= Self.limit else {
                    throw ProviderFailure.tooLarge(limit: Self.limit)
                }
                body.writeImmutableBuffer(chunk)
                guard reply.isEventStream else { continue }
                try events.take(chunk)
                await recorder.clientHas(events.count, of: canary)
            }
            return .reply(WireReply(status: reply.status, headers: reply.headers, body: body))
        } catch let failure as ProviderFailure {
            guard case .unreachable = failure else { return .broken(failure.message) }
            throw CommandFailure(
                .unreachable, "at “\(canary.title)”: \(failure.message) (\(gateway))")
        }
    }

    /// No answer of the recorder's is larger than some kilobytes.
    private static let limit = 16 << 20
}
