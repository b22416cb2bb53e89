public import Candid
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import UnixSignals

/// Serves a responder over HTTP/1.1 on this machine.
///
/// It moves bytes and decides nothing about them: a request is collected up to a limit, the reply
/// leaves chunk by chunk as the responder gives it, and a client that goes away cancels the
/// responder's work at once, also while a picture is being made. Connections are kept for the next
/// request.
///
///     try await Host(responder, port: 8484).run { port in print(port) }
public struct Host: Sendable {
    /// What a client may cost.
    public struct Limits: Sendable {
        /// Bytes of a request's body.
        public var body: Int
        /// Connections at a time; more wait.
        public var connections: Int
        /// How long a client may keep silent before its request is whole, or not read its answer; a
        /// head has no more in all.
        public var patience = Duration.seconds(60)
        /// Bytes of a body that must come in a second, once the patience is used up.
        public var leastRate = 64 << 10
        /// How long a connection is kept without a request.
        public var idle = Duration.seconds(120)
        /// How long an answer may keep a client waiting that sends nothing more: it may have gone.
        public var farewell = Duration.milliseconds(500)
        /// How long what is under way may take once the host is asked to end.
        public var grace = Duration.seconds(120)

        /// Creates limits; the body's is room for sixteen pictures of a common size.
        public init(body: Int = 256 << 20, connections: Int = 4096) {
            self.body = body
            self.connections = connections
        }
    }

    let responder: Responder
    private let address: String
    private let port: Int
    let limits: Limits
    /// Proves who the host is, so that requests come by TLS; nil is in the clear.
    public var certificate: HostCertificate?
    /// Whether the responder only passes small requests through: these are answered on the event loop
    /// of their connection, without a change of threads.
    public var passesThrough = false
    /// Whether a request may come in at all, told of its head alone; nil is that every one may.
    ///
    /// It is asked before a body is read that does not come with its head. Who may not come in is answered by the responder, as a
    /// request without a body, and the body goes nowhere.
    public var admits: (@Sendable (WireRequest) async -> Bool)?
    /// Whether requests tell the other end's address, in a field that no client can send.
    public var tellsPeer = false
    /// Told of a request that is refused before the responder hears of it, because it can't be read or
    /// is too large; nil is nobody.
    public var refused: Refused?

    /// Takes a refused request's head as far as it could be read, the status and the code.
    public typealias Refused =
        @Sendable (_ head: WireRequest?, _ status: Int, _ code: String) -> Void

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
    /// On a signal no connection is taken any more, what is under way is finished within the grace, and
    /// a request that is not yet whole is not waited for.
    ///
    /// - Parameters:
    ///   - signals: Whether to end on SIGTERM and SIGINT.
    ///   - whenReady: Called once with the port, as soon as connections are taken.
    ///   - onHangup: Called at every SIGHUP, which ends the program where it is nil.
    /// - Throws: ``HostProblem`` if the address can't be had.
    public func run(
        endingOnSignals signals: Bool = true, whenReady: @escaping @Sendable (Int) -> Void,
        onHangup: (@Sendable () async -> Void)? = nil
    ) async throws {
        let reception = Reception(limits: limits)
        let server: any Channel
        do {
            server = try await bootstrap(reception).bind(host: address, port: port).get()
        } catch let error as IOError {
            throw HostProblem(address: address, port: port, reason: "\(error)")
        } catch let error as SocketAddressError {
            throw HostProblem(address: address, port: port, reason: "\(error)")
        }
        let serving = Serving(
            server: server, reception: reception, grace: limits.grace, onHangup: onHangup
        ) {
            whenReady(server.localAddress?.port ?? 0)
        }
        try await ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [serving], gracefulShutdownSignals: signals ? [.sigterm, .sigint] : [],
                logger: Self.silence)
        ).run()
    }

    private func bootstrap(_ reception: Reception) -> ServerBootstrap {
        ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Doorway(reception))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if let certificate { try pipeline.addHandler(certificate.handler) }
                    try pipeline.addHandlers([
                        HTTPResponseEncoder(), NIOHTTPResponseHeadersValidator(), Arrival(),
                    ])
                    try pipeline.addHandler(
                        ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
                    try pipeline.addHandler(Connection(self))
                }
            }
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

/// A host's life, from its first connection to its last.
private struct Serving: Service {
    let server: any Channel
    let reception: Reception
    let grace: Duration
    let onHangup: (@Sendable () async -> Void)?
    let whenReady: @Sendable () -> Void

    func run() async throws {
        // Caught before anybody can know that it runs.
        let hangups = onHangup == nil ? nil : await UnixSignalsSequence(trapping: .sighup)
        let reloading = Task { [onHangup] in
            guard let hangups, let onHangup else { return }
            for await _ in hangups { await onHangup() }
        }
        defer { reloading.cancel() }
        whenReady()
        // Either ends it: a signal, or the task that serves being cancelled.
        try? await gracefulShutdown()
        try? await server.close()
        reception.close()
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await reception.isEmpty() }
            tasks.addTask { [grace] in try? await Task.sleep(for: grace) }
            await tasks.next()
            tasks.cancelAll()
        }
        reception.evict()
    }
}
