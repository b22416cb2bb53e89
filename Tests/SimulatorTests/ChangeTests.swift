import Candid
import Foundation
import NIOCore
import Pixels
import Simulator
import Testing

@Suite struct ChangeTests {
    @Test func `a change changes what it names and leaves the rest`() async throws {
        let editor = try await Editor()
        let (new, truth) = try await editor.changed("make the apple green")
        #expect(new != editor.picture)
        let share = try #require(truth["changed"]?["share"]?.double)
        #expect(0.001..<0.05 ~= share)
        #expect(truth["parent_sha256"]?.text == Digest(of: editor.picture).description)
    }

    @Test(arguments: ["unchanged", "lie"])
    func `nothing is changed to order, down to the bytes`(fault: String) async throws {
        let editor = try await Editor()
        #expect(try await editor.changed("make the apple green", fault).new == editor.picture)
    }

    @Test func `an unchanged picture can come compressed anew`() async throws {
        let editor = try await Editor()
        let (new, _) = try await editor.changed("make it night", "unchanged=recompressed")
        #expect(new != editor.picture)
        let (before, after) = (try Pixmap(decoding: editor.picture), try Pixmap(decoding: new))
        #expect(after.meanDifference(from: before) < 3)
    }

    @Test func `a leak lies where the truth says, beside the change`() async throws {
        let editor = try await Editor()
        let honest = try Pixmap(decoding: try await editor.changed("make the apple green").new)
        let (new, truth) = try await editor.changed("make the apple green", "leak=10")
        let box = try #require(truth["leak"]?.list?.compactMap { $0.whole.map { Int($0) } })
        let leaky = try Pixmap(decoding: new)
        let changed = (0..<leaky.width * leaky.height).filter { !leaky.same($0, as: honest) }
        for pixel in changed {
            let (column, row) = (pixel % leaky.width, pixel / leaky.width)
            #expect(box[0]..<box[0] + box[2] ~= column && box[1]..<box[1] + box[3] ~= row)
        }
        #expect(leaky != honest)
    }

    @Test(arguments: ["cast", "blur", "identity"])
    func `drift grows from change to change, and the scene can still be changed`(
        kind: String
    ) async throws {
        var (editor, honest) = (try await Editor(), try await Editor())
        var away: [Double] = []
        for instruction in ["make the apple green", "make the cup blue", "make the apple yellow"] {
            editor.picture = try await editor.changed(instruction, "drift=\(kind)").new
            honest.picture = try await honest.changed(instruction).new
            let clean = try Pixmap(decoding: honest.picture)
            away.append(try Pixmap(decoding: editor.picture).meanDifference(from: clean))
        }
        #expect(away == away.sorted() && Set(away).count == 3, "\(away)")
    }

    @Test func `a mask holds a change, and a fault ignores it`() async throws {
        let editor = try await Editor()
        let held = try await editor.changed("make it night", mask: true).truth
        #expect(held["mask_used"]?.truth == true)
        #expect(held["changed"]?["outside_mask"]?.double == 0)
        let spilt = try await editor.changed("make it night", "ignore-mask", mask: true).truth
        #expect(spilt["mask_used"]?.truth == false)
        #expect(try #require(spilt["changed"]?["outside_mask"]?.double) > 0.5)
    }

    @Test func `whoever is blind to negations draws what is to go`() async throws {
        let editor = try await Editor()
        let gone = try await editor.changed("remove the cup").truth["scene"]
        let more = try await editor.changed("remove the cup", "negation-blind").truth["scene"]
        func cups(_ scene: JSONValue?) -> Int? {
            scene?["things"]?.list?.count { $0["name"]?.text == "cup" || $0["name"]?.text == "mug" }
        }
        #expect(cups(gone) == 0)
        #expect(cups(more) == 2)
    }

    @Test func `a JPEG that was delivered can be changed too`() async throws {
        var editor = try await Editor(["output_format": .text("jpeg")])
        #expect(editor.picture.starts(with: [0xFF, 0xD8]))
        editor.picture = try await editor.changed("make the apple green").new
        let scene = try await editor.changed("make it night").truth["scene"]
        #expect(scene?["light"]?.text == "night")
    }

    @Test func `a picture of another's is changed inside a mask only`() async throws {
        var editor = try await Editor()
        editor.picture = try Pixmap(
            width: 256, height: 256, rgba: Array(repeating: 200, count: 256 * 256 * 4)
        ).png()
        #expect(try await editor.reply("add a cat").status == 400)
        #expect(try await editor.changed("a cat", mask: true).new != editor.picture)
    }

    @Test(
        arguments: [
            (["images": JSONValue.list([])], "image"), (["n": .whole(11)], "n"),
            (["style": .text("flat")], "style"), (["output_format": .text("svg")], "output_format"),
            (["mask": .object(["image_url": .text("https://example.org/m.png")])], "mask"),
        ])
    func `a wrong field is refused by name`(
        more: [String: JSONValue], field: String
    ) async throws {
        let reply = try await Editor().reply("make it night", more: more)
        #expect(reply.status == 400)
        #expect(reply.json["error"]?["param"]?.text == field)
    }

    @Test func `pictures that are sent along are paid for`() async throws {
        let usage = try await Editor().reply("make it night").json["usage"]?["input_tokens_details"]
        #expect(usage?["image_tokens"]?.whole == 8 * 8 * 2)
    }
}

/// A simulator with one delivered picture, which is changed through the JSON form.
private struct Editor {
    private let responder = Simulator().responder
    var picture: [UInt8] = []

    init(_ options: [String: JSONValue] = [:]) async throws {
        let body: [String: JSONValue] = [
            "model": .text("sketch-1"),
            "prompt": .text("a red apple and a white cup on a table"),
            "size": .text("256x256"),
        ]
        let answer = try await send("/v1/images/generations", body.merging(options) { $1 })
        picture = try Self.picture(answer.json)
    }

    func reply(
        _ instruction: String, _ fault: String? = nil, mask: Bool = false,
        more: [String: JSONValue] = [:]
    ) async throws -> Answered {
        func reference(_ bytes: [UInt8]) -> JSONValue {
            let type = bytes.starts(with: [0xFF, 0xD8]) ? "jpeg" : "png"
            let text = Data(bytes).base64EncodedString()
            return .object(["image_url": .text("data:image/\(type);base64,\(text)")])
        }
        var body: [String: JSONValue] = [
            "model": .text("sketch-1"), "prompt": .text(instruction),
            "images": .list([reference(picture)]),
        ]
        if mask { body["mask"] = reference(try Self.leftHalf.png()) }
        return try await send("/v1/images/edits", body.merging(more) { $1 }, fault)
    }

    func changed(
        _ instruction: String, _ fault: String? = nil, mask: Bool = false
    ) async throws -> (new: [UInt8], truth: JSONValue) {
        let answer = try await reply(instruction, fault, mask: mask)
        let records = try await send("/_simulator/requests", nil).json["requests"]?.list
        let truth = try #require(records?.last?["truth"]?.list?.first)
        return (try Self.picture(answer.json), truth)
    }

    private static func picture(_ json: JSONValue) throws -> [UInt8] {
        let text = try #require(json["data"]?.list?.first?["b64_json"]?.text)
        return [UInt8](try #require(Data(base64Encoded: text)))
    }

    private static let leftHalf = Pixmap(
        width: 256, height: 256,
        rgba: (0..<256 * 256).flatMap { [0, 0, 0, $0 % 256 < 128 ? 0 : 255] })

    private func send(
        _ path: String, _ body: [String: JSONValue]?, _ fault: String? = nil
    ) async throws -> Answered {
        var headers = ["content-type": "application/json"]
        headers["x-simulate"] = fault
        let stream = try await responder.respond(
            WireRequest(
                body == nil ? "GET" : "POST", "http://127.0.0.1" + path, headers: headers,
                body: body.map { JSONValue.object($0).encoded() } ?? ByteBuffer()))
        var whole = ByteBuffer()
        for try await chunk in stream.body { whole.writeImmutableBuffer(chunk) }
        let limits = JSONReader.Limits(bytes: whole.readableBytes)
        return Answered(
            status: stream.status,
            json: try JSONReader.read(Array(whole.readableBytesView), limits: limits))
    }
}

private struct Answered {
    let status: Int
    let json: JSONValue
}

extension Pixmap {
    fileprivate func same(_ pixel: Int, as other: Pixmap) -> Bool {
        rgba[pixel * 4..<pixel * 4 + 4] == other.rgba[pixel * 4..<pixel * 4 + 4]
    }

    fileprivate func meanDifference(from other: Pixmap) -> Double {
        let sum = zip(rgba, other.rgba).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
        return Double(sum) / Double(rgba.count)
    }
}

extension JSONValue {
    fileprivate var double: Double? {
        switch self {
        case .number(let value): value
        case .whole(let value): Double(value)
        default: nil
        }
    }
}
