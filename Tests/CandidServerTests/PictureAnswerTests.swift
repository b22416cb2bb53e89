import Candid
import Testing

@testable import CandidServer

@Suite struct PictureAnswerTests {
    private static let bytes = Array("0123456789".utf8)
    private static let digest = Digest(of: bytes)

    private static func answer(_ fields: [String: String]) throws -> WireStream {
        let picture = NativeAccess.StoredPicture(bytes, mediaType: "image/png")
        return try PictureAnswer(
            picture, digest, WireRequest("GET", "/api/v1/pictures/\(digest)", headers: fields)
        ).reply
    }

    @Test(arguments: ["\"x\" , \"TAG\"", "\"TAG\"", "W/\"TAG\" ,\"x\"", "\"x\",\t\"TAG\"", "*"])
    func `whoever has it is told so, whatever blanks stand in the list`(list: String) throws {
        let list = list.replacing("TAG", with: "\(Self.digest)")
        #expect(try Self.answer(["if-none-match": list]).status == 304)
    }

    @Test(
        arguments: [
            ("bytes=0-0", "bytes 0-0/10"), ("BYTES=0-0", "bytes 0-0/10"),
            ("Bytes=-3", "bytes 7-9/10"), ("bytes=8-99999999999999999999", "bytes 8-9/10"),
            ("bytes=-99999999999999999999", "bytes 0-9/10"),
        ])
    func `a part is given, in whatever letters its unit is written`(
        range: String, given: String
    ) throws {
        let answer = try Self.answer(["range": range])
        #expect(answer.status == 206)
        #expect(answer.headers["content-range"] == given)
    }

    @Test(arguments: ["bytes=10-", "bytes=99999999999999999999-", "bytes=-0"])
    func `a part behind the end is there for nobody`(range: String) throws {
        let problem = #expect(throws: GatewayProblem.self) { try Self.answer(["range": range]) }
        #expect(problem?.status == 416)
    }

    @Test(arguments: ["bytes=5-3", "bytes=-", "bytes=+1-2", "items=0-0", "bytes=0-1,3-4"])
    func `what is no range, or several, is the whole picture`(range: String) throws {
        #expect(try Self.answer(["range": range]).status == 200)
    }
}
