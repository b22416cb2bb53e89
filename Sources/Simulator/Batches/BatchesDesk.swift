import Candid
import NIOCore

/// Answers `/v1/batches`.
struct BatchesDesk: Sendable {
    let room: Room

    /// What batches are played for.
    private static let endpoints = ["/v1/images/generations", "/v1/images/edits"]

    func reply(to call: Call, _ resource: [String]) async throws -> WireStream {
        switch (call.request.method, resource.count) {
        case ("POST", 1): return .json(try await create(call).json.object ?? [:])
        case ("GET", 1): return try await list(call)
        case ("GET", 2): return .json(try await batch(resource[1]).json.object ?? [:])
        case ("POST", 3) where resource[2] == "cancel":
            let batch = try await batch(resource[1])
            guard batch.status == .validating || batch.status == .inProgress else {
                throw WireRefusal(
                    409, nil, "Cannot cancel a batch with status '\(batch.status.rawValue)'.")
            }
            await room.change { $0.update(batch.id) { $0.status = .cancelling } }
            return .json(try await self.batch(batch.id).json.object ?? [:])
        default: throw WireRefusal(404, "not_found", "There is no such part of /v1/batches.")
        }
    }

    private func batch(_ id: String) async throws -> PlayedBatch {
        guard let batch = await room.office.batch(id) else {
            throw WireRefusal(404, nil, "No batch found with id '\(id)'.")
        }
        return batch
    }

    private func create(_ call: Call) async throws -> PlayedBatch {
        let fields = try RequestBody.json(of: call)
        guard let input = fields["input_file_id"]?.text, let file = await room.office.file(input)
        else {
            throw WireRefusal.field("input_file_id", "There is no such file.")
        }
        guard let endpoint = fields["endpoint"]?.text, Self.endpoints.contains(endpoint) else {
            throw WireRefusal.field(
                "endpoint",
                "The simulator plays batches for \(Self.endpoints.joined(separator: " and ")).")
        }
        guard fields["completion_window"]?.text == "24h" else {
            throw WireRefusal.field("completion_window", "completion_window must be '24h'.")
        }
        let metadata = fields["metadata"] ?? .null
        guard metadata == .null || (metadata.object ?? [:]).values.allSatisfy({ $0.text != nil })
        else { throw WireRefusal.field("metadata", "metadata holds texts only.") }
        let (lines, problems) = BatchLine.lines(in: file.content, for: endpoint)
        var batch = PlayedBatch(
            id: await room.name("batch"), input: input, endpoint: endpoint, metadata: metadata,
            time: call.time)
        batch.total = lines.count
        let begun = batch
        await room.change { $0.keep(begun) }
        // Nobody waits for it: the client asks how it stands.
        Task { await BatchWork(room: room, batch: begun).carryOut(lines, problems) }
        return batch
    }

    private func list(_ call: Call) async throws -> WireStream {
        var query: [String: String] = [:]
        for pair in call.path.query.split(separator: "&") {
            let halves = pair.split(separator: "=", maxSplits: 1).map(String.init)
            query[halves[0]] = halves.count > 1 ? halves[1] : ""
        }
        let limit = query["limit"].flatMap(Int.init) ?? 20
        guard 1...100 ~= limit else {
            throw WireRefusal.field("limit", "limit must be from 1 to 100.")
        }
        var batches = Array(await room.office.batches.reversed())
        if let after = query["after"], let place = batches.firstIndex(where: { $0.id == after }) {
            batches.removeFirst(place + 1)
        }
        let page = batches.prefix(limit)
        return .json([
            "object": .text("list"), "data": .list(page.map(\.json)),
            "first_id": page.first.map { .text($0.id) } ?? .null,
            "last_id": page.last.map { .text($0.id) } ?? .null,
            "has_more": .truth(batches.count > page.count),
        ])
    }
}
