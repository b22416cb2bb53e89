import NIOCore

/// Every canary, in the order in which they fly: what may make a gateway shy of its provider last.
public struct Canaries: Sendable {
    /// The canaries.
    public let all: [Canary]
    /// An order with nothing in it, by which the way to the recorder is found.
    public let scout: Canary

    /// Creates the canaries.
    ///
    /// - Parameters:
    ///   - model: The model's name, as the gateway routes it.
    ///   - slow: Seconds for which a slow provider says nothing; 0 leaves that canary out.
    public init(model: String, slow: Int) {
        let making = CanaryMaking(model: model)
        all =
            making.words + making.fields + making.pictures + making.answers(slow: slow)
            + making.orders + making.errors
        scout = making.order("scout", "the way to the recorder", .orders, "a pear")
    }
}

/// Makes canaries for a model.
struct CanaryMaking {
    let model: String

    /// An order as JSON; the words stand behind the tag, the members as they are.
    func order(
        _ name: String, _ title: String, _ subject: Canary.Subject, _ words: String,
        members: String = "", script: Canary.Script = .reply(CanaryAnswers.plain)
    ) -> Canary {
        json(
            name, title, subject, prompt: "\(Canary.tag(name)) \(words)", members: members,
            script: script)
    }

    private func json(
        _ name: String, _ title: String, _ subject: Canary.Subject, prompt: String,
        members: String, script: Canary.Script
    ) -> Canary {
        let body =
            #"{"model":\#(JSONValue.text(model).json),"prompt":\#(JSONValue.text(prompt).json)"#
            + members + "}"
        return Canary(
            name: name, title: title, subject: subject,
            request: WireRequest(
                "POST", "/images/generations", headers: ["content-type": "application/json"],
                body: ByteBuffer(string: body)), script: script)
    }

    var words: [Canary] {
        [
            order(
                "quotes", "straight and curly quotes", .words,
                #"a sign "OPEN", ‘it's’ “fresh” «pain», a \ and a /"#),
            order(
                "crlf", "line ends: CRLF, LF, CR, tabs", .words,
                "one\r\ntwo\r\n\r\nthree\nfour\rfive\n\tsix"),
            order(
                "accents", "decomposed accents", .words,
                "cafe\u{301} A\u{30A}ngstro\u{308}m, beside caf\u{E9} and \u{C5}ngstr\u{F6}m"),
            order(
                "joiners", "joiners and marks that can't be seen", .words,
                "👩‍👩‍👧‍👦 🏳️‍🌈 zero\u{200B}width soft\u{AD}hyphen no\u{A0}break \u{200F}שלום\u{200E} end"),
            json(
                "blanks", "blanks at both ends", .words,
                prompt: " \t  canary-blanks. a pear,  two  blanks \n\n  ", members: "",
                script: .reply(CanaryAnswers.plain)),
            order(
                "controls", "control characters", .words,
                "one\u{1} bell\u{7} back\u{8} escape\u{1B}[31m delete\u{7F} next\u{85} end"),
            order(
                "korean", "Korean, composed and decomposed", .words,
                "빨간 사과 “다섯 개”를 그려 줘, \u{1112}\u{1161}\u{11AB}글도"),
            order(
                "templates", "what template engines fill in or escape", .words,
                #"{{name}} ${HOME} {0} %s %20 $1 <b>&amp;</b> \n \u0041 {% if %} @file #tag"#),
            order("long", "31,999 characters", .words, Self.long),
        ]
    }

    /// Numbered, so that a cut shows its place; with its tag 31,999 characters.
    private static let long: String = {
        var text = ""
        var number = 1
        while text.utf8.count < 31_986 {
            text += "word\(number) "
            number += 1
        }
        return String(text.prefix(31_985)) + "!"
    }()

    var fields: [Canary] {
        [
            order(
                "unknown", "fields that nobody knows", .fields, "a pear",
                members: #","x_audit":{"nested":{"deep":[1,{"two":null}],"empty":{},"none":[]},"#
                    + #""ratio":1.50,"big":12345678901234567890,"tiny":1e-7},"x_null":null,"#
                    + #""x_flag":false,"x_text":"“kept”""#),
            order(
                "numbers", "odd sizes, counts and values", .fields, "a pear",
                members: #","n":7,"size":"1000x700","quality":"ultra-odd","#
                    + #""output_compression":73,"background":"plaid","seed":18446744073709551615"#),
            twoFields,
        ]
    }

    /// To HTTP two spellings are one name; a dictionary could not hold one twice otherwise.
    private var twoFields: Canary {
        var canary = order("headers", "a header field that comes twice", .fields, "a pear")
        canary.request.headers["X-Audit-Note"] = "first"
        canary.request.headers["x-audit-note"] = "second"
        return canary
    }
}
