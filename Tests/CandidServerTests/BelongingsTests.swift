import Candid
import NIOCore
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

@Suite struct NamesOfManyThingsTests {
    /// A store that remembers how many names it was asked for at once.
    private actor Asked: KeyStore {
        private(set) var sizes: [Int] = []
        private let missing: Set<String>

        init(missing: Set<String>) {
            self.missing = missing
        }

        func names(among names: [String], of caller: RunID) -> Set<String> {
            sizes.append(names.count)
            return Set(names).subtracting(missing)
        }

        func append(_ entries: [Entry]) {}
        func entries(of run: RunID) -> [Entry] { [] }
        func keys() -> [CallerKey] { [] }
        func keyRevision() -> Int64 { 0 }
        func noteUse(of key: RunID, at time: Timestamp) {}
        func note(_ names: [String], belongTo caller: RunID) {}
    }

    private let names = (0..<1201).map { "file-\($0)" }

    @Test func `are looked for together, some hundreds at a time`() async throws {
        let store = Asked(missing: [])
        try await Belongings(of: RunID(1), in: store).check(names.map { ("input_file_id", $0) })
        #expect(await store.sizes == [500, 500, 201])
    }

    @Test func `and the first that is another's is told`() async throws {
        let store = Asked(missing: ["file-1200", "file-700", "file-699"])
        await #expect {
            try await Belongings(of: RunID(1), in: store).check(names.map { ("f", $0) })
        } throws: { error in
            let problem = error as? GatewayProblem
            return problem?.status == 404 && problem?.field == "f"
                && problem?.message.contains("'file-699'") == true
        }
        #expect(await store.sizes == [500, 500])
    }

    @Test func `too many of them in a batch are refused by name`() throws {
        let named = NamedThings(most: 2)
        func line(_ name: String) -> ByteBuffer {
            ByteBuffer(string: #"{"body":{"file_id":"\#(name)"}}"#)
        }
        for name in ["b", "a", "b"] { try named.take(line(name)) }
        #expect(named.names == ["b", "a"])
        #expect {
            try named.take(line("c"))
        } throws: { error in
            (error as? GatewayProblem)?.code == "too_many_names"
        }
    }
}
