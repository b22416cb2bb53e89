import AsyncHTTPClient
import Foundation
import NIOSSL

/// The way to the outside.
public struct Network: Hashable, Sendable {
    /// The longest that one exchange may take; a good picture can take minutes.
    public var timeout = Duration.seconds(600)
    /// The longest that the other side may say nothing; it says nothing while it draws.
    public var silence = Duration.seconds(300)
    /// The longest that a connection may take to come about.
    public var connecting = Duration.seconds(10)
    /// Connections to one host at the same time; who wants another one waits.
    ///
    /// Pictures take minutes, and a batch has many of them on the way at once.
    public var connections = 64
    /// The proxy; nil is none.
    public var proxy: Proxy?
    /// Hosts that are reached without the proxy: names, their endings, or `*` for all.
    public var noProxy: [String] = []
    /// Authorities to trust beside the system's.
    private var authorities: [NIOSSLCertificate] = []

    /// Creates the usual way, without a proxy.
    public init() {}

    /// An HTTP proxy.
    public struct Proxy: Hashable, Sendable {
        let host: String
        let port: Int
        let user: String?
        let password: String?

        /// Reads an address such as `http://user:password@proxy:3128`; nil if it is none.
        public init?(_ text: String) {
            let address = text.contains("://") ? text : "http://\(text)"
            guard let parts = URLComponents(string: address), parts.scheme == "http",
                let host = parts.host, !host.isEmpty, parts.path.isEmpty || parts.path == "/"
            else { return nil }
            self.host = host
            port = parts.port ?? 80
            user = parts.user
            password = parts.password
        }

        var configuration: HTTPClient.Configuration.Proxy {
            guard let user else { return .server(host: host, port: port) }
            return .server(
                host: host, port: port,
                authorization: .basic(username: user, password: password ?? ""))
        }
    }

    /// Whether a host is reached through the proxy; this machine never is.
    func usesProxy(for host: String) -> Bool {
        let host = host.lowercased()
        if ["localhost", "127.0.0.1", "::1", "[::1]"].contains(host) { return false }
        return !noProxy.contains { entry in
            let name = entry.lowercased().drop { $0 == "." || $0 == "*" }
            if entry == "*" { return true }
            let bare = name.split(separator: ":").first ?? name
            return !bare.isEmpty && (host == bare || host.hasSuffix(".\(bare)"))
        }
    }

    /// Trusts the authorities of a PEM file beside the system's.
    ///
    /// - Throws: ``NetworkProblem`` if it can't be read, or holds none.
    public mutating func trust(authoritiesIn path: String) throws(NetworkProblem) {
        do {
            let certificates = try NIOSSLCertificate.fromPEMFile(path)
            guard !certificates.isEmpty else { throw NetworkProblem(path: path) }
            authorities += certificates
        } catch {
            throw NetworkProblem(path: path)
        }
    }

    var tls: TLSConfiguration {
        var configuration = TLSConfiguration.makeClientConfiguration()
        if !authorities.isEmpty {
            configuration.additionalTrustRoots = [.certificates(authorities)]
        }
        return configuration
    }
}

/// That a file of authorities can't be read.
public struct NetworkProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String

    /// What is wrong, and what to do.
    public var description: String {
        "network.ca_file: \(path) holds no certificates in PEM form, or can't be read. Name another "
            + "file, or unset SSL_CERT_FILE."
    }

    /// Whether an error means that the other side's certificate is not trusted.
    static func isDistrust(_ error: any Error) -> Bool {
        if let error = error as? NIOSSLError, case .handshakeFailed = error { return true }
        return error is NIOSSLExtraError
    }
}
