import Candid

/// Who calls from where: a page elsewhere must not make a browser use a gateway on this machine.
extension Door {
    /// What is wrong with where a request was meant to go, or with the page that sent it.
    ///
    /// A name that somebody else's server resolves to this machine (DNS rebinding) stands in `Host`,
    /// and is not one of ours. Addresses can't be rebound.
    func problem(with request: WireRequest) -> GatewayProblem? {
        let host = request.headers["host"]
        if let host, !isOurs(host) {
            return GatewayProblem(
                421, "misdirected_request",
                "The gateway is not reached as \(host.prefix(80)). Whoever runs it adds a name with "
                    + "candid serve --name.")
        }
        guard let origin = request.headers["origin"], !allows(origin, host) else { return nil }
        return GatewayProblem(
            403, "origin_not_allowed",
            "Pages of \(origin.prefix(80)) may not call the gateway. Whoever runs it allows them with "
                + "candid serve --allow-origin.")
    }

    /// The answer to a browser's question before it sends anything; nil for every other request.
    func preflight(_ request: WireRequest) -> WireStream? {
        guard request.method == "OPTIONS", let origin = request.headers["origin"],
            isListed(origin), problem(with: request) == nil
        else { return nil }
        let asked = request.headers["access-control-request-headers"]
        return WireStream(
            WireReply(
                status: 204,
                headers: [
                    "access-control-allow-origin": origin, "vary": "origin",
                    "access-control-allow-methods": "GET, POST, DELETE",
                    "access-control-allow-headers": asked ?? "authorization, content-type",
                    "access-control-max-age": "600",
                ]))
    }

    /// The answer with what lets the browser hand it to a page that may have it.
    func dressed(_ reply: WireStream, for request: WireRequest) -> WireStream {
        guard let origin = request.headers["origin"], isListed(origin) else { return reply }
        var reply = reply
        reply.headers["access-control-allow-origin"] = origin
        reply.headers["access-control-expose-headers"] = "*"
        reply.headers["vary"] = reply.headers["vary"].map { "\($0), origin" } ?? "origin"
        return reply
    }

    private func isListed(_ origin: String) -> Bool {
        origins.contains("*") || origins.contains(origin)
    }

    /// A page of the gateway's own calls where it came from.
    private func allows(_ origin: String, _ host: String?) -> Bool {
        if isListed(origin) { return true }
        guard let host else { return false }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    private func isOurs(_ host: String) -> Bool {
        let name = Self.name(of: host)
        return name == "localhost" || name.hasSuffix(".localhost") || Self.isAddress(name)
            || names.contains(name)
    }

    /// Without the port, in lower case.
    private static func name(of host: String) -> String {
        let host = host.lowercased()
        if host.hasPrefix("[") {
            return String(host.prefix { $0 != "]" }) + "]"
        }
        let name = host.prefix { $0 != ":" }
        return String(name.hasSuffix(".") ? name.dropLast() : name)
    }

    private static func isAddress(_ name: String) -> Bool {
        if name.hasPrefix("["), name.hasSuffix("]") {
            return name.dropFirst().dropLast().utf8.allSatisfy {
                $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
                    || Character(UnicodeScalar($0)).isHexDigit
            }
        }
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
    }
}
