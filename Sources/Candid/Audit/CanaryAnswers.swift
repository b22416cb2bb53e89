import Foundation
import NIOCore
import Pixels

/// What the recorder answers.
enum CanaryAnswers {
    /// A small picture of one colour, as a file.
    static func picture(_ shade: UInt8) -> [UInt8] {
        let pixels = (0..<64).flatMap { _ in [shade, 120, 255 - shade, 255] as [UInt8] }
        // Nothing can fail in eight by eight pixels; an empty file would show as one.
        return (try? Pixmap(width: 8, height: 8, rgba: pixels).png()) ?? []
    }

    static func base64(_ shade: UInt8) -> String {
        Data(picture(shade)).base64EncodedString()
    }

    /// An answer as OpenAI gives it.
    static var plain: WireReply {
        json(
            200, #"{"created":1764000000,"data":[{"b64_json":"\#(base64(10))"}],"usage":\#(usage)}"#
        )
    }

    /// An answer with fields that no client knows yet, and numbers in a spelling of their own.
    static var odd: WireReply {
        json(
            200,
            """
            {"created":1764000000,"background":"opaque","data":[{"b64_json":"\(base64(20))",\
            "revised_prompt":"a “pear”\\r\\ne\u{301} 👩‍👩‍👧‍👦","x_seen":[1.50,null,{"deep":true}]}],\
            "usage":\(usage),"x_audit":{"ratio":1.50,"nothing":null,"big":12345678901234567890}}
            """)
    }

    private static let usage =
        #"{"input_tokens":11,"input_tokens_details":{"image_tokens":0,"text_tokens":11},"#
        + #""output_tokens":196,"total_tokens":207}"#

    /// The events of a streamed picture.
    static func events(_ kind: String) -> [String] {
        let partials = (0..<3).map { index in
            event(
                "\(kind).partial_image",
                #""partial_image_index":\#(index),"b64_json":"\#(base64(UInt8(40 + 20 * index)))""#)
        }
        return partials + [
            event("\(kind).completed", #""b64_json":"\#(base64(200))","usage":\#(usage)"#)
        ]
    }

    private static func event(_ type: String, _ members: String) -> String {
        """
        event: \(type)\ndata: {"type":"\(type)","created_at":1764000000,"size":"8x8",\
        "quality":"low","background":"opaque","output_format":"png",\(members),\
        "x_audit":{"ratio":1.50,"nothing":null}}\n\n
        """
    }

    static var blocked: WireReply {
        json(
            400,
            #"{"error":{"message":"Your request was rejected by the safety system. "#
                + #"safety_violations=[violence].","type":"image_generation_user_error","#
                + #""param":null,"code":"moderation_blocked"}}"#)
    }

    static var limited: WireReply {
        var reply = json(
            429,
            #"{"error":{"message":"Rate limit reached for images.","type":"requests","param":null,"#
                + #""code":"rate_limit_exceeded"}}"#)
        reply.headers["retry-after"] = "1"
        return reply
    }

    static var overloaded: WireReply {
        json(
            503,
            #"{"error":{"message":"The engine is overloaded.","type":"server_error","#
                + #""param":null,"code":"engine_overloaded"}}"#)
    }

    private static func json(_ status: Int, _ text: String) -> WireReply {
        WireReply(
            status: status,
            headers: [
                "content-type": "application/json", "content-length": "\(text.utf8.count)",
                "x-request-id": "req_canary",
            ], body: ByteBuffer(string: text))
    }
}
