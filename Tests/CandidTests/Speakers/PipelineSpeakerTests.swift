import Candid
import CandidTesting
import Testing

@Suite struct PipelineSpeakerTests {
    @Test func `a speaker that nobody knows, or without a key or a model, is refused`() throws {
        let pipeline = try pipeline()
        for name in ["nobody", "anthropic", "ollama"] {
            #expect(throws: Refusal.self) { try pipeline.speaker(name) }
        }
        #expect(try pipeline.speaker("ollama", model: "eyes").model == "eyes")
    }

    private func pipeline() throws -> Pipeline {
        Pipeline(
            provider: OpenAIImagesProvider(
                try Catalogue.included().engine(named: "openai"), baseURL: "https://example.test"),
            ledger: MemoryLedger(), pictures: MemoryPictureStore(), world: .replaying())
    }

    @Test func `a key stands where the dialect wants it`() throws {
        let speakers = try SpeakerCatalogue.included()
        let access = Access("https://example.com/", key: "k")
        let gemini = try speakers.speaker(named: "gemini").reached(by: access)
        #expect(gemini.headers == ["x-goog-api-key": "k"])
        #expect(gemini.base == "https://example.com")
        let openai = try speakers.speaker(named: "openai").reached(by: access)
        #expect(openai.headers == ["authorization": "Bearer k"])
    }
}
