import AsyncHTTPClient
public import Candid
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

extension World {
    /// The real one: HTTP, the clock on the wall, the system's random numbers.
    ///
    /// - Parameter timeout: For a whole exchange; a good picture can take minutes.
    /// - Returns: The world.
    public static func live(timeout: Duration = .seconds(600)) -> Self {
        World { request async throws(ProviderFailure) in
            do {
                let reply = try await client.execute(
                    try HTTPClientRequest(request), timeout: .init(timeout))
                return WireStream(reply)
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

/// For as long as the process lives; what it holds ends with it.
private let client: HTTPClient = {
    var configuration = HTTPClient.Configuration()
    // A refused connection is an answer. Trying again for a minute is not for us to decide.
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(connect: .seconds(10), read: .seconds(300))
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
}()

extension HTTPClientRequest {
    fileprivate init(_ request: WireRequest) throws {
        self.init(url: request.url)
        method = .RAW(value: request.method)
        headers = .init(request.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
        body = .bytes(request.body)
    }
}

extension WireStream {
    fileprivate init(_ reply: HTTPClientResponse) {
        let fields = reply.headers.map { ($0.name.lowercased(), $0.value) }
        self.init(
            status: Int(reply.status.code), headers: Dictionary(fields) { $1 },
            body: AsyncThrowingStream { stream in
                let task = Task {
                    do {
                        for try await chunk in reply.body { stream.yield(chunk) }
                        stream.finish()
                    } catch {
                        stream.finish(throwing: error)
                    }
                }
                stream.onTermination = { _ in task.cancel() }
            })
    }
}

extension ProviderFailure {
    /// Whether a request may have reached the provider decides whether it may have to be paid.
    fileprivate init(transport error: any Error, to url: String) {
        let host = URL(string: url)?.host() ?? url
        switch error {
        case let error as HTTPClientError where Self.beforeSending.contains(error):
            self = .unreachable("\(host) can't be reached (\(error.shortDescription))")
        case is NIOConnectionError:
            self = .unreachable(
                "\(host) can't be reached; is the address right, and the network up?")
        case let error as IOError where Self.refusing.contains(error.errnoCode):
            self = .unreachable("\(host) takes no connection; is the service running there?")
        default:
            self = .brokeOff("the answer of \(host) did not come (\(error))")
        }
    }

    private static let refusing: Set<CInt> = [ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN]

    private static let beforeSending: [HTTPClientError] = [
        .connectTimeout, .invalidURL, .emptyHost, .emptyScheme, .tlsHandshakeTimeout,
        .getConnectionFromPoolTimeout, .bodyLengthMismatch,
    ]
}
