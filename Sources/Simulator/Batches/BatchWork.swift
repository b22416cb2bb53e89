import Candid
import NIOCore

/// Carries a batch out, one line after another, at half the price.
struct BatchWork: Sendable {
    let room: Room
    let batch: PlayedBatch

    func carryOut(_ lines: [BatchLine], _ problems: [PlayedBatch.Problem]) async {
        guard problems.isEmpty else {
            return await update {
                $0.problems = problems
                $0.status = .failed
            }
        }
        await update { if $0.status == .validating { $0.status = .inProgress } }
        for line in lines {
            guard let now = await room.office.batch(batch.id) else { return }
            if now.status == .cancelling {
                await update { $0.errors.append(Self.cancelled(line)) }
                continue
            }
            let (result, isError) = await result(of: line)
            await update { isError ? $0.errors.append(result) : $0.results.append(result) }
        }
        await end()
    }

    private func update(_ change: @Sendable (inout PlayedBatch) -> Void) async {
        await room.change { $0.update(batch.id, change) }
    }

    /// The last is told first: the order of results is nobody's promise.
    private func end() async {
        guard let done = await room.office.batch(batch.id) else { return }
        let output = await file(done.results, "output")
        let errors = await file(done.errors, "error")
        await update {
            $0.output = output
            $0.errorOutput = errors
            $0.status = $0.status == .cancelling ? .cancelled : .completed
        }
    }

    private func file(_ lines: [ByteBuffer], _ kind: String) async -> String? {
        guard !lines.isEmpty else { return nil }
        var content = ByteBuffer()
        for line in lines.reversed() {
            content.writeImmutableBuffer(line)
            content.writeString("\n")
        }
        return await room.keep(
            content, named: "\(batch.id)_\(kind).jsonl", for: "batch_output", at: batch.time + 1
        ).id
    }

    /// A line of the results; each is a request of its own, with faults and a charge of its own.
    private func result(of line: BatchLine) async -> (line: ByteBuffer, isError: Bool) {
        guard line.body["stream"]?.truth != true else {
            return (Self.failed(line, "invalid_request", "A batch can't stream."), true)
        }
        let request = WireRequest(
            "POST", batch.endpoint, headers: ["content-type": "application/json"],
            body: line.body.encoded())
        let call = await room.take(request, RequestPath(batch.endpoint), [], isBatch: true)
        let reply = await Reception.reply(to: call, room)
        await room.finish(call, status: reply.status)
        guard reply.headers["content-type"] == "application/json",
            let whole = try? await reply.collected(upTo: 1 << 30)
        else {
            return (Self.failed(line, "server_error", "The request broke down."), true)
        }
        var text = ByteBuffer(string: #"{"custom_id":"#)
        text.writeImmutableBuffer(JSONValue.text(line.name).encoded())
        text.writeString(#","error":null,"id":"batch_\#(call.id)","response":{"body":"#)
        text.writeImmutableBuffer(whole.body)
        text.writeString(#","request_id":"\#(call.id)","status_code":\#(reply.status)}}"#)
        return (text, reply.status != 200)
    }

    private static func cancelled(_ line: BatchLine) -> ByteBuffer {
        failed(
            line, "batch_cancelled", "This request was not carried out: the batch was cancelled.")
    }

    private static func failed(_ line: BatchLine, _ code: String, _ message: String) -> ByteBuffer {
        JSONValue.object([
            "id": .text("batch_req_none"), "custom_id": .text(line.name), "response": .null,
            "error": .object(["code": .text(code), "message": .text(message)]),
        ]).encoded()
    }
}

extension Room {
    /// Changes what is on the shelf.
    func change(_ act: @Sendable (inout BatchShelf) -> Void) { act(&office) }

    /// A name that no file or batch has yet.
    func name(_ kind: String) -> String { office.name(kind) }

    func keep(
        _ content: ByteBuffer, named name: String, for purpose: String, at time: Int
    ) -> PlayedFile {
        let file = PlayedFile(
            id: office.name("file"), name: name, purpose: purpose, time: time, content: content)
        office.keep(file)
        return file
    }
}
