import Candid
import Foundation
import Testing

@Suite struct ChainTests {
    static let events: [Event] = [
        .drafted(Draft(Order("a \"pear\"", engine: "sketch", model: "sketch-1"))),
        .sent(
            Sending(prompt: "a pear", url: "sketch://engine", body: Digest(of: [1]), bytes: 1)),
        .partial(PartialPicture(index: 0, digest: Digest(of: [2]), format: .png)),
        .received(
            Picture(
                digest: Digest(of: [3]), format: .webp, bytes: 3,
                size: Size(width: 4, height: 5), revised: "e\u{301}")),
        .reported(EngineReport(version: "1", used: ["size": "4x5"], seed: .max, usage: ["a": 1])),
        .settled(Cost(low: 0, high: 1, basis: .settled, source: "test")),
        .finished,
        .failed(Failure(.refusedByProvider, "no", code: "moderation_blocked", status: 400)),
        .cancelled(Cancellation(perhapsCharged: true)),
    ]

    @Test(arguments: events)
    func `every event reads back what it writes`(event: Event) throws {
        let entry = Entry(
            run: RunID(7), time: Timestamp(Date(timeIntervalSince1970: 1)), event: event)
        let text = try Chain.text(of: entry)
        #expect(try Chain.entry(text) == entry)
        #expect(text.contains("\"kind\":\"\(event.kind)\""))
    }

    @Test func `an unknown event is an error that names it`() throws {
        let entry = Entry(run: RunID(7), time: Timestamp(Date()), event: .finished)
        let text = try Chain.text(of: entry).replacing("finished", with: "invented")
        #expect {
            try Chain.entry(text)
        } throws: { "\($0)".contains("invented") }
    }

    @Test func `a hash changes with the text and with what came before`() {
        let first = Chain.hash(of: "a", after: Chain.beginning)
        #expect(first != Chain.hash(of: "b", after: Chain.beginning))
        #expect(first != Chain.hash(of: "a", after: first))
    }

    @Test func `an entry's text has sorted keys, so that equal entries are equal bytes`() throws {
        let entry = Entry(
            run: RunID(7), time: Timestamp(Date(timeIntervalSince1970: 0)), event: .finished)
        #expect(
            try Chain.text(of: entry)
                == #"{"event":{"kind":"finished"},"run":"0000000000000007","time":"1970-01-01T00:00:00.000Z"}"#
        )
    }
}
