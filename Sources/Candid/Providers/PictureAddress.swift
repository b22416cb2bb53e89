import Foundation

/// Where a picture lies that an answer only names.
///
/// The address comes from outside: only HTTP is followed, a public service can't send us into our
/// own network, and keys go to nobody but the service that they are for.
struct PictureAddress: Hashable, Sendable {
    private let url: URL
    private let isOwn: Bool

    /// The most pictures that are fetched for one answer.
    static let limit = 16

    /// Reads an address.
    ///
    /// - Parameters:
    ///   - text: The address in the answer.
    ///   - service: The service's own address.
    /// - Throws: ``ProviderFailure/brokeOff(_:)``, because the picture was made.
    init(_ text: String, from service: String) throws(ProviderFailure) {
        guard let url = URL(string: text), let host = url.host()?.lowercased(), !host.isEmpty,
            let scheme = url.scheme?.lowercased(), ["http", "https"].contains(scheme),
            url.user() == nil, url.password() == nil
        else {
            throw .brokeOff("the picture lies at an address that Candid does not follow")
        }
        let own = URL(string: service)
        self.url = url
        isOwn =
            own?.scheme?.lowercased() == scheme && own?.host()?.lowercased() == host
            && Self.port(own) == Self.port(url)
        guard own?.host()?.lowercased() == host || !Self.isInside(host) else {
            throw .brokeOff(
                "the picture lies in a private network (\(host)), which is not followed")
        }
    }

    /// The request for the picture, with the service's own header fields only for the service.
    func request(_ headers: [String: String]) -> WireRequest {
        WireRequest("GET", url.absoluteString, headers: isOwn ? headers : [:])
    }

    private static func port(_ url: URL?) -> Int? {
        url?.port ?? (url?.scheme?.lowercased() == "https" ? 443 : 80)
    }

    /// Whether a host is this machine or its neighbours (RFC 1918, 3927, 4193, 4291).
    private static func isInside(_ host: String) -> Bool {
        let name = host.hasSuffix(".") ? String(host.dropLast()) : host
        if name == "localhost" || name.hasSuffix(".localhost") { return true }
        let inner = name.trimmingCharacters(in: ["[", "]"])
        if inner.contains(":") {
            return inner == "::" || inner == "::1" || inner.hasPrefix("::ffff:")
                || ["fe8", "fe9", "fea", "feb", "fc", "fd"].contains { inner.hasPrefix($0) }
        }
        // Short and numeric forms reach the same machines, and no public service writes so.
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ $0.first?.isNumber ?? false }) else { return false }
        let numbers = parts.compactMap { UInt8($0) }
        guard numbers.count == 4, parts.count == 4 else { return true }
        return switch (numbers[0], numbers[1]) {
        case (0, _), (10, _), (127, _), (169, 254), (192, 168), (172, 16...31), (100, 64...127):
            true
        default: false
        }
    }
}
