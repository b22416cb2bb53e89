public import Foundation
import NIOCore

/// Everything Candid does to the world outside, apart from the ledger and the picture store.
///
/// The rest of this module is values and functions of values.
public struct World: Sendable {
    /// Sends a request and gives the reply's head as soon as it is here.
    public var stream: @Sendable (WireRequest) async throws(ProviderFailure) -> WireStream
    /// Waits.
    public var pause: @Sendable (Duration) async throws -> Void
    /// Tells the time.
    public var now: @Sendable () -> Date
    /// Draws a random number.
    public var random: @Sendable () -> UInt64

    /// Creates a world from what it can do.
    public init(
        stream: @escaping @Sendable (WireRequest) async throws(ProviderFailure) -> WireStream,
        pause: @escaping @Sendable (Duration) async throws -> Void,
        now: @escaping @Sendable () -> Date,
        random: @escaping @Sendable () -> UInt64
    ) {
        self.stream = stream
        self.pause = pause
        self.now = now
        self.random = random
    }
}

/// Something that answers requests in this process, in a provider's own dialect.
public struct Responder: Sendable {
    /// Answers a request.
    public var respond: @Sendable (WireRequest) async throws(ProviderFailure) -> WireStream

    /// Creates a responder from its answer.
    public init(
        _ respond: @escaping @Sendable (WireRequest) async throws(ProviderFailure) -> WireStream
    ) {
        self.respond = respond
    }
}

extension World {
    /// The same world, in which addresses that begin with a prefix are answered in this process.
    public func answering(_ prefix: String, with responder: Responder) -> World {
        var world = self
        let outside = stream
        world.stream = { request async throws(ProviderFailure) in
            guard request.url.hasPrefix(prefix) else { return try await outside(request) }
            return try await Workplace.away { () async throws(ProviderFailure) in
                try await responder.respond(request)
            }
        }
        return world
    }
}

extension WireStream {
    /// The whole reply.
    ///
    /// - Throws: ``ProviderFailure/tooLarge(limit:)`` before more than `limit` bytes are held;
    ///   ``ProviderFailure/brokeOff(_:)`` if the body ends before its time.
    public func collected(upTo limit: Int) async throws(ProviderFailure) -> WireReply {
        var whole = ByteBuffer()
        do {
            for try await chunk in body {
                guard whole.readableBytes + chunk.readableBytes <= limit else {
                    throw ProviderFailure.tooLarge(limit: limit)
                }
                whole.writeImmutableBuffer(chunk)
            }
        } catch let failure as ProviderFailure {
            throw failure
        } catch {
            throw .brokeOff("\(error)")
        }
        return WireReply(status: status, headers: headers, body: whole)
    }
}
