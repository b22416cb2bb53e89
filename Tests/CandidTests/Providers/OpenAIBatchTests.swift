import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

/// Files are written by hand after the shapes of OpenAI's SDK and its old specification of lines;
/// no live service was asked.
@Suite struct OpenAIBatchTests {
    @Test func `each line holds one order, with its words unchanged`() throws {
        let items = try ByteProofTests.hard.enumerated().map { number, prompt in
            OpenAIBatch.Item(name: "run-\(number)", order: try order(prompt))
        }
        let lines = Array(try batch().file(of: items, Materials()).readableBytesView)
            .split(separator: 0x0A)
        #expect(lines.count == items.count)
        for (line, item) in zip(lines, items) {
            let json = try PlainJSON(line)
            #expect(json.string(at: ["custom_id"]) == Array(item.name.utf8))
            #expect(json.string(at: ["method"]) == Array("POST".utf8))
            #expect(json.string(at: ["url"]) == Array("/v1/images/generations".utf8))
            #expect(json.string(at: ["body", "prompt"]) == Array(item.order.prompt.text.utf8))
        }
    }

    @Test func `what can't be honoured is refused before anything is sent`() throws {
        let pear = try order("a pear")
        var (streamed, wide) = (pear, pear)
        streamed.partialPictures = 1
        wide.size = Size(width: 7, height: 7)
        let twice = [OpenAIBatch.Item(name: "a", order: pear), .init(name: "a", order: pear)]
        #expect(throws: ProviderFailure.self) { try batch().file(of: [], Materials()) }
        #expect(throws: ProviderFailure.self) { try batch().file(of: twice, Materials()) }
        for order in [streamed, wide] {
            #expect(throws: ProviderFailure.self) {
                try batch().file(of: [.init(name: "a", order: order)], Materials())
            }
        }
        let many = (0...OpenAIBatch.mostItems).map { OpenAIBatch.Item(name: "\($0)", order: pear) }
        #expect(throws: ProviderFailure.self) { try batch().file(of: many, Materials()) }
    }

    @Test func `the file goes up as a form, and the batch is created under our label`() throws {
        let file = ByteBuffer(string: "{}\n")
        let upload = try batch().upload(file)
        let form = try #require(SentForm(upload))
        #expect(upload.url == "https://test/v1/files" && form.texts("purpose") == ["batch"])
        #expect(form.parts.last?.bytes == Array("{}\n".utf8))
        #expect(form.parts.last?.filename == "candid.jsonl")
        let create = try batch().create("file-1", endpoint: "/v1/images/generations", label: "b7")
        #expect(create.headers["authorization"] == "Bearer k")
        #expect(
            String(buffer: create.body)
                == #"{"completion_window":"24h","endpoint":"/v1/images/generations","#
                + #""input_file_id":"file-1","metadata":{"candid":"b7"}}"#)
        #expect(
            try batch().inquiry(about: "../x?y").url == "https://test/v1/batches/%2E%2E%2Fx%3Fy")
    }

    @Test(arguments: [
        ("validating", false), ("in_progress", false), ("finalizing", false), ("cancelling", false),
        ("completed", true), ("failed", true), ("expired", true), ("cancelled", true),
    ])
    func `how a batch stands is read, and whether it has ended`(word: String, ended: Bool) throws {
        let state = try batch().state(
            in: reply(
                #"{"id":"batch_1","status":"\#(word)","request_counts":{"total":3,"completed":1,"#
                    + #""failed":1},"output_file_id":"o","error_file_id":null,"#
                    + #""metadata":{"candid":"b7"},"errors":{"data":[{"line":2,"message":"no"}]}}"#)
        )
        #expect(state.id == "batch_1" && state.hasEnded == ended && state.label == "b7")
        #expect([state.total, state.completed, state.failed] == [3, 1, 1])
        #expect(state.outputFile == "o" && state.errorFile == nil)
        #expect(state.problems == ["line 2: no"])
    }

    @Test func `a batch whose creation was not answered is found in the list by its label`() throws
    {
        let (batches, after) = try batch().states(
            in: reply(
                #"{"data":[{"id":"b2","status":"failed"},{"id":"b1","status":"validating","#
                    + #""metadata":{"candid":"b7"}}],"has_more":true}"#))
        #expect(batches.first { $0.label == "b7" }?.id == "b1" && after == "b1")
    }

    @Test(arguments: [1, 7, 64, 1 << 20])
    func `results are told by their names, however the bytes are cut`(size: Int) throws {
        let results = try read(Self.recorded("output.jsonl"), cut: size)
        #expect(results.map(\.name) == ["run-2", "run-1", "run-3", "run-4"])
        guard case .success(let answer) = results[0].outcome else {
            Issue.record("no pictures")
            return
        }
        let bytes = try answer.pictures.map { try $0.file.bytes() }
        #expect(bytes == [[1, 2, 3], [4, 5]])
        #expect(answer.report.requestID == "req_2" && answer.report.usage["total_tokens"] == 30)
        guard case .failure(.refused(let code, _, 400)) = results[1].outcome else {
            Issue.record("\(results[1])")
            return
        }
        #expect(code == "moderation_blocked")
        for result in results[2...] {
            guard case .failure(.unreadable) = result.outcome else {
                Issue.record("\(result)")
                continue
            }
        }
    }

    @Test func `what a batch had no time for was not charged`() throws {
        let results = try read(Self.recorded("errors.jsonl"), cut: 1000)
        #expect(results.map(\.name) == ["run-5", "run-6"])
        for result in results {
            guard case .failure(let failure) = result.outcome else {
                Issue.record("pictures")
                continue
            }
            #expect(!failure.isPerhapsCharged && !failure.message.isEmpty)
        }
    }

    @Test(arguments: ["not json\n", "{}\n", "[1]\n", "{\"custom_id\":1}\n", "{\"custom_id\":\"a\""])
    func `a line that is no result is named`(text: String) {
        #expect {
            try read(Array(("\n\r\n" + text).utf8), cut: 3)
        } throws: { error in
            (error as? ProviderFailure)?.message.contains("line 3 ") == true
        }
    }

    @Test func `a line beyond the limit is refused before it is held`() {
        var reader = OpenAIBatchReader(limit: 10)
        #expect(throws: ProviderFailure.self) {
            try reader.take(ByteBuffer(string: #"{"custom_id":"a"}"#))
        }
    }

    private static func recorded(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: Recording.folder.appending(path: "openai-batch/\(name)")))
    }

    private func read(_ bytes: [UInt8], cut size: Int) throws -> [BatchResult] {
        var reader = OpenAIBatchReader()
        var results: [BatchResult] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            results += try reader.take(
                ByteBuffer(bytes: bytes[start..<min(start + size, bytes.count)]))
        }
        if let last = try reader.finish() { results.append(last) }
        return results
    }

    private func batch() throws -> OpenAIBatch {
        OpenAIBatch(
            try Catalogue.included().engine(named: "openai"), Access("https://test/v1", key: "k"))
    }

    private func order(_ prompt: Prompt) throws -> Order {
        Order(
            prompt, engine: "openai",
            model: try Catalogue.included().engine(named: "openai").defaultModel)
    }

    private func reply(_ body: String) throws -> Reply {
        try Reply(WireReply(status: 200, body: ByteBuffer(string: body)))
    }
}
