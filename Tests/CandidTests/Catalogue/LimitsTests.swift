import Candid
import Foundation
import Testing

@Suite struct LimitsTests {
    private let catalogue = Result { try Catalogue.included() }

    @Test func `a prompt over the limit is refused with both numbers and never cut`() {
        let prompt = Prompt(String(repeating: "a", count: 32001))
        expectRefusal(Order(prompt, engine: "sketch", model: "sketch-1"), field: "prompt") {
            $0.contains("32001") && $0.contains("32000")
        }
    }

    @Test(arguments: ["", " ", "\n\t\u{3000}"])
    func `an empty prompt is refused`(text: String) {
        expectRefusal(Order(Prompt(text), engine: "sketch", model: "sketch-1"), field: "prompt")
    }

    @Test(arguments: [
        (0, 512), (15, 512), (3856, 512), (-1, -1), (Int.max, Int.max), (3840, 3841),
    ])
    func `an impossible size is refused by name`(width: Int, height: Int) {
        var order = Order("a pear", engine: "sketch", model: "sketch-1")
        order.size = Size(width: width, height: height)
        expectRefusal(order, field: "size")
    }

    @Test(arguments: ["1000x1000", "4096x1024", "3840x1024", "512x512"])
    func `a size off OpenAI's grid is refused, not rounded`(text: String) {
        var order = Order("a pear", engine: "openai", model: "gpt-image-2")
        order.size = Size(text)
        expectRefusal(order, field: "size")
    }

    @Test func `a retired model is refused with its successor`() {
        expectRefusal(Order("a pear", engine: "openai", model: "dall-e-3"), field: "model") {
            $0.contains("2026-05-12") && $0.contains("gpt-image-2.6-sunburst")
        }
    }

    @Test func `a model that the catalogue does not know passes where names are open`() throws {
        let engine = try catalogue.get().engine(named: "openai")
        #expect(throws: Never.self) {
            try engine.check(Order("a pear", engine: "openai", model: "gpt-image-9"))
        }
    }

    @Test func `an unknown model of a closed engine is refused with the ones there are`() {
        expectRefusal(Order("a pear", engine: "sketch", model: "sketch-9"), field: "model") {
            $0.contains("sketch-1")
        }
    }

    @Test func `a seed is refused where none can be sent`() {
        var order = Order("a pear", engine: "openai", model: "gpt-image-2")
        order.seed = 1
        expectRefusal(order, field: "seed")
    }

    @Test func `an engine that can't edit promises no edit and refuses a picture by name`() throws {
        var order = Order("make it blue", engine: "dall-e-3", model: "dall-e-3")
        order.allowsRewrite = true
        order.inputs = [
            try #require(InputPicture([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1]))
        ]
        order.mask = order.inputs?.first
        expectRefusal(order, field: "image") { $0.contains("takes no pictures") }
        order.inputs = nil
        expectRefusal(order, field: "mask")
    }

    @Test func `the default engine is embedded and free, and OpenAI is not`() throws {
        let engines = try catalogue.get().engines
        let sketch = try #require(engines.first)
        #expect(sketch.isEmbedded)
        #expect(sketch.isFree)
        #expect(try !catalogue.get().engine(named: "openai").isFree)
    }

    private func expectRefusal(
        _ order: Order, field: String, saying: (String) -> Bool = { _ in true }
    ) {
        do {
            try catalogue.get().engine(named: order.engine).check(order)
            Issue.record("\(order.engine) took \(field)")
        } catch let refusal as Refusal {
            #expect(refusal.field == field)
            #expect(saying(refusal.description), "\(refusal)")
        } catch {
            Issue.record("\(error)")
        }
    }
}
