import Candid
import NIOCore
import Testing

@Suite struct RepeatedFieldTests {
    private static func request(
        _ path: String, _ body: String, type: String = "application/json"
    ) -> WireRequest {
        WireRequest(
            "POST", path, headers: ["content-type": type], body: ByteBuffer(string: body))
    }

    /// A form of parts by their names; what has a file's name is a file.
    private static func form(_ parts: [(name: String, file: String?, text: String)]) -> WireRequest
    {
        let body = parts.map { part in
            let file = part.file.map { "; filename=\"\($0)\"" } ?? ""
            return "--b\r\ncontent-disposition: form-data; name=\"\(part.name)\"\(file)\r\n\r\n"
                + part.text + "\r\n"
        }
        return request(
            "/v1/images/edits", body.joined() + "--b--\r\n",
            type: "multipart/form-data; boundary=b")
    }

    @Test(
        arguments: [
            (#"{"model":"m","prompt":"a blue dog","prompt":"a red pear"}"#, "prompt"),
            (#"{"model":"m","model":"n","prompt":"a pear"}"#, "model"),
            (#"{"model":"m","prompt":"a pear","prom\u0070t":"a pear"}"#, "prompt"),
            (
                #"{"model":"m","prompt":"a","images":[{"file_id":"1","file_id":"2"}]}"#,
                "images[0].file_id"
            ),
        ])
    func `an order that says a thing twice is refused by its name`(body: String, field: String) {
        let refusal = #expect(throws: Refusal.self) {
            try RelayedOrder(Self.request("/v1/images/generations", body))
        }
        #expect(refusal?.field == field)
        #expect(refusal?.code == "repeated_field")
    }

    @Test func `a question that says a thing twice is refused by its name`() {
        let body = #"{"model":"m","messages":[],"tools":[],"tools":[{"type":"image_generation"}]}"#
        let refusal = #expect(throws: Refusal.self) {
            try RelayedTalk(Self.request("/v1/chat/completions", body))
        }
        #expect(refusal?.field == "tools")
    }

    @Test(
        arguments: [
            ([("prompt", nil, "a"), ("prompt", nil, "b")], "prompt"),
            ([("prompt", nil, "a"), ("prompt", "x.txt", "b")], "prompt"),
            ([("model", nil, "a"), ("model[]", nil, "b")], "model"),
            ([("mask", "a.png", "a"), ("mask", "b.png", "b")], "mask"),
        ] as [([(String, String?, String)], String)])
    func `a form that says a thing twice is refused by its name`(
        parts: [(String, String?, String)], field: String
    ) {
        let refusal = #expect(throws: Refusal.self) { try RelayedOrder(Self.form(parts)) }
        #expect(refusal?.field == field)
        #expect(refusal?.code == "repeated_field")
    }

    @Test(arguments: ["image", "image[]"])
    func `a form may bring several pictures`(name: String) throws {
        let parts: [(String, String?, String)] = [
            (name, "a.png", "a"), (name, "b.png", "b"), ("prompt", nil, "a pear"),
        ]
        #expect(try RelayedOrder(Self.form(parts)).order.prompt == "a pear")
    }

    @Test(arguments: [#"{"model":7,"prompt":"a"}"#, #"{"model":["m"],"prompt":"a"}"#])
    func `a model that is no name is told so`(body: String) {
        let refusal = #expect(throws: Refusal.self) {
            try RelayedOrder(Self.request("/v1/images/generations", body))
        }
        #expect(refusal?.field == "model")
        #expect(refusal?.code == "invalid_value")
    }

    @Test(arguments: ["multipart/form-data", "multipart/form-data; boundary=other"])
    func `what is wrong with a form is told in words`(type: String) {
        let refusal = #expect(throws: Refusal.self) {
            try RelayedOrder(Self.request("/v1/images/edits", "abc", type: type))
        }
        #expect(refusal?.reason.hasPrefix("the form can't be read: it") == true)
    }
}
