import Candid
import NIOCore

/// Answers under `/_simulator`: what was received, what was charged, what is to go wrong.
struct AdminDesk: Sendable {
    let room: Room

    func answer(_ request: WireRequest, _ path: RequestPath) async -> WireStream {
        let parts = path.parts.dropFirst()
        switch (request.method, parts.first ?? "", parts.count) {
        case ("GET", "requests", 1): return await requests()
        case ("GET", "requests", _): return await one(Array(parts.dropFirst()))
        case ("GET", "charges", 1): return await charges()
        case ("GET", "pictures", 2): return await picture(parts.last ?? "")
        case ("GET", "faults", 1): return await faults()
        case ("PUT", "faults", 1), ("POST", "faults", 1): return await setFaults(request)
        case ("DELETE", "faults", 1):
            await room.setFaults([])
            return await faults()
        case ("POST", "reset", 1):
            await room.reset()
            return await requests()
        default: return Self.nothing
        }
    }

    private static let nothing = WireStream(
        .refusal(
            404, "not_found",
            "There is GET /_simulator/requests, /requests/N, /requests/N/body, /charges, "
                + "/pictures/SHA256 and /faults; PUT and DELETE /faults; POST /reset."))

    private func requests() async -> WireStream {
        .json([
            "schema": .text("candid/simulator-requests/1"),
            "requests": .list(await room.records.map(\.json)),
        ])
    }

    private func one(_ parts: [String]) async -> WireStream {
        guard let number = parts.first.flatMap(Int.init), let record = await room.record(number)
        else { return Self.nothing }
        if parts.count == 1 {
            return .json([
                "schema": .text("candid/simulator-request/1"), "request": record.json,
            ])
        }
        guard parts == [parts[0], "body"], let body = record.body else { return Self.nothing }
        return WireStream(
            WireReply(
                status: 200, headers: ["content-type": "application/octet-stream"], body: body))
    }

    private func charges() async -> WireStream {
        let charges = await room.charges
        let total = charges.reduce(0) { $0 + $1.bill.microdollars * ($1.bill.isHalf ? 1 : 2) }
        return .json([
            "schema": .text("candid/simulator-charges/1"),
            "charges": .list(charges.map(\.json)),
            "pictures": .whole(Int64(charges.reduce(0) { $0 + $1.bill.pictures.count })),
            "total_usd": .number(Double(total) / 2_000_000),
        ])
    }

    private func picture(_ digest: String) async -> WireStream {
        guard let bytes = await room.picture(digest) else { return Self.nothing }
        return WireStream(
            WireReply(
                status: 200, headers: ["content-type": MediaType.of(bytes)],
                body: ByteBuffer(bytes: bytes)))
    }

    private func faults() async -> WireStream {
        .json([
            "schema": .text("candid/simulator-faults/1"),
            "faults": .list(await room.standingFaults.map { .text($0.text) }),
        ])
    }

    /// A JSON list of faults, or the same comma-separated text that the header takes.
    private func setFaults(_ request: WireRequest) async -> WireStream {
        let text = String(decoding: request.bodyBytes, as: UTF8.self)
        let listed = JSONValue(text: text)
        let names = (listed?["faults"] ?? listed)?.list?.compactMap(\.text)
        do {
            await room.setFaults(try Fault.list(names?.joined(separator: ",") ?? text))
            return await faults()
        } catch {
            return WireStream(.refusal(400, "invalid_value", error.description))
        }
    }
}

extension RequestRecord {
    var json: JSONValue {
        .object([
            "request": .whole(Int64(call.number)), "request_id": .text(call.id),
            "method": .text(call.request.method), "url": .text(shownURL),
            "headers": .object(shownHeaders), "body_sha256": .text(digest.description),
            "body_bytes": .whole(Int64(call.request.body.readableBytes)),
            "body_kept": .truth(body != nil),
            "faults": .list(call.faults.names.map { .text($0) }),
            "status": status.map { .whole(Int64($0)) } ?? .null, "truth": .list(truth),
        ])
    }

    private static let secret: Set<String> = [
        "authorization", "x-api-key", "x-goog-api-key", "proxy-authorization", "cookie",
    ]

    /// A real key may have come here by mistake: only its digest is shown.
    private var shownHeaders: [String: JSONValue] {
        Dictionary(
            uniqueKeysWithValues: call.request.headers.map { name, value in
                guard Self.secret.contains(name) else { return (name, .text(value)) }
                return (name, .text("sha256:\(Digest(of: value.utf8))"))
            })
    }

    private var shownURL: String {
        let url = call.request.url
        guard call.path.query.contains("key=") else { return url }
        return String(url.prefix { $0 != "?" }) + "?(a query with a key)"
    }
}
