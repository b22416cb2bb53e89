import NIOCore
import Pixels

/// Carries one draft out: sends, reads, keeps, and writes down every step as it happens.
struct Driver: Sendable {
    let run: RunID
    let draft: Draft
    let pipeline: Pipeline

    private var provider: any ImageProvider { pipeline.provider }
    private var isFree: Bool { provider.engine.isEmbedded }

    /// Drives the run to its end.
    ///
    /// - Throws: Only what the ledger or the picture store throws.
    func drive(_ tell: @Sendable (Entry) -> Void) async throws {
        let request: WireRequest
        do {
            request = try provider.begin(draft.order)
        } catch {
            return try await record(
                [.drafted(draft), .failed(Failure(error, free: isFree))], tell)
        }
        // One commit for both, and before the bytes leave: after a crash the ledger says so.
        try await record([.drafted(draft), .sent(sending(request))], tell)
        do {
            let answer = try await exchange(request, tell)
            try await keep(answer, tell)
        } catch let failure as ProviderFailure {
            try await end(with: failure, tell)
        } catch is CancellationError {
            try await record([.cancelled(Cancellation(perhapsCharged: !isFree))], tell)
        }
    }

    private func end(with failure: ProviderFailure, _ tell: @Sendable (Entry) -> Void) async throws
    {
        let event: Event =
            Task.isCancelled
            ? .cancelled(Cancellation(perhapsCharged: !isFree))
            : .failed(Failure(failure, free: isFree))
        try await record([event], tell)
    }

    private func exchange(
        _ first: WireRequest, _ tell: @Sendable (Entry) -> Void
    ) async throws -> Answer {
        var request = first
        while true {
            try Task.checkCancellation()
            let stream = try await pipeline.world.stream(request)
            if stream.status == 200, stream.isEventStream {
                return try await read(stream, tell)
            }
            let reply = try await stream.collected(upTo: pipeline.replyLimit)
            switch try provider.resume(reply) {
            case .finish(let answer): return answer
            case .send(let next, let delay):
                try await pipeline.world.pause(delay)
                try await record([.sent(sending(next))], tell)
                request = next
            }
        }
    }

    private func read(
        _ stream: WireStream, _ tell: @Sendable (Entry) -> Void
    ) async throws -> Answer {
        var reader = ServerSentEvents(limit: pipeline.replyLimit)
        var whole: Answer?
        do {
            for try await chunk in stream.body {
                for event in try reader.take(chunk.readableBytesView) {
                    switch try provider.resume(event) {
                    case .nothing: break
                    case .partial(let index, let bytes): try await keep(bytes, at: index, tell)
                    case .pictures(let answer):
                        if whole?.add(answer) == nil { whole = answer }
                    }
                }
            }
        } catch is ServerSentEvents.Problem {
            throw ProviderFailure.tooLarge(limit: pipeline.replyLimit)
        }
        try Task.checkCancellation()
        guard !reader.isInEvent, let whole else {
            throw ProviderFailure.brokeOff("the stream ended before the picture was there")
        }
        return whole
    }

    private func keep(_ answer: Answer, _ tell: @Sendable (Entry) -> Void) async throws {
        var events: [Event] = []
        for (index, picture) in answer.pictures.enumerated() {
            events.append(.received(try await keep(picture, at: index)))
        }
        events.append(.reported(answer.report))
        if isFree, let estimate = draft.estimate { events.append(.settled(estimate.asSettled)) }
        events.append(.finished)
        try await record(events, tell)
    }

    private func keep(_ picture: ReceivedPicture, at index: Int) async throws -> Picture {
        let format = try format(of: picture.bytes, "picture \(index + 1)")
        let digest = try await shielded {
            try await pipeline.pictures.put(picture.bytes, as: format)
        }
        return Picture(
            digest: digest, format: format, bytes: picture.bytes.count,
            size: Size(headerOf: picture.bytes), revised: picture.revised)
    }

    private func keep(
        _ bytes: [UInt8], at index: Int, _ tell: @Sendable (Entry) -> Void
    ) async throws {
        let format = try format(of: bytes, "partial picture \(index + 1)")
        let digest = try await shielded { try await pipeline.pictures.put(bytes, as: format) }
        let partial = PartialPicture(index: index, digest: digest, format: format)
        try await record([.partial(partial)], tell)
    }

    private func format(of bytes: [UInt8], _ name: String) throws -> PictureFormat {
        guard let format = PictureFormat(sniffing: bytes) else {
            throw ProviderFailure.unreadable(
                status: 200, detail: "\(name) is no PNG, JPEG, WebP, GIF or SVG file")
        }
        return format
    }

    private func sending(_ request: WireRequest) -> Sending {
        Sending(
            prompt: draft.order.prompt, url: request.url,
            body: Digest(of: request.body.readableBytesView), bytes: request.body.readableBytes)
    }

    private func record(_ events: [Event], _ tell: @Sendable (Entry) -> Void) async throws {
        let time = Timestamp(pipeline.world.now())
        let entries = events.map { Entry(run: run, time: time, event: $0) }
        try await shielded { try await pipeline.ledger.append(entries) }
        for entry in entries { tell(entry) }
    }

    /// The act in a task of its own, because what has happened must be kept even when the run was
    /// cancelled meanwhile, and databases refuse to work for a cancelled task.
    private func shielded<Output: Sendable>(
        _ act: @escaping @Sendable () async throws -> Output
    ) async throws -> Output {
        try await Task { try await act() }.value
    }
}
