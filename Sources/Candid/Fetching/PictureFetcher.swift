import Foundation
import NIOCore

/// Fetches pictures from addresses that somebody else chose, and looks before every step.
///
/// The name is resolved once, the address is checked, and the connection goes to exactly this address,
/// so that a name which resolves to something else a moment later (DNS rebinding) gains nothing. Every
/// redirect is looked at in the same way.
public struct PictureFetcher: Sendable {
    /// One step: an address on the web, and the address of the network that it goes to.
    public struct Step: Hashable, Sendable {
        /// The address on the web.
        public let url: String
        /// Its host, without brackets.
        public let host: String
        /// The resolved address, as digits.
        public let address: String
        /// Whether the address is reached because somebody allowed it in particular, public or not.
        public let isAllowed: Bool
    }

    /// Finds a host's addresses, as digits and as bytes.
    public var resolve: @Sendable (_ host: String) async throws -> [Resolved]
    /// Sends a request to exactly the address of a step, and follows nothing.
    public var get: @Sendable (Step) async throws(ProviderFailure) -> WireStream
    /// Whether an address may be reached although it is not public, or although the port is unusual.
    public var allows: @Sendable (Resolved) -> Bool
    /// Whether every public address may be reached.
    public var takesPublic: Bool
    /// The largest file, in bytes.
    public var limit = 50 << 20
    /// Redirects that are followed.
    public var redirects = 3

    /// A host's address.
    public struct Resolved: Hashable, Sendable {
        /// As digits.
        public let text: String
        /// Its 4 or 16 bytes.
        public let bytes: [UInt8]

        /// Creates an address.
        public init(_ text: String, _ bytes: [UInt8]) { (self.text, self.bytes) = (text, bytes) }
    }

    /// Creates a fetcher that reaches public addresses on the usual ports, and what `allows` says.
    public init(
        takingPublic: Bool, allowing allows: @escaping @Sendable (Resolved) -> Bool,
        resolve: @escaping @Sendable (String) async throws -> [Resolved],
        get: @escaping @Sendable (Step) async throws(ProviderFailure) -> WireStream
    ) {
        takesPublic = takingPublic
        (self.allows, self.resolve, self.get) = (allows, resolve, get)
    }

    /// Fetches a picture.
    ///
    /// - Parameters:
    ///   - url: The address.
    ///   - field: The field that named it.
    /// - Returns: The file's bytes, which begin as a picture of a format that we know.
    /// - Throws: ``Refusal`` that says why not. It never repeats what an inside service answered.
    public func picture(at url: String, field: String) async throws -> [UInt8] {
        var address = url
        for _ in 0...redirects {
            let step = try await step(to: address, field)
            let reply = try await reply(to: step, field)
            guard (300..<400).contains(reply.status) else {
                return try await read(reply, from: step, field)
            }
            guard let place = reply.headers["location"],
                let next = URL(string: place, relativeTo: URL(string: address))
            else { throw Self.refusal(field, "\(step.host) redirects to nowhere") }
            address = next.absoluteString
        }
        throw Self.refusal(field, "the address redirects more than \(redirects) times")
    }

    private func reply(to step: Step, _ field: String) async throws -> WireStream {
        do {
            return try await get(step)
        } catch {
            throw Self.refusal(field, error.message)
        }
    }

    private func step(to address: String, _ field: String) async throws -> Step {
        guard address.utf8.count <= 8192, let parts = URLComponents(string: address),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = Self.host(of: address), !host.isEmpty
        else { throw Self.refusal(field, "only http and https addresses are fetched") }
        guard parts.user == nil, parts.password == nil else {
            throw Self.refusal(field, "an address with a name and a password is not fetched")
        }
        let found: [Resolved]
        do {
            found = try await resolve(host)
        } catch {
            throw Self.refusal(field, "\(host.prefix(80)) has no address")
        }
        let port = parts.port ?? (scheme == "http" ? 80 : 443)
        guard let first = found.first(where: { mayReach($0, port) }) else {
            throw Self.refusal(
                field,
                "\(host.prefix(80)) is not a place that may be fetched from: it is not public, or its "
                    + "port is not 80 or 443")
        }
        return Step(
            url: address, host: host, address: first.text, isAllowed: allows(first))
    }

    /// The host as whoever connects reads it.
    ///
    /// One that is read in another way, such as `bücher.example` beside `xn--bcher-kva.example`, would be
    /// resolved a second time there, to an address that nobody looked at.
    private static func host(of address: String) -> String? {
        URL(string: address)?.host?.trimmingCharacters(in: ["[", "]"])
    }

    private func mayReach(_ address: Resolved, _ port: Int) -> Bool {
        if allows(address) { return true }
        return takesPublic && [80, 443].contains(port) && PublicAddress.isPublic(address.bytes)
    }

    private func read(
        _ reply: WireStream, from step: Step, _ field: String
    ) async throws -> [UInt8] {
        guard reply.status == 200 else {
            throw Self.refusal(field, "\(step.host) answered HTTP \(reply.status)")
        }
        let type = reply.headers["content-type"]?.lowercased() ?? ""
        guard type.hasPrefix("image/") || type.hasPrefix("application/octet-stream") else {
            throw Self.refusal(field, "\(step.host) sent no picture (content-type)")
        }
        let tooLarge = Self.refusal(field, "the picture is larger than \(limit) bytes")
        guard reply.headers["content-length"].flatMap(Int.init) ?? 0 <= limit else {
            throw tooLarge
        }
        var bytes: [UInt8] = []
        do {
            for try await chunk in reply.body {
                guard bytes.count + chunk.readableBytes <= limit else { throw tooLarge }
                bytes += chunk.readableBytesView
            }
        } catch is ProviderFailure {
            throw Self.refusal(field, "the picture of \(step.host) broke off")
        }
        guard PictureFormat(sniffing: bytes) != nil else {
            throw Self.refusal(field, "what \(step.host) sent begins as no picture that we know")
        }
        return bytes
    }

    private static func refusal(_ field: String, _ reason: String) -> Refusal {
        Refusal(
            field: field, reason: reason, wayOut: "Send the picture's bytes as a data: address.")
    }
}
