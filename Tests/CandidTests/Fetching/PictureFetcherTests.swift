import Candid
import Foundation
import NIOCore
import Synchronization
import Testing

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

struct PublicAddressTests {
    @Test(arguments: [
        "8.8.8.8", "1.1.1.1", "100.128.0.1", "172.32.0.1", "192.169.0.1", "2606:4700::1111",
        "::ffff:8.8.8.8", "64:ff9b::808:808",
    ])
    func `an address that belongs to everybody may be reached`(text: String) throws {
        #expect(PublicAddress.isPublic(try bytes(text)))
    }

    @Test(arguments: [
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.8.9.1",
        "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1",
        "198.18.0.1", "203.0.113.7", "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "168.63.129.16", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b:1::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1",
        "ff02::1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1",
    ])
    func `an address of somebody's inside may not`(text: String) throws {
        #expect(!PublicAddress.isPublic(try bytes(text)))
    }

    @Test func `what is no address may not`() {
        #expect(!PublicAddress.isPublic([]))
        #expect(!PublicAddress.isPublic([8, 8, 8]))
    }
}

/// The bytes of an address in digits.
private func bytes(_ text: String) throws -> [UInt8] {
    let isLong = text.contains(":")
    var bytes = [UInt8](repeating: 0, count: isLong ? 16 : 4)
    try #require(inet_pton(isLong ? AF_INET6 : AF_INET, text, &bytes) == 1)
    return bytes
}

struct PictureFetcherTests {
    /// A web of names and answers, which notes where it was asked.
    private final class Web: Sendable {
        let names: [String: [[String]]]
        let answers: [String: WireReply]
        let asked = Mutex<[String: Int]>([:])
        let reached = Mutex<[PictureFetcher.Step]>([])

        init(_ names: [String: [[String]]], _ answers: [String: WireReply]) {
            (self.names, self.answers) = (names, answers)
        }

        /// The addresses that were reached, in order.
        var places: [String] { reached.withLock { $0.map(\.address) } }

        /// How often each name was resolved.
        var questions: [String: Int] { asked.withLock { $0 } }

        func fetcher(allowing allowed: String? = nil) -> PictureFetcher {
            PictureFetcher(takingPublic: true) {
                $0.text == allowed
            } resolve: { host in
                let time = self.asked.withLock { asked in
                    defer { asked[host, default: 0] += 1 }
                    return asked[host, default: 0]
                }
                guard let answers = self.names[host] else { throw CancellationError() }
                return try answers[min(time, answers.count - 1)].map {
                    PictureFetcher.Resolved($0, try bytes($0))
                }
            } get: { step async throws(ProviderFailure) in
                self.reached.withLock { $0.append(step) }
                guard let reply = self.answers[step.url] else {
                    throw .unreachable("\(step.host) can't be read from")
                }
                return WireStream(reply)
            }
        }
    }

    private static let png = ByteBuffer(bytes: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0])

    private static func picture(_ type: String = "image/png") -> WireReply {
        WireReply(status: 200, headers: ["content-type": type], body: png)
    }

    private static func redirect(_ place: String) -> WireReply {
        WireReply(status: 302, headers: ["location": place])
    }

    private func refusal(_ web: Web, _ url: String) async -> String {
        do {
            _ = try await web.fetcher().picture(at: url, field: "image_url")
            return "fetched"
        } catch {
            return "\(error)"
        }
    }

    @Test func `a public picture is fetched from the address that was checked`() async throws {
        let web = Web(
            ["pictures.example": [["8.8.8.8"]]], ["https://pictures.example/a": Self.picture()])
        let bytes = try await web.fetcher().picture(
            at: "https://pictures.example/a", field: "image_url")
        #expect(bytes == Array(Self.png.readableBytesView))
        #expect(web.places == ["8.8.8.8"])
    }

    @Test func `a name that resolves to another address a moment later gains nothing`()
        async throws
    {
        let web = Web(
            ["rebind.example": [["8.8.8.8"], ["127.0.0.1"]]],
            ["http://rebind.example/a": Self.picture()])
        _ = try await web.fetcher().picture(at: "http://rebind.example/a", field: "image_url")
        #expect(web.questions == ["rebind.example": 1])
        #expect(web.places == ["8.8.8.8"])
    }

    @Test(arguments: [
        "http://bücher.example/a", "http://b%C3%BCcher.example/a",
        "http://xn--bcher-kva.example/a",
    ])
    func `a name is looked at in the spelling in which it is reached`(url: String) async throws {
        let spelling = try #require(URL(string: url)?.host)
        let web = Web([spelling: [["8.8.8.8"]]], [url: Self.picture()])
        _ = try await web.fetcher().picture(at: url, field: "image_url")
        #expect(web.reached.withLock { $0.map(\.host) } == [spelling])
    }

    @Test(arguments: [
        "http://inside.example/a", "http://127.0.0.1/a", "http://[::1]/a",
        "http://2130706433/a", "http://metadata.example/a",
    ])
    func `a place inside is never reached`(url: String) async {
        let web = Web(
            [
                "inside.example": [["10.0.0.5"]], "127.0.0.1": [["127.0.0.1"]],
                "::1": [["::1"]], "2130706433": [["127.0.0.1"]],
                "metadata.example": [["169.254.169.254"]],
            ], [:])
        #expect(await refusal(web, url).contains("is not a place that may be fetched from"))
        #expect(web.places.isEmpty)
    }

    @Test func `a redirect into the inside is not followed`() async {
        let web = Web(
            ["a.example": [["8.8.8.8"]], "b.example": [["192.168.0.1"]]],
            ["http://a.example/": Self.redirect("http://b.example/")])
        #expect(await refusal(web, "http://a.example/").contains("b.example is not a place"))
        #expect(web.places.count == 1)
    }

    @Test func `a redirect of the same name is resolved and checked anew`() async {
        let web = Web(
            ["a.example": [["8.8.8.8"], ["127.0.0.1"]]],
            ["http://a.example/": Self.redirect("/b")])
        #expect(await refusal(web, "http://a.example/").contains("is not a place"))
    }

    @Test func `three redirects are followed and a fourth is not`() async throws {
        var answers = ["http://a.example/3": Self.picture()]
        for step in 0..<3 { answers["http://a.example/\(step)"] = Self.redirect("/\(step + 1)") }
        let web = Web(["a.example": [["8.8.8.8"]]], answers)
        _ = try await web.fetcher().picture(at: "http://a.example/0", field: "image_url")
        answers["http://a.example/3"] = Self.redirect("/4")
        let longer = Web(["a.example": [["8.8.8.8"]]], answers)
        #expect(await refusal(longer, "http://a.example/0").contains("redirects more than 3"))
    }

    @Test(arguments: [
        ("file:///etc/passwd", "only http and https"), ("gopher://a.example/", "only http"),
        ("http://user:word@a.example/", "a name and a password"),
        ("http://a.example:22/", "port is not 80 or 443"), ("http://gone.example/", "no address"),
        ("http://a.example/page", "sent no picture"), ("http://a.example/lie", "no picture that"),
        ("http://a.example/404", "HTTP 404"), ("http://a.example/gone", "can't be read from"),
        ("http://a.example/large", "larger than"), ("http://a.example/claim", "larger than"),
    ])
    func `what is no picture of the web's is refused with its reason`(
        url: String, reason: String
    ) async {
        var large = Self.picture()
        large.body.writeRepeatingByte(0, count: (50 << 20) + 1)
        var claim = Self.picture()
        claim.headers["content-length"] = "99999999999"
        let text = ByteBuffer(string: "<html>")
        let type = ["content-type": "image/png"]
        let web = Web(
            ["a.example": [["8.8.8.8"]]],
            [
                "http://a.example/page": Self.picture("text/html"),
                "http://a.example/lie": WireReply(status: 200, headers: type, body: text),
                "http://a.example/404": WireReply(status: 404), "http://a.example/large": large,
                "http://a.example/claim": claim,
            ])
        #expect(await refusal(web, url).contains(reason))
    }

    @Test func `an address that is allowed by name may be inside and on any port`() async throws {
        let web = Web(
            ["inside.example": [["10.0.0.5"]]],
            ["http://inside.example:8080/a": Self.picture()])
        _ = try await web.fetcher(allowing: "10.0.0.5").picture(
            at: "http://inside.example:8080/a", field: "image_url")
        #expect(web.places.count == 1)
    }
}
