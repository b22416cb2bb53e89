import Candid
import Testing

@Suite struct LintLimitTests {
    @Test func `a long prompt is a warning and one above the limit an error`() {
        let long = Prompt(String(repeating: "a tree. ", count: 130))
        let tooLong = Prompt(String(repeating: "나무. ", count: 8_001))
        #expect(severities(long, "length") == [.warning])
        #expect(severities(tooLong, "length") == [.error])
    }

    @Test func `thirty descriptors are enough and their kinds are counted apart`() throws {
        let items = ["red", "a cat", "watercolor"]
        let thirty = (0..<30).map { items[$0 % 3] }.joined(separator: ", ")
        #expect(severities(Prompt(thirty), "overload").isEmpty)
        let found = Prompt(thirty + ", a dog").findings().first { $0.rule == "overload" }
        let message = try #require(found).message
        #expect(message.contains("31 descriptors (11 subjects, 10 attributes, 10 styles)"))
    }

    @Test func `words are held against the request's parameters`() {
        var parameters = LintConfiguration.Parameters()
        parameters.width = 1024
        parameters.height = 1024
        parameters.count = 1
        parameters.style = "photorealistic"
        parameters.background = "transparent"
        let configuration = LintConfiguration(parameters: parameters)
        let cases = [
            "a barn, 16:9", "a barn, portrait orientation", "four images of a barn",
            "a barn, watercolor", "a barn on a white background",
        ]
        for text in cases {
            let found = Prompt(text).findings(under: configuration).map(\.rule)
            #expect(found.contains("contradiction"), "\(text)")
            #expect(!Prompt(text).findings().map(\.rule).contains("contradiction"), "\(text)")
        }
        #expect(Prompt("a barn, 1:1, square format").findings(under: configuration).isEmpty)
    }

    private func severities(_ prompt: Prompt, _ rule: LintRule.ID) -> [Finding.Severity] {
        prompt.findings().filter { $0.rule == rule }.map(\.severity)
    }
}
