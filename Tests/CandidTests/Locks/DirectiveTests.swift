import Candid
import Testing

@Suite struct DirectiveTests {
    @Test(arguments: Directive.all)
    func `a directive makes a new text around the untouched prompt`(directive: Directive) {
        let prompt: Prompt = " e\u{301} 고양이\r\n"
        let text = directive.wrapping(prompt)
        #expect(text != prompt)
        #expect(directive.unwrapping(text) == prompt)
        #expect(WordDiff(from: prompt, to: text).wordsRemoved == 0)
    }

    @Test(arguments: Directive.all)
    func `a directive says how strong it is and where that is written`(directive: Directive) {
        #expect(!directive.evidence.isEmpty)
        #expect(!directive.sources.isEmpty)
        #expect(!directive.models.isEmpty)
        #expect(Directive.named(directive.id) == directive)
    }

    @Test func `a text that no directive made is not unwrapped`() throws {
        let directive = try #require(Directive.named("as-is"))
        #expect(directive.unwrapping("a cat") == nil)
    }

    @Test func `an unknown directive is none`() {
        #expect(Directive.named("please") == nil)
    }
}
