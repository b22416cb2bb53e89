import Candid
import Foundation
import NIOCore
import Testing

/// Mutations of good texts, from a seed, so that what fails once fails again.
///
/// `CANDID_FUZZ` says how many for each reader; 20,000 if it is not set.
struct Mutator {
    static let rounds =
        ProcessInfo.processInfo.environment["CANDID_FUZZ"].flatMap(Int.init) ?? 20_000

    private var state: UInt64
    private let seeds: [[UInt8]]
    private let pieces: [[UInt8]]

    init(seed: UInt64, of texts: [String], with pieces: [String]) {
        state = seed
        seeds = texts.map { Array($0.utf8) }
        self.pieces = pieces.map { Array($0.utf8) }
    }

    /// The next text.
    mutating func next() -> [UInt8] {
        var bytes = seeds[below(seeds.count)]
        for _ in 0...below(4) { mutate(&bytes) }
        return bytes
    }

    /// A number below a bound (SplitMix64).
    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((z ^ z >> 31) % UInt64(max(1, bound)))
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        let end = min(bytes.count, place + below(12))
        switch below(7) {
        case 0 where place < bytes.count: bytes[place] = UInt8(below(256))
        case 1 where place < bytes.count: bytes[place] ^= 1 << below(8)
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
        case 4: bytes.insert(contentsOf: pieces[below(pieces.count)], at: place)
        case 5: bytes.removeLast(bytes.count - place)
        default:
            let other = seeds[below(seeds.count)]
            bytes.replaceSubrange(place..<end, with: other.suffix(below(other.count)))
        }
    }
}

/// No mutated text ends the process, passes a limit, or reads differently when it is cut elsewhere.
@Suite struct ReaderFuzzTests {
    private static let json = [
        #"{"a":[1,-2.5e-1,true,false,null,""],"b":{"c":"\u00e9\ud83d\ude00\n\/"}}"#,
        #"{"data":[{"b64":"AQIDBA==","revised":"é"},{"b64":"data:image/png;base64,AQID"}]}"#,
        #" [ [[[]]] , {"b64":["_-8","AQ\/D"]} , 18446744073709551615 ] "#,
    ]
    private static let jsonPieces = [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "\\u", "\\ud83d", "1e", "-", ".", "\u{0}", "é",
        "\"b64\":\"", "null", "data:", "=", "[[[[[[[[", "\n",
    ]

    private static var limits: JSONReader.Limits {
        var limits = JSONReader.Limits(bytes: 160)
        (limits.depth, limits.values) = (6, 24)
        return limits
    }

    @Test func `mutated JSON is read within its limits, and alike however it is cut`() {
        var mutator = Mutator(seed: 1, of: Self.json, with: Self.jsonPieces)
        var taken = 0
        for _ in 0..<Mutator.rounds {
            let bytes = mutator.next()
            let whole = Self.read(bytes, cut: max(1, bytes.count))
            let pieces = Self.read(bytes, cut: 1 + mutator.below(3))
            guard whole == pieces else {
                Issue.record("cut elsewhere it is another: \(Data(bytes).base64EncodedString())")
                continue
            }
            guard let whole else { continue }
            taken += 1
            #expect(bytes.count <= 160 && Self.depth(whole) <= 6 && Self.count(whole) <= 24)
        }
        #expect(taken > Mutator.rounds / 100, "mutations must reach beyond the first error")
    }

    @Test(arguments: json)
    func `JSON cut in two at each byte is the same as whole`(text: String) {
        let bytes = Array(text.utf8)
        let whole = Self.read(bytes, cut: bytes.count)
        #expect(whole != nil)
        for place in 1..<bytes.count {
            var reader = JSONReader(limits: Self.limits, pictureKeys: ["b64"])
            try? reader.take(ByteBuffer(bytes: bytes[..<place]))
            try? reader.take(ByteBuffer(bytes: bytes[place...]))
            #expect((try? reader.finish()) == whole)
        }
    }

    private static let stream = [
        "\u{FEFF}: hello\nevent: a\r\ndata: {\"a\":\rdata:[1]}\n\n\r\ndata\n\nevent: b\nid: 7\n\n",
        "data: [DONE]\n\ndata: {\"b64\":\"AQID\"}\n\ndata: {\"cut\":1",
        "event: image.partial\r\ndata: {\"i\":0,\"b64\":\"AQIDBA==\"}\r\n\r\nretry: 3\r\n:\r\n\r\n",
    ]
    private static let streamPieces = [
        "\n", "\r", "\r\n", "\n\n", "data:", "data: ", "event:", ":", " ", "[DONE]", "[", "{", "}",
        "\"", "\u{0}", "\u{FEFF}", "é", "data: 1\n\n", "data\n",
    ]

    @Test func `a mutated stream is read within its limits, and alike however it is cut`() {
        var mutator = Mutator(seed: 2, of: Self.stream, with: Self.streamPieces)
        var taken = 0
        for _ in 0..<Mutator.rounds {
            let bytes = mutator.next()
            let whole = Self.events(bytes, cut: max(1, bytes.count))
            let pieces = Self.events(bytes, cut: 1 + mutator.below(3))
            guard whole == pieces else {
                Issue.record("cut elsewhere it is another: \(Data(bytes).base64EncodedString())")
                continue
            }
            taken += whole?.isEmpty == false ? 1 : 0
            for case let data? in (whole ?? []).map(\.data) {
                #expect(Self.depth(data) <= 6 && Self.count(data) <= 24)
            }
        }
        #expect(taken > Mutator.rounds / 100, "mutations must reach beyond the first error")
    }

    @Test(arguments: stream)
    func `a stream cut in two at each byte is the same as whole`(text: String) throws {
        let bytes = Array(text.utf8)
        let whole = try #require(Self.events(bytes, cut: bytes.count))
        for place in 1..<bytes.count {
            var reader = EventReader(limits: Self.limits, pictureKeys: ["b64"])
            var events = try reader.take(ByteBuffer(bytes: bytes[..<place]))
            events += try reader.take(ByteBuffer(bytes: bytes[place...]))
            if let last = try reader.finish() { events.append(last) }
            #expect(events == whole)
        }
    }

    @Test func `a mutated form is read within its limits, and what is read can be written again`() {
        let head = "--X\r\ncontent-disposition: form-data; name="
        let texts = [
            "\(head)\"prompt\"\r\n\r\na pear\r\n\(head)\"n\"\r\n\r\n2\r\n--X--\r\n",
            "\(head)image; filename=\"a.png\"\r\nContent-Type: image/png\r\n\r\n\u{1}\r\n\r\n--X--",
            "before\r\n\(head)\"a\\\"b\"\r\n\r\n\r\n--X--after",
        ]
        let pieces = [
            "\r\n", "\r\n--X", "--X--", "--", ";", "=", "\"", "\\", ":", "name=", head, "\r", "\n",
        ]
        var mutator = Mutator(seed: 3, of: texts, with: pieces)
        var limits = MultipartReader.Limits()
        (limits.parts, limits.head) = (4, 100)
        var taken = 0
        for _ in 0..<Mutator.rounds {
            let bytes = mutator.next()
            guard let parts = Self.parts(bytes, limits) else { continue }
            taken += 1
            let content = parts.reduce(0) { $0 + $1.content.readableBytes }
            #expect(parts.count <= 4 && content <= bytes.count)
            #expect(Self.survives(parts), "\(Data(bytes).base64EncodedString())")
        }
        #expect(taken > Mutator.rounds / 100, "mutations must reach beyond the first error")
    }

    private static func read(_ bytes: [UInt8], cut size: Int) -> JSONValue? {
        var reader = JSONReader(limits: limits, pictureKeys: ["b64"])
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                let end = min(start + size, bytes.count)
                try reader.take(ByteBuffer(bytes: bytes[start..<end]))
            }
            return try reader.finish()
        } catch {
            return nil
        }
    }

    private static func events(_ bytes: [UInt8], cut size: Int) -> [WireEvent]? {
        var reader = EventReader(limits: limits, pictureKeys: ["b64"])
        var events: [WireEvent] = []
        do {
            for start in stride(from: 0, to: bytes.count, by: size) {
                let end = min(start + size, bytes.count)
                events += try reader.take(ByteBuffer(bytes: bytes[start..<end]))
            }
            if let last = try reader.finish() { events.append(last) }
            return events
        } catch {
            return nil
        }
    }

    private static func parts(
        _ bytes: [UInt8], _ limits: MultipartReader.Limits
    ) -> [MultipartReader.Part]? {
        try? MultipartReader.read(
            ByteBuffer(bytes: bytes), contentType: "multipart/form-data; boundary=X", limits: limits
        )
    }

    /// Whether the contents come back when they are written anew under names of ours.
    private static func survives(_ parts: [MultipartReader.Part]) -> Bool {
        var form = MultipartWriter()
        for (index, part) in parts.enumerated() {
            form.addFile(
                "p\(index)", Array(part.content.readableBytesView), named: "f", type: "a/b")
        }
        let (body, type) = form.finished()
        let again = try? MultipartReader.read(body, contentType: type)
        return again?.map(\.content) == parts.map(\.content)
    }

    private static func depth(_ value: JSONValue) -> Int {
        switch value {
        case .list(let list): 1 + (list.map(depth).max() ?? 0)
        case .object(let object): 1 + (object.values.map(depth).max() ?? 0)
        default: 0
        }
    }

    private static func count(_ value: JSONValue) -> Int {
        switch value {
        case .list(let list): list.reduce(1) { $0 + count($1) }
        case .object(let object): object.values.reduce(1) { $0 + count($1) }
        default: 1
        }
    }
}
