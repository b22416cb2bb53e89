import Candid
import Foundation

/// What a proxy that is trusted says of the request that it passes on.
extension Door {
    /// The request as the proxy's own client sent it: its address, the host that it meant.
    ///
    /// Of anybody else who sends such fields nothing is believed.
    func unproxied(_ request: WireRequest) -> WireRequest {
        guard let peer = request.headers[Visit.peer], isTrusted(peer) else { return request }
        var request = request
        if let hosts = request.headers["x-forwarded-host"],
            let host = hosts.split(separator: ",").first
        {
            request.headers["host"] = host.trimmingCharacters(in: .whitespaces)
        }
        // Each proxy adds whom it saw: the last that is no proxy of ours is the client.
        let seen = (request.headers["x-forwarded-for"] ?? "").split(separator: ",").map {
            $0.trimmingCharacters(in: .whitespaces)
        }
        if let client = seen.last(where: { !isTrusted($0) }) ?? seen.first {
            request.headers[Visit.peer] = String(client.prefix(45))
        }
        return request
    }

    private func isTrusted(_ address: String) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }
}
