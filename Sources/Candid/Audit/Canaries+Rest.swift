import Foundation
import NIOCore

extension CanaryMaking {
    var pictures: [Canary] {
        let (first, second, mask) = (
            CanaryAnswers.picture(60), CanaryAnswers.picture(90), CanaryAnswers.picture(120)
        )
        let members =
            #","images":[{"image_url":"\#(Self.address(first))"},{"image_url":"\#(Self.address(second))"}],"#
            + #""mask":{"image_url":"\#(Self.address(mask))"},"input_fidelity":"high","x_audit":1.50"#
        var json = order(
            "edit-json", "an edit as JSON, pictures inside", .pictures, "a hat", members: members)
        json.request.url = "/images/edits"
        return [form("edit-form", "an edit as a form: two pictures and a mask", .pictures), json]
    }

    private static func address(_ picture: [UInt8]) -> String {
        "data:image/png;base64,\(Data(picture).base64EncodedString())"
    }

    /// An edit as a form.
    private func form(
        _ name: String, _ title: String, _ subject: Canary.Subject,
        fields: [String: String] = [:], script: Canary.Script = .reply(CanaryAnswers.plain)
    ) -> Canary {
        var writer = MultipartWriter()
        writer.add("model", .text(model))
        writer.add(
            "prompt", .text("\(Canary.tag(name)) a “red” hat\r\non the cafe\u{301}'s \"cat\" "))
        writer.add("x_audit", .text("1.50"))
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            writer.add(name, .text(value))
        }
        let files: [(String, UInt8, String)] = [
            ("image[]", 60, "first “one”.png"), ("image[]", 90, "second.png"),
            ("mask", 120, "the mask.png"),
        ]
        for (field, shade, file) in files {
            writer.addFile(field, CanaryAnswers.picture(shade), named: file, type: "image/png")
        }
        let (body, type) = writer.finished()
        return Canary(
            name: name, title: title, subject: subject,
            request: WireRequest(
                "POST", "/images/edits", headers: ["content-type": type], body: body),
            script: script)
    }

    func answers(slow: Int) -> [Canary] {
        let streaming = #","stream":true,"partial_images":3"#
        var all = [
            order(
                "answer", "a whole answer: unknown fields, spelling of numbers", .answers, "a pear",
                script: .reply(CanaryAnswers.odd)),
            order(
                "stream", "a stream: each event once, at once and whole", .answers, "a pear",
                members: streaming, script: .stream(CanaryAnswers.events("image_generation"))),
            form(
                "edit-stream", "a streamed edit", .answers,
                fields: ["stream": "true", "partial_images": "3"],
                script: .stream(CanaryAnswers.events("image_edit"))),
        ]
        for index in all.indices { all[index].comparesAnswer = true }
        guard slow > 0 else { return all }
        return all + [
            order(
                "slow", "a provider that takes \(slow) s", .answers, "a pear",
                script: .late(seconds: slow, CanaryAnswers.plain))
        ]
    }

    var orders: [Canary] {
        var twice = order("twice", "two equal orders are two orders", .orders, "two pears")
        twice.tries = .twice
        var retry = order(
            "retry", "a client that gave up and asks again", .orders, "a pear",
            script: .late(seconds: 2, CanaryAnswers.plain))
        retry.tries = .abandoned
        return [twice, retry]
    }

    var errors: [Canary] {
        var all = [
            order(
                "moderation", "400 moderation_blocked", .errors, "a pear",
                script: .reply(CanaryAnswers.blocked)),
            order(
                "overloaded", "503, and nobody asks again by himself", .errors, "a pear",
                script: .reply(CanaryAnswers.overloaded)),
            order(
                "broken", "a connection that breaks after the order", .errors, "a pear",
                script: .breakOff),
            order(
                "limited", "429 with retry-after", .errors, "a pear",
                script: .reply(CanaryAnswers.limited)),
        ]
        for index in all.indices { all[index].comparesAnswer = true }
        return all
    }
}
