import Candid
import Foundation
import NIOCore
import Simulator

/// The simulated provider, drifting, lying and leaking, and what it really did.
struct DriftingService {
    private let responder: Responder
    /// The side of its pictures in pixels.
    let side: Int

    /// A service of which every change does this to the picture; the seed decides where it lies and
    /// leaks.
    init(drift: String?, seed: UInt64, side: Int) throws {
        var options = Simulator.Options()
        options.faults = try (["lie@0.15", "leak@0.15"] + (drift.map { ["drift=\($0)"] } ?? []))
            .map { try Fault($0) }
        options.seed = seed
        options.pause = { _ in }
        responder = Simulator(options).responder
        self.side = side
    }

    /// What came back.
    struct Answer {
        /// The picture; nil where the service refused.
        var picture: [UInt8]?
        /// What the assistant said.
        var remark: String?
    }

    /// A new picture, or a change of one.
    func draw(_ words: Prompt, changing base: [UInt8]?) async throws -> Answer {
        var body: [String: JSONValue] = [
            "model": .text("sketch-1"), "prompt": .text(words.text),
            "size": .text("\(side)x\(side)"),
        ]
        if let base {
            body["images"] = .list([.object(["image_url": .text(Self.address(of: base))])])
        }
        let path = base == nil ? "/v1/images/generations" : "/v1/images/edits"
        let answer = try await send(path, .object(body))
        let text = answer?["data"]?.list?.first?["b64_json"]?.text
        return Answer(picture: text.flatMap(Self.bytes))
    }

    /// A message to an assistant that reads the whole transcript again, with the picture fed back.
    ///
    /// The last of the transcript is the message.
    func chat(
        _ transcript: [(role: String, text: String)], showing picture: [UInt8]?
    ) async throws -> Answer {
        var input = transcript.map { message in
            JSONValue.object(["role": .text(message.role), "content": .text(message.text)])
        }
        if let picture, let last = transcript.last {
            input[input.count - 1] = .object([
                "role": .text(last.role),
                "content": .list([
                    .object(["type": .text("input_text"), "text": .text(last.text)]),
                    .object([
                        "type": .text("input_image"), "image_url": .text(Self.address(of: picture)),
                    ]),
                ]),
            ])
        }
        let tool: [String: JSONValue] = [
            "type": .text("image_generation"), "model": .text("sketch-1"),
            "size": .text("\(side)x\(side)"),
        ]
        let answer = try await send(
            "/v1/responses",
            .object([
                "model": .text("gpt-6-luna"), "input": .list(input),
                "tools": .list([.object(tool)]), "store": .truth(false),
                "tool_choice": .object(["type": .text("image_generation")]),
            ]))
        let items = answer?["output"]?.list ?? []
        let result = items.compactMap { $0["result"]?.text }.first
        let said = items.compactMap { $0["content"]?.list?.first?["text"]?.text }.first
        return Answer(picture: result.flatMap(Self.bytes), remark: said)
    }

    /// The answer as JSON; nil where the service refused.
    private func send(_ path: String, _ body: JSONValue) async throws -> JSONValue? {
        let request = WireRequest(
            "POST", "http://127.0.0.1" + path, headers: ["content-type": "application/json"],
            body: body.encoded())
        let stream = try await responder.respond(request)
        let reply = try await stream.collected(upTo: 64 << 20)
        guard reply.status == 200 else { return nil }
        let bytes = Array(reply.body.readableBytesView)
        return try JSONReader.read(bytes, limits: JSONReader.Limits(bytes: bytes.count))
    }

    private static func address(of picture: [UInt8]) -> String {
        "data:image/png;base64," + Data(picture).base64EncodedString()
    }

    private static func bytes(_ base64: String) -> [UInt8]? {
        Data(base64Encoded: base64).map { [UInt8]($0) }
    }
}
