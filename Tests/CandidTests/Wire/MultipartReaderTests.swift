import Candid
import NIOCore
import Testing

@Suite struct MultipartReaderTests {
    private func read(
        _ body: String, type: String = "multipart/form-data; boundary=X"
    ) throws
        -> [MultipartReader.Part]
    {
        try MultipartReader.read(ByteBuffer(string: body), contentType: type)
    }

    @Test func `what our writer writes is read back, whatever the words and the bytes`() throws {
        var form = MultipartWriter()
        let file = (0..<4000).map { UInt8(truncatingIfNeeded: $0 &* 7) } + Array("\r\n--".utf8)
        for (index, prompt) in ByteProofTests.hard.enumerated() {
            form.add("words\(index)", .text(prompt.text))
        }
        form.add("none", .text(""))
        form.addFile("image[]", file, named: "a.png", type: "image/png")
        let (body, type) = form.finished()
        let parts = try MultipartReader.read(body, contentType: type)
        let words = parts.prefix(ByteProofTests.hard.count).map {
            Array($0.content.readableBytesView)
        }
        #expect(words == ByteProofTests.hard.map { Array($0.text.utf8) })
        #expect(parts.last?.content.readableBytesView.elementsEqual(file) == true)
        #expect(parts.last?.filename == "a.png" && parts.last?.type == "image/png")
        #expect(parts.dropLast().last?.content.readableBytes == 0)
        #expect(parts.dropLast().allSatisfy { $0.filename == nil })
    }

    @Test func `a preamble, blanks after a boundary and quoted names are read`() throws {
        let parts = try read(
            "before\r\n--a b \t\r\nContent-Disposition: form-data; x=1; NAME=\"a\\\"b;c\\\\\"\r\n\r\n1"
                + "\r\n--a b\r\ncontent-type: text/plain\r\ncontent-disposition: form-data;name=n"
                + "\r\n\r\n\r\n--a b--\r\nafter",
            type: "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"")
        #expect(parts.map(\.name) == ["a\"b;c\\", "n"])
        #expect(parts.map(\.type) == [nil, "text/plain"])
        #expect(parts.map { String(buffer: $0.content) } == ["1", ""])
    }

    @Test(arguments: [
        "application/json", "multipart/form-data", "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\(String(repeating: "x", count: 71))",
    ])
    func `a media type without a boundary is refused`(type: String) {
        #expect(throws: MultipartProblem.noBoundary) { try read("--X--", type: type) }
    }

    @Test func `a form without an end is cut off, wherever it is cut`() throws {
        let whole = "--X\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1\r\n--X--"
        #expect(try read(whole).count == 1)
        for count in 0..<whole.utf8.count {
            #expect(throws: MultipartProblem.self) {
                try MultipartReader.read(
                    ByteBuffer(bytes: whole.utf8.prefix(count)),
                    contentType: "multipart/form-data; boundary=X")
            }
        }
    }

    @Test(arguments: [
        "--X\r\n\r\n1\r\n--X--", "--X\r\ncontent-type: a\r\n\r\n1\r\n--X--", "--Xy\r\n\r\n--X--",
        "--X\r\nno colon\r\n\r\n1\r\n--X--",
        "--X\r\ncontent-disposition: form-data\r\n\r\n\r\n--X--",
    ])
    func `a part without a name, or a head that is none, is malformed`(body: String) {
        #expect {
            try read(body)
        } throws: { error in
            if case MultipartProblem.malformed = error { true } else { false }
        }
    }

    @Test func `heads and parts are bounded`() {
        let head = "--X\r\ncontent-disposition: form-data; name=\"a\"; x=\""
        let long = head + String(repeating: "y", count: 9000)
        #expect(throws: MultipartProblem.headTooLarge(limit: 8192)) { try read(long) }
        #expect(throws: MultipartProblem.headTooLarge(limit: 8192)) {
            try read(long + "\"\r\n\r\n1\r\n--X--")
        }
        let many = String(repeating: head + "\"\r\n\r\n1\r\n", count: 65) + "--X--"
        #expect(throws: MultipartProblem.tooMany(limit: 64)) { try read(many) }
    }
}
