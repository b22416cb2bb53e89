import AsyncHTTPClient
public import Candid
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

extension World {
    /// The real one: HTTP, the clock on the wall, the system's random numbers.
    ///
    /// - Parameter network: The way to the outside.
    /// - Returns: The world.
    public static func live(_ network: Network = Network()) -> Self {
        let clients = Clients.shared(network)
        return World { request async throws(ProviderFailure) in
            do {
                let reader = ProviderReader(
                    try clients.prepared(request), by: clients.client(for: request.url),
                    until: .now() + TimeAmount(network.timeout))
                return WireStream(try await reader.head(), reader, from: request.url)
            } catch {
                throw ProviderFailure(transport: error, to: request.url)
            }
        } pause: {
            try await Task.sleep(for: $0)
        } now: {
            Date()
        } random: {
            UInt64.random(in: 0...UInt64.max)
        }
    }
}

/// For as long as the process lives; what they hold ends with it.
private struct Clients: Sendable {
    private static let all = Mutex<[Network: Clients]>([:])

    /// The clients of a way to the outside; worlds that go the same way share connections.
    static func shared(_ network: Network) -> Clients {
        all.withLock { known in
            if let clients = known[network] { return clients }
            let clients = Clients(network)
            known[network] = clients
            return clients
        }
    }

    private let direct: HTTPClient
    private let proxied: HTTPClient?
    private let network: Network
    /// Requests without header fields and bodies: to read an address takes longer than all the rest.
    private let drafts = RequestDrafts()

    init(_ network: Network) {
        self.network = network
        var configuration = HTTPClient.Configuration()
        // A refused connection is an answer. Trying again for a minute is not for us to decide.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit =
            network.connections
        // Whoever redirects a request would get its key.
        configuration.redirectConfiguration = .disallow
        // Nobody asked for a packed answer, so none can swell.
        configuration.decompression = .disabled
        // Spans are ours to make, where anybody wants them.
        configuration.tracing.tracer = nil
        let silence = min(network.silence, network.timeout)
        configuration.timeout = .init(connect: .init(network.connecting), read: .init(silence))
        configuration.tlsConfiguration = network.tls
        let crowd = RelayBuffers.Crowd()
        configuration.http1_1ConnectionDebugInitializer = { channel in
            crowd.join(channel)
            return channel.setOption(.recvAllocator, value: RelayBuffers(crowd)).flatMapThrowing {
                // Beside the socket, so that what TLS makes of a request goes together, too.
                try channel.pipeline.syncOperations.addHandler(GatheredFlushes(), position: .first)
            }
        }
        direct = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        proxied = network.proxy.map { proxy in
            configuration.proxy = proxy.configuration
            return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        }
    }

    /// What the client sends for a request.
    ///
    /// - Throws: `HTTPClientError` for an address that is none.
    func prepared(_ request: WireRequest) throws -> HTTPClient.Request {
        var prepared = try drafts.draft(request.method, to: request.url)
        prepared.headers = HTTPHeaders(
            request.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        if request.body.readableBytes > 0 { prepared.body = .byteBuffer(request.body) }
        return prepared
    }

    func client(for url: String) -> HTTPClient {
        guard let proxied, let host = URL(string: url)?.host(), network.usesProxy(for: host) else {
            return direct
        }
        return proxied
    }
}

extension WireStream {
    /// A stream that is pulled, so that a fast server waits for a slow reader, and a reader who
    /// leaves closes the connection.
    fileprivate init(_ head: HTTPResponseHead, _ reader: ProviderReader, from url: String) {
        let fields = head.headers.map { ($0.name.lowercased(), $0.value) }
        self.init(
            status: Int(head.status.code), headers: Dictionary(fields) { $1 },
            body: AsyncThrowingStream {
                do {
                    return try await reader.chunk()
                } catch {
                    throw ProviderFailure(transport: error, to: url)
                }
            })
    }
}

extension ProviderFailure {
    /// Whether a request may have reached the provider decides whether it may have to be paid.
    fileprivate init(transport error: any Error, to url: String) {
        let host = URL(string: url)?.host() ?? "the address"
        switch error {
        case let error as HTTPClientError where Self.beforeSending.contains(error):
            self = .unreachable("\(host) can't be reached (\(error.shortDescription))")
        case let error as HTTPClientError where Self.proxying.contains(error):
            self = .unreachable(
                "the proxy lets nobody through to \(host) (\(error.shortDescription))")
        case let error as HTTPClientError where error == .deadlineExceeded:
            self = .brokeOff("\(host) did not answer in the time allowed (network.timeout)")
        case let error as HTTPClientError where error == .readTimeout:
            self = .brokeOff("\(host) fell silent for longer than allowed (network.silence)")
        case is NIOConnectionError:
            self = .unreachable(
                "\(host) can't be reached; is the address right, and the network up?")
        case let error as IOError where Self.refusing.contains(error.errnoCode):
            self = .unreachable("\(host) takes no connection; is the service running there?")
        case let error where NetworkProblem.isDistrust(error):
            self = .unreachable(
                "\(host) shows no certificate that is trusted here; network.ca_file names an "
                    + "authority of your own")
        default:
            self = .brokeOff("the answer of \(host) did not come (\(error))")
        }
    }

    private static let refusing: Set<CInt> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN]

    private static let beforeSending: [HTTPClientError] = [
        .connectTimeout, .invalidURL, .emptyHost, .emptyScheme, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout, .bodyLengthMismatch, .httpProxyHandshakeTimeout,
    ]

    private static let proxying: [HTTPClientError] = [
        .proxyAuthenticationRequired, .invalidProxyResponse,
    ]
}
