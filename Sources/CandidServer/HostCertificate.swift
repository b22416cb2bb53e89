import Candid
import NIOCore
import NIOSSL
import Synchronization

/// The certificate with which a host proves itself; it can be read again while the host runs.
public final class HostCertificate: Sendable {
    private let certificate: String
    private let key: String
    private let context: Mutex<NIOSSLContext>

    /// Reads a certificate and its key.
    ///
    /// - Parameters:
    ///   - certificate: A PEM file: the certificate, and those between it and an authority.
    ///   - key: A PEM file of its private key.
    /// - Throws: ``Refusal`` that names the file and what is wrong with it.
    public init(certificate: String, key: String) throws {
        self.certificate = certificate
        self.key = key
        context = Mutex(try Self.context(certificate, key))
    }

    /// Reads both files again; connections that are there keep the old one.
    ///
    /// - Throws: ``Refusal``; the old certificate stays then.
    public func readAgain() throws {
        let fresh = try Self.context(certificate, key)
        context.withLock { $0 = fresh }
    }

    /// What speaks TLS on one connection.
    var handler: NIOSSLServerHandler { NIOSSLServerHandler(context: context.withLock { $0 }) }

    private static func context(_ certificate: String, _ key: String) throws -> NIOSSLContext {
        let chain = try reading(certificate, "tls_cert") {
            try NIOSSLCertificate.fromPEMFile(certificate)
        }
        guard !chain.isEmpty else {
            throw Refusal(
                field: "tls_cert", reason: "\(certificate) holds no certificate",
                wayOut: "Give a PEM file with BEGIN CERTIFICATE in it.")
        }
        let secret = try reading(key, "tls_key") {
            try NIOSSLPrivateKey(file: key, format: .pem)
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(secret))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        return try reading(key, "tls_key") { try NIOSSLContext(configuration: configuration) }
    }

    private static func reading<Value>(
        _ file: String, _ field: String, _ read: () throws -> Value
    ) throws -> Value {
        do { return try read() } catch {
            throw Refusal(
                field: field, reason: "\(file) can't be used (\(error))",
                wayOut: "Give a certificate in PEM, and the private key that belongs to it.")
        }
    }
}
