import Candid
import Foundation
import NIOCore

/// Takes a request in: writes it down, finds who answers, and sends the answer on its way.
struct Reception: Sendable {
    let room: Room
    let options: Simulator.Options

    /// - Throws: ``ProviderFailure/brokeOff(_:)`` where a fault closes the connection.
    func answer(_ request: WireRequest) async throws(ProviderFailure) -> WireStream {
        let path = RequestPath(request.url)
        if path.parts.first == "_simulator" {
            return await AdminDesk(room: room).answer(request, path)
        }
        let own: [Fault]
        do {
            own = try Fault.list(request.headers["x-simulate"] ?? "")
        } catch {
            return WireStream(.refusal(400, "invalid_value", "x-simulate: \(error.description)"))
        }
        let call = await room.take(request, path, own)
        let reply = await Self.reply(to: call, room)
        await room.finish(call, status: reply.status)
        if let wait = call.faults.number(.stall) {
            do {
                try await options.pause(.milliseconds(wait))
            } catch {
                throw .brokeOff("the client left while the simulator stalled")
            }
        }
        if call.faults[.drop] { throw .brokeOff("the simulator closed without an answer") }
        return Delivery(call: call, pause: options.pause).sent(reply)
    }

    /// What a request brings, before anything happens to it on the way.
    static func reply(to call: Call, _ room: Room) async -> WireStream {
        do {
            if let refusal = ProviderMood(call).refusal, !call.isSpared(refusal) { throw refusal }
            return try await Switchboard(room: room).reply(to: call)
        } catch let refusal as WireRefusal {
            return WireStream(refusal.reply(for: call))
        } catch {
            return WireStream(.refusal(500, "server_error", "\(error)"))
        }
    }
}

/// One request on its way through the simulator.
struct Call: Sendable {
    /// Which request it is, from 1.
    let number: Int
    let request: WireRequest
    let path: RequestPath
    let faults: StruckFaults
    /// Whether it is a line of a batch, which costs half.
    var isBatch = false

    /// The service's own name for the request.
    var id: String { "req_sim_\(number.padded)" }

    /// Words are judged line by line, and not when a batch is begun.
    func isSpared(_ refusal: WireRefusal) -> Bool {
        path.resource.first == "batches" && refusal.code == "moderation_blocked"
    }

    /// A clock of its own: equal requests in equal order give equal bytes.
    var time: Int { 1_800_000_000 + number }
}

/// The path of a request without its query.
struct RequestPath: Hashable, Sendable {
    let parts: [String]
    let query: String

    init(_ url: String) {
        // A real server is reached by path, the one in process by a whole address.
        var rest = Substring(url)
        if let scheme = rest.range(of: "://") {
            rest = rest[scheme.upperBound...].drop { $0 != "/" }
        }
        let halves = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        parts = (halves.first ?? "").split(separator: "/").map(String.init)
        query = halves.count > 1 ? String(halves[1]) : ""
    }

    /// The parts after the version, where there is one.
    var resource: [String] {
        guard let first = parts.first, ["v1", "v1beta"].contains(first) else { return parts }
        return Array(parts.dropFirst())
    }
}

extension Int {
    /// At least six digits, so that names sort as numbers do.
    var padded: String {
        let digits = String(self)
        return String(repeating: "0", count: Swift.max(0, 6 - digits.count)) + digits
    }
}
