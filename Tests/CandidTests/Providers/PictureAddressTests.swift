import Candid
import CandidTesting
import NIOCore
import Testing

@Suite struct PictureAddressTests {
    @Test func `a picture at an address is fetched, without a key for another host`() throws {
        var exchange = Exchange(order, run: RunID(1))
        let step = try resume(named("https://files.example/p.png"), &exchange)
        guard case .send(let request, _) = step else {
            Issue.record("not fetched")
            return
        }
        #expect(request.method == "GET")
        #expect(request.url == "https://files.example/p.png")
        #expect(request.headers.isEmpty)
        let picture: [UInt8] = [0xFF, 0xD8, 0xFF, 7]
        let file = WireReply(status: 200, body: ByteBuffer(bytes: picture))
        guard case .finish(let answer) = try resume(file, &exchange) else {
            Issue.record("not finished")
            return
        }
        #expect(answer.pictures == [ReceivedPicture(bytes: picture, revised: "a ripe pear")])
    }

    @Test func `the service itself gets its key`() throws {
        var exchange = Exchange(order, run: RunID(1))
        guard case .send(let request, _) = try resume(named("https://test/p.png"), &exchange)
        else { return }
        #expect(request.headers["authorization"] == "Bearer k")
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://files.example/p", "//files.example/p", "p.png", "",
        "https://user:pass@files.example/p", "http://127.0.0.1/p", "http://localhost:1/p",
        "http://169.254.169.254/latest", "http://[::1]/p", "http://10.0.0.1/p",
        "http://2130706433/p",
        "http://192.168.1.1/p", "http://172.20.1.1/p", "http://0x7f.1/p",
    ])
    func `an address that leads elsewhere is not followed, and the picture is perhaps charged`(
        address: String
    ) {
        var exchange = Exchange(order, run: RunID(1))
        do {
            let step = try resume(named(address), &exchange)
            Issue.record("\(step)")
        } catch let failure as ProviderFailure {
            #expect(failure.isPerhapsCharged)
        } catch {
            Issue.record("\(error)")
        }
    }

    @Test func `an address that fails is asked again three times, and no more`() throws {
        var exchange = Exchange(order, run: RunID(1))
        _ = try resume(named("https://files.example/p.png"), &exchange)
        for _ in 1...3 {
            guard case .send = try resume(WireReply(status: 404), &exchange) else {
                Issue.record("given up early")
                return
            }
        }
        #expect(throws: ProviderFailure.self) { try resume(WireReply(status: 404), &exchange) }
    }

    @Test func `more addresses than anybody asked for are not fetched`() {
        var exchange = Exchange(order, run: RunID(1))
        let items = Array(repeating: #"{"url":"https://files.example/p"}"#, count: 17)
        let body = #"{"data":[\#(items.joined(separator: ","))]}"#
        #expect(throws: ProviderFailure.self) {
            try resume(WireReply(status: 200, body: ByteBuffer(string: body)), &exchange)
        }
    }

    @Test func `the DALL-E profile rewrites, and says so before money is spent`() throws {
        let catalogue = try Catalogue.included()
        let engine = try catalogue.engine(named: "dall-e-3")
        var order = order
        order.allowsRewrite = nil
        #expect(throws: Refusal.self) { try engine.check(order, among: catalogue.engines) }
        order.allowsRewrite = true
        order.quality = "hd"
        order.style = "natural"
        order.size = Size(width: 1792, height: 1024)
        order.options = ["response_format": .text("b64_json")]
        try engine.check(order)
        order.count = 2
        #expect(throws: Refusal.self) { try engine.check(order) }
    }

    private let order: Order = {
        var order = Order("a pear", engine: "dall-e-3", model: "dall-e-3")
        order.allowsRewrite = true
        return order
    }()

    private func named(_ address: String) -> WireReply {
        let body = #"{"data":[{"url":"\#(address)","revised_prompt":"a ripe pear"}]}"#
        return WireReply(status: 200, body: ByteBuffer(string: body))
    }

    private func resume(_ reply: WireReply, _ exchange: inout Exchange) throws -> Step {
        let provider = OpenAIImagesProvider(
            try Catalogue.included().engine(named: "dall-e-3"), baseURL: "https://test/v1",
            headers: ["authorization": "Bearer k"])
        return try provider.resume(Reply(reply), &exchange)
    }
}
