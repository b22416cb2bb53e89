import Candid
import Foundation
import NIOCore
import Testing

/// A service's replies as a file, written by us after its documentation; nobody's real answers.
///
/// `.json` holds replies in order, each with a status, header fields, and a `body`, `text` or
/// `base64`; `.sse` holds one stream as it is on the wire.
struct Recording {
    /// What came of playing it to a codec.
    struct Outcome {
        var requests: [WireRequest] = []
        var partials = 0
        var answer: Answer?
        var job: String?
    }

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../Fixtures").standardized

    let engine: String
    let situation: String

    /// Orders a red pear and plays the file to the engine's codec.
    func played() throws -> Outcome {
        let engine = try Catalogue.included().engine(named: engine)
        let graph = #"{"1":{"class_type":"CLIPTextEncode","inputs":{"text":"{{prompt}}"}}}"#
        let provider = try engine.provider(
            Access("https://test", key: "u:p", graph: JSONValue(text: graph)))
        var order = Order("a red pear", engine: engine.id, model: engine.defaultModel)
        order.allowsRewrite = true
        if situation.hasSuffix(".sse") { order.partialPictures = 1 }
        var exchange = Exchange(order, run: RunID(1))
        var outcome = Outcome(requests: [try provider.begin(&exchange, Materials())])
        if situation.hasSuffix(".sse") {
            try playStream(provider, &exchange, &outcome)
        } else {
            try playReplies(provider, &exchange, &outcome)
        }
        outcome.job = exchange.job
        return outcome
    }

    private var bytes: Data {
        get throws {
            try Data(contentsOf: Self.folder.appending(path: "\(engine)/\(situation)"))
        }
    }

    private func playReplies(
        _ provider: any ImageProvider, _ exchange: inout Exchange, _ outcome: inout Outcome
    ) throws {
        for reply in try #require(JSONSerialization.jsonObject(with: bytes) as? [[String: Any]]) {
            try #require(outcome.answer == nil, "more replies than the codec asks for")
            let read = try Reply(wire(reply), pictureKeys: provider.pictureKeys)
            switch try provider.resume(read, &exchange) {
            case .finish(let answer): outcome.answer = answer
            case .send(let request, _): outcome.requests.append(request)
            }
        }
    }

    private func wire(_ reply: [String: Any]) throws -> WireReply {
        var body = Data(((reply["text"] as? String) ?? "").utf8)
        if let json = reply["body"] { body = try JSONSerialization.data(withJSONObject: json) }
        if let file = (reply["base64"] as? String).flatMap({ Data(base64Encoded: $0) }) {
            body = file
        }
        return WireReply(
            status: try #require(reply["status"] as? Int),
            headers: reply["headers"] as? [String: String] ?? [:], body: ByteBuffer(bytes: body))
    }

    /// Cut into pieces of seven bytes, because a network cuts where it likes.
    private func playStream(
        _ provider: any ImageProvider, _ exchange: inout Exchange, _ outcome: inout Outcome
    ) throws {
        var reader = EventReader(
            limits: JSONReader.Limits(bytes: 1 << 20), pictureKeys: provider.pictureKeys)
        let all = [UInt8](try bytes)
        for start in stride(from: 0, to: all.count, by: 7) {
            let piece = ByteBuffer(bytes: all[start..<min(start + 7, all.count)])
            for event in try reader.take(piece) {
                switch try provider.resume(event, &exchange) {
                case .nothing: break
                case .partial: outcome.partials += 1
                case .pictures(let answer): exchange.answer.add(answer)
                }
            }
        }
        outcome.answer = exchange.answer
    }
}
