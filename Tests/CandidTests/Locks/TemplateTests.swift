import Candid
import Testing

@Suite struct TemplateTests {
    @Test func `a place takes its value`() throws {
        let template = try Template("a photo of {product} on {ground}, {product}")
        #expect(template.variables == ["product", "ground"])
        let values = ["product": "a mug", "ground": "나무"]
        #expect(template.expanded(with: values) == "a photo of a mug on 나무, a mug")
    }

    @Test func `doubled braces are braces`() throws {
        let template = try Template(#"{{"a": {x}}}"#)
        #expect(template.expanded(with: ["x": "1"]) == #"{"a": 1}"#)
    }

    @Test func `braces in a value are not read again`() throws {
        #expect(try Template("{x}").expanded(with: ["x": "{x} {{y}}"]) == "{x} {{y}}")
    }

    @Test(arguments: ["{", "}", "a {", "a } b", "{}", "{ x }", "{a b}", "{{{", "{x}}", "{-x}"])
    func `a brace that means nothing is refused`(text: String) {
        #expect(throws: TemplateError.self) { try Template(Prompt(text)) }
    }

    @Test func `an error says where the brace is and what to write`() {
        do {
            _ = try Template("고양이 {")
            Issue.record("accepted")
        } catch let error as TemplateError {
            #expect(error.offset == 10)
            #expect(
                error.description == "The brace at byte 10 is never closed; write {{ for a brace.")
        } catch {
            Issue.record(error)
        }
    }

    @Test(arguments: ["", "a cat", "{", "}}", #"{"a": {"b": []}}"#, "e\u{301}{\u{301}", "{{x}}"])
    func `any prompt is a template that expands to itself, byte for byte`(text: String) throws {
        let template = Template(literal: Prompt(text))
        #expect(template.expanded(with: [:]) == Prompt(text))
        #expect(try Template(template.source).expanded(with: [:]) == Prompt(text))
    }

    @Test func `a missing value expands to nothing`() throws {
        #expect(try Template("{x}").expanded(with: [:]) == nil)
    }
}
