import Candid
import NIOCore
import NIOHTTP1
import Testing

@testable import CandidServer

@Suite struct RequestInProgressTests {
    private static func head(
        _ target: String = "/", _ fields: HTTPHeaders = ["host": "localhost"],
        _ version: HTTPVersion = .http1_1
    ) -> HTTPRequestHead {
        HTTPRequestHead(version: version, method: .POST, uri: target, headers: fields)
    }

    @Test func `what comes is added in place, whoever else holds the request`() {
        let whole = 40 << 20
        let request = RequestInProgress(
            Self.head("/", ["host": "localhost", "content-length": "\(whole)"]))
        let piece = ByteBuffer(repeating: 0x61, count: 64 << 10)
        var places: Set<UnsafeRawPointer?> = []
        for _ in 0..<whole / piece.readableBytes {
            // As whoever decides what to do with a piece holds it.
            let held = request
            #expect(request.add(piece, limit: whole))
            places.insert(held.body.withUnsafeReadableBytes { $0.baseAddress })
        }
        #expect(request.body.readableBytes == whole)
        // The body moves only where it outgrows its room, which doubles.
        #expect(places.count < 12)
        #expect(!request.add(piece, limit: whole))
    }

    @Test func `a byte now and then buys no time, and a large body has what it needs`() {
        let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
        let limits = Host.Limits()
        let request = RequestInProgress(Self.head(), at: start)
        #expect(request.deadline(limits, at: start) == start + .seconds(60))
        for second in 1..<60 {
            #expect(request.add(ByteBuffer(bytes: [0x20]), limit: limits.body))
            let end = request.deadline(limits, at: start + .seconds(Int64(second)))
            #expect(end <= start + .seconds(61))
        }
        #expect(request.add(ByteBuffer(repeating: 0, count: 32 << 20), limit: limits.body))
        // Silence ends it all the same.
        #expect(request.deadline(limits, at: start + .seconds(90)) == start + .seconds(150))
        let late = request.deadline(limits, at: start + .hours(1))
        #expect(late > start + .seconds(60 + 500) && late < start + .seconds(60 + 520))
    }

    @Test(
        arguments: [
            ("/healthz?x=//y", "/healthz?x=//y", nil), ("*", "*", nil),
            ("http://localhost/healthz", "/healthz", "localhost"),
            ("HTTPS://a.example:8484/v1/models?x=1", "/v1/models?x=1", "a.example:8484"),
            ("http://localhost", "/", "localhost"), ("http://localhost?a=b", "/?a=b", "localhost"),
        ] as [(String, String, String?)])
    func `a whole address is its path, and names the host`(
        target: String, path: String, authority: String?
    ) {
        let wire = RequestInProgress(Self.head(target, ["host": "other"])).wire
        #expect(wire.url == path)
        #expect(wire.headers["host"] == authority ?? "other")
    }

    @Test(
        arguments: [
            ([], .http1_1, 400), ([], .http1_0, nil), (["localhost"], .http1_1, nil),
            (["localhost", "localhost"], .http1_1, 400), (["a", "b"], .http1_0, 400),
        ] as [([String], HTTPVersion, Int?)])
    func `a host is named once`(hosts: [String], version: HTTPVersion, status: Int?) {
        let fields = HTTPHeaders(hosts.map { ("Host", $0) })
        let request = RequestInProgress(Self.head("/", fields, version))
        #expect(request.problem?.status == status)
    }

    @Test(arguments: [HTTPParserError.invalidContentLength, .invalidHeaderToken, .unknown])
    func `what is no request is told so without the parser's words`(error: HTTPParserError) {
        let refusal = HostRefusal(error)
        #expect(refusal.status == 400)
        #expect(!refusal.message.contains("\(error)"))
        #expect(refusal.fields["x-request-id"]?.hasPrefix("req_candid_") == true)
    }
}
