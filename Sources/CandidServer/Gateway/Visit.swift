import Candid

/// What the door looks at of a request.
struct Visit: Sendable {
    /// What a path opens with.
    enum Opening: Sendable {
        /// It needs no key.
        case nothing
        /// Any key.
        case key
        /// A key of this scope.
        case scope(KeyScope)
    }

    /// The method and the path, for the record.
    let route: String
    /// Whether it is work, that takes a place.
    let isOrder: Bool
    /// What it takes to come in.
    let opening: Opening
    /// What was presented as a key; nil where nothing was.
    let presented: String?
    /// Where it came from, as the host tells it.
    let address: String?

    init(_ request: WireRequest) {
        let path = request.url.prefix { $0 != "?" }
        let visible = path.utf8.filter { (0x21...0x7E).contains($0) }.prefix(80)
        route = "\(request.method.prefix(12)) \(String(decoding: visible, as: UTF8.self))"
        let parts = path.split(separator: "/").map(String.init)
        opening = Self.opening(parts)
        isOrder = request.method == "POST"
        presented = Self.key(in: request.headers)
        address = request.headers[Self.peer]
    }

    /// The name under which a host tells the other end's address; no client can send such a field.
    static let peer = ":peer"

    /// A record that it was turned away.
    func note(_ reason: TurnedAway.Reason) -> TurnedAway {
        var note = TurnedAway(reason, route: route)
        note.address = address
        return note
    }

    /// The request without the caller's key, which is nobody else's business.
    static func stripped(_ request: WireRequest) -> WireRequest {
        var request = request
        for name in ["authorization", "x-api-key", "api-key", "cookie", peer] {
            request.headers[name] = nil
        }
        return request
    }

    private static func opening(_ path: [String]) -> Opening {
        switch path.first {
        case "healthz", "readyz": return .nothing
        case "metrics": return .scope(.admin)
        case "api": return .scope(.native)
        case "v1" where path.count > 1:
            switch path[1] {
            case "images": return .scope(.images)
            case "responses": return .scope(.responses)
            case "chat": return .scope(.chat)
            case "files": return .scope(.files)
            case "batches": return .scope(.batches)
            default: return .key
            }
        default: return .key
        }
    }

    /// One of ours wherever it stands; otherwise the first there is.
    private static func key(in headers: [String: String]) -> String? {
        let bearer = headers["authorization"].flatMap { field -> String? in
            let parts = field.split(separator: " ", omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return field }
            return String(parts[1])
        }
        let all = [bearer, headers["x-api-key"]].compactMap(\.self).filter { !$0.isEmpty }
        return all.first { $0.hasPrefix("ck_") } ?? all.first
    }
}
