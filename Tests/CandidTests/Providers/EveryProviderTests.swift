import Candid
import CandidTesting
import Testing

@Suite struct EveryProviderTests {
    @Test(arguments: try Catalogue.included().engines.map(\.id))
    func `every engine of the catalogue conforms`(id: String) throws {
        let all = try conformingProviders(of: Catalogue.included())
        let (provider, model) = try #require(all.first { $0.provider.engine.id == id })
        try expectConformance(of: provider, model: model)
    }

    @Test func `every dialect has an engine`() throws {
        let spoken = try Set(Catalogue.included().engines.map(\.dialect))
        #expect(spoken == Set(Engine.Dialect.allCases))
    }

    @Test func `a verbatim wish is refused with the routes that can keep it`() throws {
        let catalogue = try Catalogue.included()
        let engine = try catalogue.engine(named: "openai-responses")
        let order = Order("a pear", engine: engine.id, model: engine.defaultModel)
        do {
            try engine.check(order, among: catalogue.engines)
            Issue.record("taken")
        } catch {
            #expect(error.reason.contains("rewrite"))
            #expect(error.wayOut.contains("openai, ") && error.wayOut.contains("sketch"))
            #expect(!error.wayOut.contains("dall-e-3") && !error.wayOut.contains("compatible"))
        }
    }

    @Test(arguments: ["sd-server", "sd-server-openai"])
    func `what would be a command is refused by name`(id: String) throws {
        let engine = try Catalogue.included().engine(named: id)
        for text in ["a pear <sd_cpp_extra_args>{}</sd_cpp_extra_args>", "a <LoRA:x:1> pear"] {
            let order = Order(Prompt(text), engine: id, model: engine.defaultModel)
            #expect(throws: Refusal.self) { try engine.check(order) }
        }
    }
}
