import Candid
import CandidTesting
import Foundation
import NIOCore
import Testing

/// Pictures in answers, decoded while they arrive.
@Suite struct ArrivingPictureTests {
    private static let bytes: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        + (0..<70_001).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ $0 >> 7) }
    private static let text = Data(bytes).base64EncodedString()

    /// Reads a picture's text as a string in JSON, cut into pieces of a length.
    private static func read(
        _ text: String, cut: Int = .max, into store: (any PictureStore)? = MemoryPictureStore()
    ) throws(JSONProblem) -> ReceivedFile? {
        let json = Array("{\"n\":1,\"p\":\"\(text)\"}".utf8)
        return try read([json[...]].flatMap { pieces(of: $0, cut) }, into: store)
    }

    private static func read(
        _ pieces: [ArraySlice<UInt8>], into store: (any PictureStore)?
    ) throws(JSONProblem) -> ReceivedFile? {
        var reader = JSONReader(
            limits: .init(bytes: 1 << 20), pictureKeys: ["p"], into: store, expected: 100_000)
        for piece in pieces { try reader.take(ByteBuffer(bytes: piece)) }
        return try reader.finish()["p"]?.file
    }

    private static func pieces(of bytes: ArraySlice<UInt8>, _ cut: Int) -> [ArraySlice<UInt8>] {
        stride(from: 0, to: bytes.count, by: min(cut, bytes.count)).map {
            bytes.dropFirst($0).prefix(cut)
        }
    }

    /// The same bytes in every form that is on the wire.
    private static let forms: [(name: String, text: String)] = [
        ("plain", text),
        ("without padding", text.replacing("=", with: "")),
        ("URL-safe", text.replacing("+", with: "-").replacing("/", with: "_")),
        ("escaped slashes", text.replacing("/", with: "\\/")),
        ("a data URL", "data:image/png;base64," + text),
        ("line ends as escapes", text.split(by: 76).joined(separator: "\\r\\n")),
        ("line ends", text.split(by: 76).joined(separator: "\n")),
    ]

    @Test(arguments: forms.indices, [1, 2, 3, 5, 64, 4096, 65_537, Int.max])
    func `a picture is the same in every form and however it is cut`(
        form: Int, cut: Int
    ) throws {
        let file = try #require(try Self.read(Self.forms[form].text, cut: cut))
        guard case .shelved(let picture) = file else {
            Issue.record("a large picture goes into the store")
            return
        }
        #expect(picture.digest == Digest(of: Self.bytes))
        #expect(try picture.bytes() == Self.bytes)
        #expect(file.count == Self.bytes.count && file.head == Array(Self.bytes.prefix(65_536)))
    }

    @Test func `a picture cut in two at each byte is the same as whole`() throws {
        let json = Array("{\"p\":\"\(Self.text)\"}".utf8)
        let places = [1..<200, 65_400..<65_700, (json.count - 200)..<json.count].joined()
        for place in places {
            let file = try Self.read([json[..<place], json[place...]], into: MemoryPictureStore())
            #expect(file?.digest == Digest(of: Self.bytes))
        }
    }

    @Test func `every length of a small picture is held whole`() throws {
        for count in 0..<100 {
            let bytes = Array(Self.bytes.prefix(count))
            let text = Data(bytes).base64EncodedString()
            #expect(try Self.read(text) == (count == 0 ? nil : .whole(bytes)))
        }
    }

    @Test func `without a store a large picture is held, and is the same`() throws {
        #expect(try Self.read(Self.text, into: nil) == .whole(Self.bytes))
    }

    @Test(arguments: [
        "A", "AAAAA", "AA=", "AA==A", "AAA==", "AA A", "AA\\tA", "AA.A", "é", "data:image/png",
        "data:;base64,AA=A", "AAAA\\u0041", "====",
    ])
    func `what is not base64 is refused, small or large`(text: String) {
        #expect(throws: JSONProblem.self) { try Self.read(text) }
        #expect(throws: JSONProblem.self) { try Self.read(text, cut: 1) }
        let long = String(repeating: "AAAA", count: 20_000) + text.replacing("data:", with: "::")
        #expect(throws: JSONProblem.self) { try Self.read(long) }
    }

    @Test func `pictures of a stream of events go into the store as well`() throws {
        let text = "event: a\r\ndata: {\"p\":\"\(Self.text)\"}\r\n\r\ndata: {\"p\":\"AQID\"}\n\n"
        for cut in [1, 7, 8191, Int.max] {
            var reader = EventReader(
                limits: .init(bytes: 1 << 20), pictureKeys: ["p"], into: MemoryPictureStore())
            let events = try Self.pieces(of: Array(text.utf8)[...], cut).flatMap {
                try reader.take(ByteBuffer(bytes: $0))
            }
            #expect(events.count == 2)
            #expect(events.first?.data?["p"]?.file?.digest == Digest(of: Self.bytes))
            #expect(events.last?.data?["p"]?.file == .whole([1, 2, 3]))
        }
    }
}

extension String {
    fileprivate func split(by length: Int) -> [Substring] {
        var rest = self[...]
        var lines: [Substring] = []
        while !rest.isEmpty {
            lines.append(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        return lines
    }
}
