import Candid
import CandidTesting
import Foundation
import Pixels
import Testing

/// A session whose pictures are stripes of four colours, and the meter that watches them.
@Suite struct PixelDriftTests {
    private let store = MemoryPictureStore()

    /// Four stripes with a little relief, so that there is something to measure.
    private static func stripes(_ colours: [[Int]], times gain: Double = 1) -> Pixmap {
        var rgba: [UInt8] = []
        for y in 0..<160 {
            for x in 0..<160 {
                let relief = (x / 4 + y / 4) % 2 == 0 ? 12 : -12
                rgba += colours[x / 40].map {
                    UInt8(min(255, max(0, (Double($0 + relief) * gain).rounded())))
                }
                rgba.append(255)
            }
        }
        return Pixmap(width: 160, height: 160, rgba: rgba)
    }

    private static let first = [[200, 60, 60], [60, 150, 70], [70, 80, 180], [220, 190, 90]]
    /// Three of four stripes in other colours, one after the other.
    private static let edits = [
        [[90, 60, 200], [60, 150, 70], [70, 80, 180], [220, 190, 90]],
        [[90, 60, 200], [190, 60, 90], [70, 80, 180], [220, 190, 90]],
        [[90, 60, 200], [190, 60, 90], [200, 200, 60], [220, 190, 90]],
    ]
    private static let messages: [Prompt] = [
        "make the left stripe purple", "make the second stripe red", "make the third stripe yellow",
    ]

    /// What the meter says of each picture of a session, the first without one.
    private func readings(of pictures: [Pixmap], said: [Prompt]) async throws -> [PixelDrift?] {
        let fixture = try await SessionFixture()
        var readings: [PixelDrift?] = []
        for (words, pixmap) in zip(said, pictures) {
            let session = await fixture.open.session
            let wish: Understanding.Wish = session.state.brief == nil ? .new(words) : .edit(words)
            let draft = try TurnDraft(wish, said: words, in: session)
            let turn = try await fixture.open.begin(draft)
            let file = try pixmap.png()
            let digest = await store.put(file, as: .png)
            let drift = try await draft.pixelDrift(of: pixmap, store)
            let events: [Event] = [
                .drafted(Draft(Order(turn.sent, engine: "sketch", model: "sketch-1"))),
                .sent(
                    Sending(prompt: turn.sent, url: "https://test", body: Digest(of: []), bytes: 0)),
                .received(
                    Picture(
                        digest: digest, format: .png, bytes: file.count,
                        size: Size(width: 160, height: 160), revised: nil)), .finished,
            ]
            let time = Timestamp(Date(timeIntervalSince1970: 0))
            let receipt = Receipt(events.map { Entry(run: turn.run, time: time, event: $0) })
            try await fixture.open.end(turn, draft, #require(receipt), pixels: drift)
            readings.append(drift)
        }
        return readings
    }

    private static var said: [Prompt] { ["four stripes"] + messages }

    @Test func `edits of three quarters of a picture are no drift`() async throws {
        let readings = try await readings(
            of: ([Self.first] + Self.edits).map { Self.stripes($0) }, said: Self.said)
        #expect(readings[0] == nil)
        for reading in readings.dropFirst() {
            #expect(reading?.level == .low)
            #expect((reading?.compared ?? 0) > 0.45)
        }
    }

    @Test func `what an edit changed is watched from that edit on`() async throws {
        // The fourth stripe alone was never edited, and is masked by nothing: all four darken.
        var pictures = ([Self.first] + Self.edits).map { Self.stripes($0) }
        pictures.append(Self.stripes(Self.edits[2], times: 0.9))
        let readings = try await readings(
            of: pictures, said: Self.said + ["remove the dust on the left"])
        let last = try #require(readings.last ?? nil)
        #expect(last.level == .high)
        #expect(last.compared > 0.9)
    }

    /// Rain is drawn over everything, which light is not.
    @Test(arguments: [("make it rainy", false), ("make it snowy", false), ("make it night", true)])
    func `what falls from the sky changes the rendering by rights`(
        words: String, isMeasured: Bool
    ) async throws {
        let pictures = [Self.stripes(Self.first), Self.stripes(Self.first, times: 0.6)]
        let readings = try await readings(of: pictures, said: ["four stripes", Prompt(words)])
        let last = try #require(readings.last ?? nil)
        #expect((last.rendering != nil) == isMeasured)
        #expect(last.palette == nil && last.tone == nil)
    }

    @Test func `slow drift adds up against the first picture`() async throws {
        let pictures = (0..<6).map { turn in
            Self.stripes(Self.first, times: 1 - 0.003 * Double(turn))
        }
        let said = Self.said + ["remove the dust", "remove the scratches"]
        let readings = try await readings(of: pictures, said: said)
        let tones = readings.dropFirst().map { $0?.tone ?? 0 }
        #expect(tones == tones.sorted() && tones[0] < PixelDrift.notice)
        #expect(tones[4] > 3 * tones[0])
    }

    @Test func `other light is measured from then on`() async throws {
        let dark = Self.stripes(Self.first, times: 0.5)
        let readings = try await readings(
            of: [Self.stripes(Self.first), dark, dark, Self.stripes(Self.first, times: 0.44)],
            said: ["four stripes", "make it night", "remove the dust", "remove the scratches"])
        #expect(readings[1]?.palette == nil)
        #expect(readings[1]?.tone == nil)
        #expect(readings[1]?.level == .low, "edges are as sharp as before")
        #expect(readings[2]?.level == .low)
        #expect(readings[3]?.level == .high)
    }

    @Test func `other light hides no blur, neither at once nor afterwards`() async throws {
        let blurred = Self.softened(Self.stripes(Self.first, times: 0.5))
        let readings = try await readings(
            of: [Self.stripes(Self.first), blurred, blurred],
            said: ["four stripes", "make it night", "remove the dust"])
        #expect(readings[1]?.level(of: .rendering) == .high)
        #expect(readings[1]?.palette == nil)
        #expect(readings[2]?.level(of: .rendering) == .high, "the next turn does not heal it")
    }

    @Test func `another picture in other light tells nothing of the rendering`() async throws {
        let other = Self.stripes([[20, 30, 60], [200, 190, 150], [15, 20, 40], [90, 30, 30]])
        let readings = try await readings(
            of: [Self.stripes(Self.first), Self.softened(Self.turned(other))],
            said: ["four stripes", "make it night"])
        #expect(readings[1] != nil && readings[1]?.level == nil)
    }

    /// The picture with its rows for columns.
    private static func turned(_ picture: Pixmap) -> Pixmap {
        var out = picture
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                for channel in 0..<4 {
                    out.rgba[(y * picture.width + x) * 4 + channel] =
                        picture.rgba[(x * picture.width + y) * 4 + channel]
                }
            }
        }
        return out
    }

    @Test func `another style changes the rendering by rights`() async throws {
        let blurred = Self.softened(Self.stripes(Self.first, times: 0.5))
        let readings = try await readings(
            of: [Self.stripes(Self.first), blurred],
            said: ["four stripes", "make it a watercolor"])
        #expect(readings[1]?.rendering == nil)
    }

    /// The mean of each pixel and the eight around it.
    private static func softened(_ picture: Pixmap) -> Pixmap {
        var out = picture
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                for channel in 0..<3 {
                    var sum = 0
                    for (right, down) in [-1, 0, 1].flatMap({ y in [-1, 0, 1].map { ($0, y) } }) {
                        let column = min(max(x + right, 0), picture.width - 1)
                        let row = min(max(y + down, 0), picture.height - 1)
                        sum += Int(picture.rgba[(row * picture.width + column) * 4 + channel])
                    }
                    out.rgba[(y * picture.width + x) * 4 + channel] = UInt8(sum / 9)
                }
            }
        }
        return out
    }
}
