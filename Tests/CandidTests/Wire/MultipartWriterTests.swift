import Candid
import CandidTesting
import Testing

@Suite struct MultipartWriterTests {
    @Test func `plain parts stand before files, whatever the order of adding`() throws {
        var form = MultipartWriter()
        form.addFile("image", [1, 2, 3], named: "image-1.png", type: "image/png")
        form.add("prompt", .text("a pear"))
        let read = try #require(SentForm(request(form)))
        #expect(read.parts.map(\.name) == ["prompt", "image"])
        #expect(read.parts.last?.filename == "image-1.png")
        #expect(read.parts.last?.type == "image/png")
        #expect(read.parts.last?.bytes == [1, 2, 3])
    }

    @Test func `values are written as the services read them`() throws {
        var form = MultipartWriter()
        form.add("n", .whole(2))
        form.add("stream", .truth(true))
        form.add(
            "svg", .object(["model": .text("m"), "reasoning": .object(["effort": .text("low")])]))
        form.add("tags", .list([.text("a"), .text("b")]))
        form.add("nothing", .null)
        let read = try #require(SentForm(request(form)))
        #expect(
            read.parts.map { "\($0.name)=\($0.text)" } == [
                "n=2", "stream=true", "svg[model]=m", "svg[reasoning][effort]=low", "tags[]=a",
                "tags[]=b",
            ])
    }

    @Test(arguments: ["\r\n--candid-\r\nx", "\r\n\r\n", "--", "\u{1F408}\u{200D}", "  \t"])
    func `no text can end its part`(text: String) throws {
        var form = MultipartWriter()
        form.add("prompt", .text(text))
        form.add("last", .text("z"))
        let read = try #require(SentForm(request(form)))
        #expect(read.parts.map(\.bytes) == [Array(text.utf8), [0x7A]])
    }

    @Test func `a name can't end its quotation`() throws {
        var form = MultipartWriter()
        form.add("a\"; filename=\"x\r\ny", .text("z"))
        let read = try #require(SentForm(request(form)))
        #expect(read.parts.map(\.name) == ["a%22; filename=%22x%0D%0Ay"])
        #expect(read.parts.first?.filename == nil)
    }

    @Test func `a form with other content has another boundary`() {
        var (one, two) = (MultipartWriter(), MultipartWriter())
        one.add("prompt", .text("a"))
        two.add("prompt", .text("b"))
        #expect(one.finished().contentType != two.finished().contentType)
        #expect(one.finished().contentType == one.finished().contentType)
        let boundary = one.finished().contentType.split(separator: "=").last ?? ""
        #expect(1...70 ~= boundary.count, "no more is allowed (RFC 2046)")
    }

    private func request(_ form: MultipartWriter) -> WireRequest {
        let (body, type) = form.finished()
        return WireRequest("POST", "https://test/", headers: ["content-type": type], body: body)
    }
}
