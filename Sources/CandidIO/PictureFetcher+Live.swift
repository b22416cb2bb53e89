import AsyncHTTPClient
public import Candid
import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix
#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

extension PictureFetcher {
    /// The real one: the system's resolver, and a connection of its own for each step.
    ///
    /// A proxy is told the address that was checked, as digits, and never a name, which it would resolve
    /// by itself. What somebody allowed in particular is reached without it, as it lies on this side.
    ///
    /// - Parameters:
    ///   - takingPublic: Whether every public address may be reached, on ports 80 and 443.
    ///   - allows: Whether an address may be reached in any case.
    ///   - network: Whose authorities are trusted, and the proxy.
    ///   - time: The longest that a step may take.
    /// - Returns: The fetcher.
    public static func live(
        takingPublic: Bool, allowing allows: @escaping @Sendable (Resolved) -> Bool,
        network: Network = Network(), within time: Duration = .seconds(20)
    ) -> PictureFetcher {
        PictureFetcher(takingPublic: takingPublic, allowing: allows) { host in
            try await NIOThreadPool.singleton.runIfActive { try Self.addresses(of: host) }
        } get: { step async throws(ProviderFailure) in
            var configuration = HTTPClient.Configuration()
            configuration.redirectConfiguration = .disallow
            configuration.decompression = .disabled
            configuration.dnsOverride = [step.host: step.address]
            if !step.isAllowed, network.usesProxy(for: step.host) {
                configuration.proxy = network.proxy?.configuration
            }
            configuration.timeout = .init(connect: .seconds(5), read: .init(time))
            configuration.tlsConfiguration = network.tls
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: configuration)
            // Nil is whatever went wrong: what an inside service says of itself is nobody's business.
            let reply = try? await Self.reply(of: step, by: client, within: time)
            // Every answer was read or given up; what is left of the client holds nothing.
            try? await client.shutdown()
            guard let reply else { throw .unreachable("\(step.host) can't be read from") }
            return WireStream(reply)
        }
    }

    /// More than any fetcher takes.
    private static let most = 64 << 20

    private static func reply(
        of step: Step, by client: HTTPClient, within time: Duration
    ) async throws -> WireReply {
        var request = HTTPClientRequest(url: step.url)
        request.headers.add(name: "accept", value: "image/*")
        request.headers.add(name: "user-agent", value: "candid")
        let end = ContinuousClock.now + time
        let answer = try await client.execute(request, timeout: .init(time))
        let fields = answer.headers.map { ($0.name.lowercased(), $0.value) }
        var body = ByteBuffer()
        if answer.status == .ok {
            for try await chunk in answer.body {
                body.writeImmutableBuffer(chunk)
                // Some more than is taken, so that too much is seen as such; and nobody drips for hours.
                if body.readableBytes > most { break }
                guard ContinuousClock.now < end else { throw HTTPClientError.deadlineExceeded }
            }
        }
        return WireReply(
            status: Int(answer.status.code), headers: Dictionary(fields) { $1 }, body: body)
    }

    private static func addresses(of host: String) throws -> [Resolved] {
        let found = try SocketAddress.makeAddressResolvingHost(host, port: 0)
        return [try Resolved(found)]
    }
}

extension PictureFetcher.Resolved {
    fileprivate init(_ address: SocketAddress) throws {
        let bytes: [UInt8]
        switch address {
        case .v4(let found):
            bytes = withUnsafeBytes(of: found.address.sin_addr.s_addr) { Array($0) }
        case .v6(let found):
            bytes = withUnsafeBytes(of: found.address.sin6_addr) { Array($0) }
        case .unixDomainSocket:
            bytes = []
        }
        self.init(address.ipAddress ?? "", bytes)
    }
}
