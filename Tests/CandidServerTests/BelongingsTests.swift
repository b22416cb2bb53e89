import Testing

@testable import CandidServer

@Suite struct BelongingsTests {
    @Test(arguments: [
        (#"{"id":"resp_1","output":[{"id":"msg_1"}]}"#, "resp_1"),
        (#"{ "background" : false, "id" : "resp_1" "#, "resp_1"),
        (#"{"conversation":{"id":"conv_1"},"id":"resp_1"}"#, "resp_1"),
        (#"{"metadata":{"id":"resp_2"},"id":"resp_1"}"#, "resp_1"),
        (#"{"instructions":"\",\"id\":\"resp_2\"","id":"resp_1"}"#, "resp_1"),
        (#"{"stop":["id","resp_2"],"user":"id","id":"resp_1"}"#, "resp_1"),
        (#"{"id":"resp_"#, nil), (#"{"id":7,"name":"resp_2"}"#, nil), ("", nil),
        (#"["id","resp_1"]"#, nil),
    ])
    func `the id of an answer is its own and never one that it repeats`(
        text: String, id: String?
    ) {
        #expect(ResponseName.inAnswer(Array(text.utf8)) == id)
    }

    @Test(arguments: [
        ("event: response.created\ndata: {\"response\":{\"id\":\"resp_1\"}}\n\n", "resp_1"),
        (": hello\n\ndata: {}\n\ndata:{\"response\":{\"id\":\"resp_1\"}}\n", "resp_1"),
        ("data: {\"metadata\":{\"id\":\"resp_2\"},\"id\":\"resp_3\"}\n\n", nil),
        ("data: {\"response\":{\"id\":\"resp_1\"}}", nil), ("data: [DONE]\n\n", nil),
    ])
    func `the id of a stream is that of the response it tells of`(text: String, id: String?) {
        #expect(ResponseName.inEvents(Array(text.utf8)) == id)
    }
}
