public import Candid
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// Serves a responder over HTTP/1.1 on this machine.
///
/// It moves bytes and decides nothing about them: a request is collected up to a limit, the reply
/// leaves chunk by chunk as the responder gives it, and a client that goes away cancels the
/// responder's work at once. Every connection carries one request, because that is what makes an
/// absent client noticeable while a picture is being made.
///
///     try await Host(responder, port: 8484).run { port in print(port) }
public struct Host: Sendable {
    /// What a client may cost.
    public struct Limits: Sendable {
        /// Bytes of a request's body.
        public var body: Int
        /// Bytes of a request's head.
        public var head: Int
        /// Connections at a time; more wait.
        public var connections: Int

        /// Creates limits; the body's is room for sixteen pictures of a common size.
        public init(body: Int = 256 << 20, head: Int = 64 << 10, connections: Int = 256) {
            self.body = body
            self.head = head
            self.connections = connections
        }
    }

    private let responder: Responder
    private let address: String
    private let port: Int
    private let limits: Limits

    /// Creates a host.
    ///
    /// - Parameters:
    ///   - responder: What answers.
    ///   - address: The address to listen on; nobody but this machine reaches the default.
    ///   - port: The port; 0 lets the system choose.
    ///   - limits: What a client may cost.
    public init(
        _ responder: Responder, address: String = "127.0.0.1", port: Int,
        limits: Limits = Limits()
    ) {
        self.responder = responder
        self.address = address
        self.port = port
        self.limits = limits
    }

    /// Serves until the task is cancelled or, with `signals`, until SIGTERM or SIGINT.
    ///
    /// On a signal no connection is taken any more, and what is under way is finished.
    ///
    /// - Parameters:
    ///   - signals: Whether to end on SIGTERM and SIGINT.
    ///   - whenReady: Called once with the port, as soon as connections are taken.
    /// - Throws: ``HostProblem`` if the address can't be had.
    public func run(
        endingOnSignals signals: Bool = true, whenReady: @escaping @Sendable (Int) -> Void
    ) async throws {
        let server = try HTTPServerBuilder.http1(configuration: channel).buildServer(
            configuration: configuration, eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Self.silence,
            responder: { [responder, limits] request, writer, _ in
                try await Exchange(responder: responder, limit: limits.body).serve(
                    request, writer)
            },
            onServerRunning: { whenReady($0.localAddress?.port ?? 0) })
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [server], gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [],
                logger: Self.silence))
        do {
            try await group.run()
        } catch let error as IOError {
            throw HostProblem(address: address, port: port, reason: "\(error)")
        }
    }

    private var channel: HTTP1Channel.Configuration {
        HTTP1Channel.Configuration(
            idleTimeout: nil,
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: limits.head, maxHeaderListSize: limits.head))
    }

    private var configuration: ServerConfiguration {
        ServerConfiguration(
            address: .hostname(address, port: port), serverName: nil,
            availableConnectionsDelegate: MaximumAvailableConnections(
                limits.connections, logger: Self.silence))
    }

    /// The host speaks through its replies; whoever wants a log wraps the responder.
    private static let silence = Logger(label: "candid.host") { _ in SwiftLogNoOpLogHandler() }
}

/// Why a host can't listen.
public struct HostProblem: Error, CustomStringConvertible {
    /// The address that was asked for.
    public let address: String
    /// The port that was asked for.
    public let port: Int
    /// The system's own words.
    public let reason: String

    /// What was wrong and what to do.
    public var description: String {
        "\(address):\(port) can't be listened on (\(reason)). Choose another port, or 0 for any."
    }
}
