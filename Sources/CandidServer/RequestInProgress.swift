import Candid
import NIOCore
import NIOHTTP1

/// A request as far as it has come.
///
/// It is held once: a second holder of its bytes would have all of them copied at each piece.
final class RequestInProgress {
    let head: HTTPRequestHead
    /// Whether it was asked for whether it may come in.
    var isAdmitted = false
    private(set) var body = ByteBuffer()
    private let begun: NIODeadline

    init(_ head: HTTPRequestHead, at begun: NIODeadline = .now()) {
        (self.head, self.begun) = (head, begun)
    }

    /// The bytes that the client says its body has; 0 where it does not say.
    var length: Int { head.headers.first(name: "content-length").flatMap(Int.init) ?? 0 }

    /// Whether its body may be more than a few pieces, or its client waits to be told to send it.
    var mayBeLarge: Bool {
        length > 64 << 10 || head.headers.contains(name: "transfer-encoding")
            || head.headers.contains(name: "expect")
    }

    /// Adds to the body; false if it is too much.
    func add(_ bytes: ByteBuffer, limit: Int) -> Bool {
        guard body.readableBytes + bytes.readableBytes <= limit else { return false }
        if body.readableBytes == 0 {
            body = bytes
            // What is claimed is not yet there: a claim alone must not cost memory.
            body.reserveCapacity(min(length, 1 << 20))
        } else {
            body.writeImmutableBuffer(bytes)
        }
        return true
    }

    /// When patience with it ends, if nothing more comes.
    ///
    /// That is a while after the last bytes, and in all no later than at the least rate: a few bytes
    /// now and then buy no time.
    func deadline(_ limits: Host.Limits, at now: NIODeadline) -> NIODeadline {
        let patience = TimeAmount(limits.patience)
        let earned = TimeAmount.nanoseconds(
            Int64(body.readableBytes) * (1_000_000_000 / Int64(max(1, limits.leastRate))))
        return min(now + patience, begun + patience + earned)
    }

    /// What is wrong with where it is meant to go, as RFC 9112 (3.2) has it; nil where nothing is.
    var problem: HostRefusal? {
        let hosts = head.headers["host"].count
        if hosts > 1 {
            return HostRefusal(400, "invalid_request", "The request has more than one Host field.")
        }
        guard hosts == 0, head.version != .http1_0, head.version != .http0_9 else { return nil }
        return HostRefusal(
            400, "invalid_request", "The request has no Host field, which HTTP/1.1 needs.")
    }

    /// The request without its body.
    var wireHead: WireRequest {
        var fields: [String: String] = [:]
        for (name, value) in head.headers {
            let name = name.lowercased()
            // Repeated fields are one, as RFC 9110 (5.3) has it.
            fields[name] = fields[name].map { "\($0), \(value)" } ?? value
        }
        let target = RequestTarget(head.uri)
        if let authority = target.authority { fields["host"] = authority }
        return WireRequest(head.method.rawValue, target.path, headers: fields)
    }

    /// The request.
    var wire: WireRequest {
        var request = wireHead
        request.body = body
        return request
    }
}

/// Where a request goes: a path alone, or a whole address, as it is sent to proxies (RFC 9112, 3.2).
struct RequestTarget {
    /// The path and the query.
    let path: String
    /// The host of a whole address, which counts in place of the field; nil where there is none.
    let authority: String?

    init(_ text: String) {
        let opening = text.prefix(8).lowercased()
        guard let scheme = ["http://", "https://"].first(where: opening.hasPrefix) else {
            (path, authority) = (text, nil)
            return
        }
        let rest = text.dropFirst(scheme.count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<end])
        path = rest[end...].hasPrefix("/") ? String(rest[end...]) : "/" + rest[end...]
    }
}
