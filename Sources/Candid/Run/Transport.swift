import NIOCore

/// Sends one request and reads what comes back, within limits.
struct Transport: Sendable {
    let world: World
    let traffic: Traffic
    /// The name under which the route's traffic is known.
    let route: String
    /// The largest reply that is taken, in bytes.
    let limit: Int
    /// The keys in the service's JSON whose strings are pictures.
    let pictureKeys: Set<String>
    /// Where large pictures go while they arrive.
    var store: (any PictureStore)?

    /// What a request brought.
    enum Outcome {
        case reply(Reply)
        /// A stream of events, which were handed on as they came.
        case streamed
    }

    /// Sends a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - event: Takes each event of a streamed reply, in order.
    /// - Returns: The whole reply, or that it was streamed.
    /// - Throws: ``ProviderFailure``, free of keys; `CancellationError`; whatever `event` throws.
    func send(
        _ request: WireRequest, _ event: (WireEvent) async throws -> Void
    ) async throws -> Outcome {
        try Task.checkCancellation()
        try await traffic.enter(route)
        do {
            let outcome = try await exchange(request, event)
            var failure: ProviderFailure?
            if case .reply(let reply) = outcome, reply.status >= 400 {
                failure = OpenAIError.failure(of: reply)
            }
            await traffic.leave(route, failure)
            return outcome
        } catch let failure as ProviderFailure {
            await traffic.leave(route, Task.isCancelled ? nil : failure)
            throw failure.redacting(request.secrets)
        } catch {
            await traffic.leave(route, nil)
            throw error
        }
    }

    private func exchange(
        _ request: WireRequest, _ event: (WireEvent) async throws -> Void
    ) async throws -> Outcome {
        let stream = try await world.stream(request)
        await traffic.learn(stream.headers, on: route)
        if stream.status == 200, stream.isEventStream {
            try await read(stream, event)
            return .streamed
        }
        return .reply(try await whole(stream))
    }

    private func whole(_ stream: WireStream) async throws -> Reply {
        // What says that it is too large need not be waited for.
        if stream.status < 400, let length = stream.headers["content-length"].flatMap(Int.init),
            length > limit
        {
            throw ProviderFailure.tooLarge(limit: limit)
        }
        var reader = ReplyReader(
            status: stream.status, headers: stream.headers, pictureKeys: pictureKeys, into: store,
            limit: limit)
        do {
            for try await chunk in stream.body {
                try reader.take(chunk)
                if reader.isFull { break }
            }
        } catch let failure as ProviderFailure {
            throw failure
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            throw ProviderFailure.brokeOff("\(error)")
        }
        // A task that is cancelled ends the stream without an error.
        try Task.checkCancellation()
        return try reader.finish()
    }

    private func read(
        _ stream: WireStream, _ event: (WireEvent) async throws -> Void
    ) async throws {
        var reader = EventReader(
            limits: .reply(bytes: limit), pictureKeys: pictureKeys, into: store)
        // Each event has its limit; comments and what else is passed over have this one.
        let most = limit > Int.max / 4 ? Int.max : limit * 4
        var left = most
        do {
            for try await chunk in stream.body {
                left -= chunk.readableBytes
                guard left >= 0 else { throw ProviderFailure.tooLarge(limit: most) }
                for next in try reader.take(chunk) { try await event(next) }
            }
            if let last = try reader.finish() { try await event(last) }
        } catch let problem as JSONProblem {
            if case .tooLarge(let limit) = problem { throw ProviderFailure.tooLarge(limit: limit) }
            throw ProviderFailure.unreadable(
                status: 200, detail: "an event of the stream is unreadable: \(problem)")
        }
        try Task.checkCancellation()
    }
}

extension WireRequest {
    /// What must never be repeated: the values of header fields that hold keys.
    var secrets: [String] {
        ["authorization", "x-api-key", "x-goog-api-key", "proxy-authorization"].flatMap { name in
            guard let value = headers[name] else { return [String]() }
            return [value, value.split(separator: " ").last.map(String.init) ?? value]
        }
    }

    /// Reads a reply to this request; a service that repeats our key in an error must not bring it
    /// into the record.
    func reading<Result>(
        _ read: () throws(ProviderFailure) -> Result
    ) throws(ProviderFailure) -> Result {
        do {
            return try read()
        } catch {
            throw error.redacting(secrets)
        }
    }

    /// The address for the record: without a user's name and password, and without a query.
    public var publicURL: String {
        let bare = url.prefix { $0 != "?" && $0 != "#" }
        let parts = bare.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count > 2, let at = parts[2].lastIndex(of: "@") else { return String(bare) }
        let host = parts[2][parts[2].index(after: at)...]
        return (parts[..<2] + [host] + parts[3...]).joined(separator: "/")
    }
}
