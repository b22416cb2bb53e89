import Candid
import Foundation
import Testing

@Suite struct RecordedAnswerTests {
    private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]
    private static let written: Prompt = "A ripe red pear on a white table, soft light"

    @Test func `every recording is played`() throws {
        let played = Set(
            RecordedFailureTests.failures.map { "\($0.0)/\($0.1)" } + [
                "openai-responses/picture.json", "openai-responses/background.json",
                "openai-responses/picture.sse", "openai-responses/last-event-only.sse",
                "gemini/picture.json", "sd-server/picture.json", "comfyui/picture.json",
                "automatic1111/picture.json", "automatic1111/grid-first.json",
                "automatic1111/info-unreadable.json",
            ])
        let files = FileManager.default.enumerator(atPath: Recording.folder.path)
        let found = (files?.allObjects as? [String] ?? []).filter {
            // Files of batches are no replies; OpenAIBatchTests plays them.
            $0.contains(".") && !$0.hasPrefix("openai-batch/")
        }
        #expect(Set(found) == played)
    }

    @Test func `a response shows what the language model wrote, and both models' tokens`() throws {
        let answer = try answer("openai-responses", "picture.json")
        #expect(answer.pictures == [ReceivedPicture(bytes: Self.png, revised: Self.written)])
        #expect(answer.report.said == "Here is the pear.")
        #expect(answer.report.requestID == "req_r")
        #expect(answer.report.usage["output_tokens"] == 1000)
        #expect(answer.report.usage["output_image_tokens"] == 1000)
        #expect(answer.report.usage["outer_output_tokens"] == 40)
        #expect(answer.report.used["outer_model"] == "gpt-6-luna")
        #expect(answer.report.used["call"] == "ig_1")
    }

    @Test func `a response that is not done is asked for by its name`() throws {
        let outcome = try Recording(engine: "openai-responses", situation: "background.json")
            .played()
        #expect(outcome.job == "resp_1")
        #expect(
            outcome.requests.map { "\($0.method) \($0.url)" } == [
                "POST https://test/responses", "GET https://test/responses/resp_1",
                "GET https://test/responses/resp_1",
            ])
        #expect(outcome.answer?.pictures.count == 1)
    }

    @Test func `a stream gives its picture once, with the tokens of its end`() throws {
        let outcome = try Recording(engine: "openai-responses", situation: "picture.sse").played()
        let answer = try #require(outcome.answer)
        #expect(outcome.partials == 1)
        #expect(answer.pictures == [ReceivedPicture(bytes: Self.png, revised: Self.written)])
        #expect(answer.report.usage["output_tokens"] == 1000)
        #expect(answer.report.usage["outer_total_tokens"] == 100)
    }

    @Test func `a picture that only the last event brings is not lost`() throws {
        let answer = try answer("openai-responses", "last-event-only.sse")
        #expect(answer.pictures == [ReceivedPicture(bytes: Self.png, revised: Self.written)])
        #expect(answer.report.usage["output_tokens"] == 1000)
    }

    @Test func `what Gemini only thought is neither picture nor words`() throws {
        let answer = try answer("gemini", "picture.json")
        #expect(answer.pictures == [ReceivedPicture(bytes: Self.png)])
        #expect(answer.report.said == "Here it is.")
        #expect(answer.report.version == "gemini-3.1-flash-image")
        #expect(answer.report.requestID == "g-1")
        #expect(answer.report.usage["candidatesTokenCount"] == 1120)
        #expect(answer.report.usage["candidates_image"] == 1120)
    }

    @Test func `a job of sd-server is asked for until it is done`() throws {
        let outcome = try Recording(engine: "sd-server", situation: "picture.json").played()
        let ask = "GET https://test/sdcpp/v1/jobs/job-7"
        #expect(
            outcome.requests.map { "\($0.method) \($0.url)" } == [
                "POST https://test/sdcpp/v1/img_gen", ask, ask, ask,
            ])
        #expect(outcome.job == "job-7")
        #expect(outcome.answer?.pictures == [ReceivedPicture(bytes: Self.png)])
        #expect(outcome.answer?.report.used == ["output_format": "png"])
    }

    @Test func `AUTOMATIC1111 names the prompt and the seed`() throws {
        let answer = try answer("automatic1111", "picture.json")
        #expect(answer.pictures == [ReceivedPicture(bytes: Self.png, revised: "a red pear")])
        #expect(answer.report.seed == 1_234_567_890)
        #expect(answer.report.version == "v1.10.1")
        #expect(answer.report.used["sampler_name"] == "Euler")
    }

    @Test func `a grid that stands before the pictures is none of them`() throws {
        let answer = try answer("automatic1111", "grid-first.json")
        #expect(
            answer.pictures == [
                ReceivedPicture(bytes: Self.png, revised: "a red pear"),
                ReceivedPicture(bytes: Self.png, revised: "a red pear, sharp"),
            ])
        #expect(answer.report.seed == 5)
    }

    @Test func `info that can't be read leaves prompt and seed unknown`() throws {
        let answer = try answer("automatic1111", "info-unreadable.json")
        #expect(answer.pictures == [ReceivedPicture(bytes: Self.png)])
        #expect(answer.report.seed == nil)
    }

    @Test func `ComfyUI's saved pictures are fetched in the order of their nodes`() throws {
        let outcome = try Recording(engine: "comfyui", situation: "picture.json").played()
        let job = "00000000-0000-4000-8000-100000000000"
        #expect(outcome.job == job)
        #expect(
            outcome.requests.map { "\($0.method) \($0.url)" } == [
                "POST https://test/prompt", "GET https://test/history/\(job)",
                "GET https://test/history/\(job)",
                "GET https://test/view?filename=a%20b%2Bc%26d.png&subfolder=x/y&type=output",
                "GET https://test/view?filename=ComfyUI_00001_.png&subfolder=&type=output",
            ])
        #expect(outcome.requests.allSatisfy { $0.headers["origin"] == nil })
        #expect(
            outcome.answer?.pictures == [
                ReceivedPicture(bytes: Self.png), ReceivedPicture(bytes: Self.jpeg),
            ])
    }

    private func answer(_ engine: String, _ situation: String) throws -> Answer {
        try #require(try Recording(engine: engine, situation: situation).played().answer)
    }
}
