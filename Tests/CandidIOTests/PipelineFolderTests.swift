import Candid
import CandidIO
import Foundation
import Testing

@Suite struct PipelineFolderTests {
    @Test func `an engine that nobody knows, or that has no key or no address, is refused`() throws
    {
        let folder = URL(filePath: "/nowhere")
        for name in ["nothing", "openai", "comfyui", "compatible"] {
            #expect(throws: Refusal.self) { try Pipeline(engine: name, in: folder) }
        }
    }
}
