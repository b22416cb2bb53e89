import Candid
import CandidTesting
import Foundation
import Pixels
import Testing

@Suite struct RouteFloorTests {
    private static let size = Size(width: 256, height: 192)

    /// A picture with forms in it; every cell may be moved by so many levels, and a rectangle painted.
    private static func scene(
        moved: Int = 0, painted box: PictureBox? = nil, _ colour: [UInt8] = [200, 30, 30]
    ) throws -> Pixmap {
        var pixmap = Pixmap(
            width: 256, height: 192, rgba: Array(repeating: 255, count: 256 * 192 * 4))
        for y in 0..<192 {
            for x in 0..<256 {
                let start = (y * 256 + x) * 4
                // Few of the cells, so that it is no cast of the whole.
                let by = (x / 32 + y / 32) % 4 == 0 ? moved : 0
                let base = [30 + x / 2, 50 + y / 2, (x * x / 700 + y * y / 400) % 2 * 60 + 80]
                for channel in 0..<3 {
                    pixmap.rgba[start + channel] = UInt8(min(255, max(0, base[channel] + by)))
                }
                guard let box, box.x..<box.x + box.width ~= x, box.y..<box.y + box.height ~= y
                else { continue }
                for channel in 0..<3 { pixmap.rgba[start + channel] = colour[channel] }
            }
        }
        return pixmap
    }

    private static let route = RouteFloor.Route(engine: "somebody", model: "painter-1")

    private static func floor(_ answers: Pixmap...) throws -> RouteFloor {
        let parent = try scene()
        return RouteFloor(
            route, RouteFloor.instruction,
            answers.map { NoOpTrial(parent, $0, run: RunID(7)) }, day: "2026-11-25")
    }

    private static func outcomes(
        _ picture: Pixmap, _ floor: RouteFloor?, _ claims: [Claim]? = nil
    ) async throws -> Judgement {
        var verifier = Verifier { 0 }
        verifier.floors = floor.map { [$0] } ?? []
        let mask = try EditMask(PictureBox(x: 32, y: 32, width: 96, height: 96), in: size)
        return try await verifier.judgement(
            on: claims ?? [Claim(.changed), Claim(.kept, facet: .everythingElse)],
            .init(
                try picture.png(), from: try scene().png(), mask: mask, drawnBy: "painter-1",
                through: "somebody"))
    }

    @Test func `a route that gives back every pixel keeps the usual limits`() throws {
        let floor = try Self.floor(try Self.scene())
        #expect(floor.isQuiet && !floor.repaints && floor.score == 0)
        #expect(floor.limits.colour == Comparison.Limits().colour)
        #expect(floor.limits.structure == Comparison.Limits().structure)
    }

    @Test func `the limits of a restless route call its own no-op surely no change`() throws {
        let answer = try Self.scene(moved: 16)
        let floor = try Self.floor(answer)
        #expect(Comparison(try Self.scene(), answer).score > 1)
        let held = Comparison(try Self.scene(), answer, limits: floor.limits)
        #expect(held.score <= 0.6)
        #expect(held.answer == .noVisibleChange)
    }

    @Test func `below the floor neither an edit nor a leak is proved`() async throws {
        let floor = try Self.floor(try Self.scene(moved: 16))
        #expect(!floor.repaints)
        let picture = try Self.scene(moved: 14)
        #expect(
            try await Self.outcomes(picture, nil).verdicts.map(\.outcome)
                == [.confirmed, .refuted])
        let judgement = try await Self.outcomes(picture, floor)
        #expect(judgement.verdicts.map(\.outcome) == [.inconclusive, .inconclusive])
        #expect(judgement.comparison == "changed_elsewhere", "what shows is still said")
        #expect(judgement.floor == floor.note)
        for verdict in judgement.verdicts {
            #expect(verdict.reason.contains("somebody/painter-1"))
            #expect(
                verdict.evidence.contains {
                    $0.text == "noise floor of somebody/painter-1, measured 2026-11-25"
                })
        }
    }

    @Test func `an edit above the floor is still confirmed`() async throws {
        let floor = try Self.floor(try Self.scene(moved: 12))
        let picture = try Self.scene(
            moved: 12, painted: PictureBox(x: 40, y: 40, width: 64, height: 64))
        let judgement = try await Self.outcomes(picture, floor)
        #expect(judgement.verdicts[0].outcome == .confirmed)
        #expect(judgement.verdicts[1].outcome == .inconclusive)
    }

    @Test func `a picture that did not change is refuted whatever the floor`() async throws {
        let floor = try Self.floor(try Self.scene(moved: 16))
        let judgement = try await Self.outcomes(try Self.scene(), floor)
        #expect(judgement.verdicts.map(\.outcome) == [.refuted, .confirmed])
    }

    @Test func `no pixel proves an edit of a route that draws everything anew`() async throws {
        let other = try Self.scene(painted: PictureBox(x: 0, y: 0, width: 256, height: 180))
        let floor = try Self.floor(try Self.scene(), other)
        #expect(floor.repaints)
        let picture = try Self.scene(
            painted: PictureBox(x: 40, y: 40, width: 64, height: 64), [0, 0, 0])
        let claims = [
            Claim(.changed), Claim(.changed, facet: .lighting), Claim(.changed, facet: .palette),
            Claim(.changed, facet: .composition),
        ]
        let judgement = try await Self.outcomes(picture, floor, claims)
        #expect(!judgement.verdicts.contains { $0.outcome == .confirmed })
        #expect(judgement.floor?.description.contains("draws it anew") == true)
    }

    @Test func `no floor makes a claim confirmed that stood open without it`() async throws {
        let quiet = try Self.scene()
        for floor in [try Self.floor(quiet), try Self.floor(try Self.scene(moved: 16))] {
            for moved in [0, 4, 8, 16, 32] {
                let picture = try Self.scene(moved: moved)
                let claims = [
                    Claim(.changed), Claim(.kept, facet: .everythingElse),
                    Claim(.kept, facet: .lighting), Claim(.kept, facet: .palette),
                    Claim(.changed, facet: .lighting),
                ]
                let free = try await Self.outcomes(picture, nil, claims)
                let held = try await Self.outcomes(picture, floor, claims)
                for (one, other) in zip(free.verdicts, held.verdicts)
                where other.outcome == .confirmed {
                    #expect(one.outcome == .confirmed, "\(moved): \(other.claim.words)")
                }
            }
        }
    }

    @Test func `a floor holds for its own route and model alone`() async throws {
        var floor = try Self.floor(try Self.scene(moved: 16))
        floor.route.model = "painter-2"
        let judgement = try await Self.outcomes(try Self.scene(moved: 14), floor)
        #expect(judgement.floor == nil)
        #expect(judgement.verdicts.map(\.outcome) == [.confirmed, .refuted])
    }

    @Test func `whoever says he fixed what only flickers is told so`() async throws {
        let floor = try Self.floor(try Self.scene(moved: 16))
        let claims = SentenceReading("I removed the hat.").claims
        let judgement = try await Self.outcomes(try Self.scene(moved: 14), floor, claims)
        #expect(judgement.contradiction?.contains("no more than this route does") == true)
    }
}
