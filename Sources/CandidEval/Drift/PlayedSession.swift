import Candid
import Foundation
import Pixels

/// A session over scratch paper: the real composition and the real meter, with pictures from
/// wherever a measurement takes them.
struct PlayedSession {
    /// What a turn came to.
    struct Turn {
        /// What was sent.
        var sent: Prompt
        /// How far its words have drifted.
        var words: WordDrift
        /// How far the picture's pixels have drifted; nil for the first turn, and where there is none.
        var pixels: PixelDrift?
        /// The picture; nil where the engine made none.
        var picture: [UInt8]?
    }

    let paper = ScratchPaper()
    let open: OpenSession

    init() async throws {
        open = try await OpenSession.begin("played", in: paper, .still)
    }

    /// Where what the meter says of a turn's picture comes from.
    enum Metering {
        /// It measures.
        case measured
        /// It measured the same turn before.
        case known(PixelDrift?)
    }

    /// What the meter says of each turn's picture; of the first turns it is known.
    static func readings(
        of script: DriftScript, pictures: [[UInt8]], knowing known: [PixelDrift?] = []
    ) async throws -> [PixelDrift?] {
        let session = try await PlayedSession()
        var readings = known
        for (index, (words, picture)) in zip(script.said, pictures).enumerated() {
            let isKnown = known.indices.contains(index)
            let turn = try await session.say(words, isKnown ? .known(known[index]) : .measured) {
                _ in picture
            }
            if !isKnown { readings.append(turn.pixels) }
        }
        return readings
    }

    /// Says something, and takes the picture that comes of it, if one does.
    func say(
        _ words: Prompt, _ metering: Metering = .measured,
        _ picture: (TurnDraft) async throws -> [UInt8]?
    ) async throws -> Turn {
        let session = await open.session
        let isNew = session.state.brief == nil
        let wish: Understanding.Wish = isNew ? .new(words) : .edit(words)
        let draft = try TurnDraft(wish, said: words, in: session)
        let begun = try await open.begin(draft)
        let file = try await picture(draft)
        var pixels: PixelDrift?
        switch metering {
        case .known(let known): pixels = known
        case .measured:
            if let file { pixels = try await draft.pixelDrift(of: Pixmap(decoding: file), paper) }
        }
        let receipt = try await receipt(begun, file)
        let ended = try await open.end(begun, draft, receipt, pixels: pixels)
        return Turn(
            sent: draft.sent, words: ended.words ?? draft.drift(), pixels: pixels, picture: file)
    }

    private func receipt(_ turn: SessionTurn, _ file: [UInt8]?) async throws -> Receipt {
        var events: [Event] = [
            .drafted(Draft(Order(turn.sent, engine: "sketch", model: "sketch-1"))),
            .sent(Sending(prompt: turn.sent, url: "https://test", body: Digest(of: []), bytes: 0)),
        ]
        if let file {
            let picture = Picture(
                digest: await paper.put(file, as: .png), format: .png, bytes: file.count,
                size: InputPicture(file)?.size, revised: nil)
            events += [.received(picture), .finished]
        } else {
            events.append(.cancelled(Cancellation(perhapsCharged: false)))
        }
        let time = Timestamp(Date(timeIntervalSince1970: 0))
        guard let receipt = Receipt(events.map { Entry(run: turn.run, time: time, event: $0) })
        else { throw PlayedProblem(description: "turn \(turn.number) has no receipt") }
        return receipt
    }
}

/// What keeps a measurement from going on.
struct PlayedProblem: Error, CustomStringConvertible {
    let description: String
}

extension World {
    /// Where it is always 1970 and nobody answers.
    static let still = World(
        stream: { _ async throws(ProviderFailure) in throw .unreachable("nobody is there") },
        pause: { _ in }, now: { Date(timeIntervalSince1970: 0) },
        random: { UInt64.random(in: 1...UInt64.max) })
}
