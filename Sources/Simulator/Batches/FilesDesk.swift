import Candid
import NIOCore

/// Answers `/v1/files`.
struct FilesDesk: Sendable {
    let room: Room

    func reply(to call: Call, _ resource: [String]) async throws -> WireStream {
        if call.request.method == "POST" { return .json(try await take(call)) }
        guard resource.count > 1 else { return await list() }
        guard let file = await room.office.file(resource[1]) else {
            throw WireRefusal(404, nil, "No such File object: \(resource[1])", field: "id")
        }
        if call.request.method == "DELETE" {
            await room.change { $0.remove(file.id) }
            return .json([
                "id": .text(file.id), "object": .text("file"), "deleted": .truth(true),
            ])
        }
        guard resource.last == "content" else { return .json(file.json.object ?? [:]) }
        return WireStream(
            WireReply(
                status: 200, headers: ["content-type": "application/octet-stream"],
                body: file.content))
    }

    private func list() async -> WireStream {
        .json([
            "object": .text("list"), "has_more": .truth(false),
            "data": .list(await room.office.files.reversed().map(\.json)),
        ])
    }

    private func take(_ call: Call) async throws -> [String: JSONValue] {
        let parts: [MultipartReader.Part]
        do {
            parts = try MultipartReader.read(
                call.request.body, contentType: call.request.headers["content-type"] ?? "")
        } catch {
            throw WireRefusal(400, nil, "The body is no form: \(error).")
        }
        guard let purpose = parts.first(where: { $0.name == "purpose" }) else {
            throw WireRefusal.field(
                "purpose", "Missing required parameter: 'purpose'.",
                code: "missing_required_parameter")
        }
        guard String(buffer: purpose.content) == "batch" else {
            throw WireRefusal.field("purpose", "The simulator takes files for batches only.")
        }
        guard let file = parts.first(where: { $0.name == "file" }) else {
            throw WireRefusal.field(
                "file", "Missing required parameter: 'file'.", code: "missing_required_parameter")
        }
        let kept = await room.keep(
            file.content, named: file.filename ?? "file", for: "batch", at: call.time)
        return kept.json.object ?? [:]
    }
}
