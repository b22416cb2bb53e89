import Candid
import Pixels
import Testing

@Suite struct GroundCheckTests {
    private typealias Colour = [UInt8]
    private static let white: Colour = [255, 255, 255, 255]
    private static let side = 120

    /// A disc of a colour in the middle of a ground.
    private static func picture(
        _ ground: Colour = white, disc: Colour = [200, 30, 40, 255],
        paint: (_ x: Int, _ y: Int) -> Colour? = { _, _ in nil }
    ) throws -> [UInt8] {
        var rgba: [UInt8] = []
        for y in 0..<side {
            for x in 0..<side {
                let (dx, dy) = (x - side / 2, y - side / 2)
                rgba += paint(x, y) ?? (dx * dx + dy * dy < 900 ? disc : ground)
            }
        }
        return try Pixmap(width: side, height: side, rgba: rgba).png()
    }

    private func verdict(_ claim: Claim, _ picture: [UInt8]) async throws -> Verdict {
        try await Verifier { 0 }.judgement(on: [claim], .init(picture)).verdicts[0]
    }

    private func outcome(_ value: String, _ picture: [UInt8]) async throws -> Verdict.Outcome {
        let verdict = try await verdict(Claim(.ground, value: value), picture)
        #expect(verdict.check == "ground")
        #expect(!verdict.evidence.isEmpty)
        return verdict.outcome
    }

    @Test func `plain white is told from grey, from a gradient and from transparency`()
        async throws
    {
        #expect(try await outcome("white", try Self.picture()) == .confirmed)
        #expect(try await outcome("white", try Self.picture([254, 253, 254, 255])) == .confirmed)
        #expect(try await outcome("white", try Self.picture([225, 225, 225, 255])) == .refuted)
        #expect(try await outcome("white", try Self.picture([0, 0, 0, 0])) == .refuted)
        let gradient = try Self.picture { x, y in
            x < 90 ? nil : [UInt8(255 - y), UInt8(255 - y), 255, 255]
        }
        #expect(try await outcome("white", gradient) != .confirmed)
    }

    @Test func `a transparent ground is told by its alpha`() async throws {
        #expect(try await outcome("transparent", try Self.picture([9, 9, 9, 0])) == .confirmed)
        #expect(try await outcome("transparent", try Self.picture()) == .refuted)
    }

    @Test func `one flat colour may be any, or the one that is named`() async throws {
        let blue = try Self.picture([10, 60, 200, 255])
        #expect(try await outcome("flat", blue) == .confirmed)
        #expect(try await outcome("#0a3cc8", blue) == .confirmed)
        #expect(try await outcome("#c83c0a", blue) == .refuted)
        let stripes = try Self.picture { x, _ in x / 8 % 2 == 0 ? [200, 200, 40, 255] : nil }
        #expect(try await outcome("flat", stripes) != .confirmed)
    }

    @Test func `a border and bars are refuted with their places, and none is confirmed`()
        async throws
    {
        let black: Colour = [0, 0, 0, 255]
        func isEdge(_ value: Int) -> Bool { !(8..<Self.side - 8).contains(value) }
        let border = try Self.picture { x, y in isEdge(x) || isEdge(y) ? black : nil }
        let refuted = try await verdict(Claim(.ground, value: "no border"), border)
        #expect(refuted.outcome == .refuted)
        #expect(refuted.evidence.count { $0.name == "border" } == 4)
        let bars = try Self.picture { _, y in isEdge(y) ? black : nil }
        #expect(try await outcome("no border", bars) == .refuted)
        let table = try Self.picture { _, y in y > Self.side - 12 ? [120, 80, 40, 255] : nil }
        #expect(try await outcome("no border", table) == .inconclusive)
        #expect(try await outcome("no border", try Self.picture()) == .confirmed)
    }

    @Test(arguments: [
        ("#c81e28", Verdict.Outcome.confirmed), ("#CA2030", .confirmed), ("red", .confirmed),
        ("#0057b8", .refuted), ("teal", .refuted),
    ])
    func `a brand colour is looked for by CIEDE2000`(
        colour: String, outcome: Verdict.Outcome
    ) async throws {
        let picture = try Self.picture(disc: [200, 30, 40, 255])
        let verdict = try await verdict(Claim(.colour, value: colour), picture)
        #expect(verdict.outcome == outcome || (colour == "red" && verdict.outcome != .refuted))
        #expect(verdict.check == "palette")
        #expect(verdict.evidence.contains { $0.name == "delta_e" })
        let colours = verdict.evidence.first { $0.name == "colours" }?.text ?? ""
        #expect(colours.contains("#ffffff"))
    }

    @Test func `a speck of a colour is not a main colour, and not its absence`() async throws {
        let speck = try Self.picture { x, y in x < 5 && y < 10 ? [0, 87, 184, 255] : nil }
        let verdict = try await verdict(Claim(.colour, value: "#0057b8"), speck)
        #expect(verdict.outcome == .inconclusive)
    }

    @Test func `a colour that is none is nobody's to tell by pixels`() async throws {
        let verdict = try await verdict(Claim(.colour, value: "mauvish"), try Self.picture())
        #expect(verdict.outcome == .inconclusive)
    }

    @Test(arguments: [
        ("a mug on a plain white background", "ground white"),
        ("a mug, transparent background", "ground transparent"),
        ("a mug on a solid teal backdrop", "ground teal"),
        ("a mug, flat background", "ground flat"), ("투명한 배경의 머그컵", "ground transparent"),
        ("흰 배경, 머그컵", "ground white"), ("a poster, no border", "ground no border"),
        ("a logo in #E4002B and black", "colour #E4002B"),
    ])
    func `a brief's words about ground and colour become claims`(brief: String, words: String) {
        let claims = BriefReading(Prompt(brief)).claims
        let found = claims.filter { $0.kind == .ground || $0.kind == .colour }
        #expect(found.map { "\($0.kind.rawValue) \($0.value ?? "")" } == [words])
        #expect(!claims.contains { $0.subject == "background" })
    }

    @Test(arguments: ["a blue background", "issue #123456789"])
    func `what may be a place or a number is held to no colour`(brief: String) {
        let claims = BriefReading(Prompt(brief)).claims
        #expect(!claims.contains { $0.kind == .ground || $0.kind == .colour })
    }
}
