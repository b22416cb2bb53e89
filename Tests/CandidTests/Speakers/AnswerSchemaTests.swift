import Candid
import Testing

@Suite struct AnswerSchemaTests {
    private let schema = AnswerSchema(
        "plan",
        JSONValue(
            text: #"""
                {"type":"object","additionalProperties":false,"required":["items","size"],
                 "properties":{"size":{"type":["string","null"],"enum":["s","m",null]},
                   "share":{"type":"number","minimum":0,"maximum":1},
                   "items":{"type":"array","minItems":1,"maxItems":2,
                            "items":{"type":"string","minLength":2}}}}
                """#) ?? .null)

    @Test(arguments: [
        #"{"items":["ab"],"size":"s"}"#, #"{"items":["ab","cd"],"size":null,"share":0.5}"#,
    ])
    func `what satisfies the schema meets no objection`(text: String) throws {
        #expect(schema.objection(to: try #require(JSONValue(text: text))) == nil)
    }

    @Test(arguments: [
        (#"[]"#, "must be of the type object"),
        (#"{"size":"s"}"#, "has no “items”"),
        (#"{"items":[],"size":"s"}"#, "at least 1"),
        (#"{"items":["ab","ab","ab"],"size":"s"}"#, "at most 2"),
        (#"{"items":["a"],"size":"s"}"#, "item 1 of “items”"),
        (#"{"items":[7],"size":"s"}"#, "must be of the type string"),
        (#"{"items":["ab"],"size":"x"}"#, "must be one of"),
        (#"{"items":["ab"],"size":"s","share":2}"#, "at most 1"),
        (#"{"items":["ab"],"size":"s","more":1}"#, "“more”, which is not asked for"),
    ])
    func `an objection names the place`(text: String, words: String) throws {
        let objection = schema.objection(to: try #require(JSONValue(text: text)))
        #expect(objection?.contains(words) == true, "\(objection ?? "none")")
    }

    @Test(arguments: [
        "{\"items\":[\"ab\"],\"size\":\"s\"}",
        "```json\n{\"items\":[\"ab\"],\"size\":\"s\"}\n```",
        " \n{\"items\":[\"ab\"],\"size\":\"s\"} ",
    ])
    func `JSON may stand in a fence`(text: String) throws {
        #expect(try Saying(text).json(under: schema)["size"]?.text == "s")
    }

    @Test(arguments: [
        (Saying("Sure! Here it is."), SpeakerFailure.notJSON("Sure! Here it is.")),
        (Saying(" \n"), .empty), (Saying("{\"it", ending: .cutOff), .cutOff("{\"it")),
        (Saying("{}"), .wrongJSON("the answer has no “items”")),
        (Saying("No.", ending: .declined), .declined("No.")),
    ])
    func `what can't be used has a type of its own`(saying: Saying, failure: SpeakerFailure) {
        #expect(throws: failure) { try saying.json(under: schema) }
    }
}
