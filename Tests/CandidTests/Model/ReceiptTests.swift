import Candid
import Foundation
import Testing

@Suite struct ReceiptTests {
    private let order = Order("a pear", engine: "test", model: "test")

    @Test func `a text that comes back changed is altered`() {
        #expect(receipt(revised: ["a golden pear"])?.delivery == .altered)
    }

    @Test func `a text that comes back unchanged is verbatim`() {
        #expect(receipt(revised: ["a pear"])?.delivery == .verbatim)
    }

    @Test func `silence is undisclosed and never verbatim`() {
        #expect(receipt(revised: [nil])?.delivery == .undisclosed)
        #expect(receipt(revised: ["a pear", nil])?.delivery == .undisclosed)
    }

    @Test func `a difference in composition only is altered`() {
        let delivery = Delivery(sent: "caf\u{E9}", revised: "cafe\u{301}")
        #expect(delivery == .altered)
    }

    @Test func `one altered picture makes the run altered`() {
        #expect(receipt(revised: ["a pear", "another", nil])?.delivery == .altered)
    }

    @Test func `our own alteration shows whatever the provider says`() {
        let receipt = receipt(sent: "a pear, please", revised: ["a pear, please"])
        #expect(receipt?.sentAsAsked == false)
        #expect(receipt?.delivery == .verbatim)
    }

    @Test func `a run that was sent and never ended is perhaps charged`() {
        let receipt = Receipt(Array(entries(revised: []).prefix(2)))
        #expect(receipt?.state == .open)
        #expect(receipt?.perhapsCharged == true)
    }

    @Test func `an unknown price is nil and not 0`() {
        #expect(receipt(revised: ["a pear"])?.cost == nil)
    }

    @Test func `without a draft there is no receipt`() {
        #expect(Receipt([]) == nil)
        #expect(Receipt(Array(entries(revised: []).dropFirst())) == nil)
    }

    private func receipt(sent: Prompt = "a pear", revised: [Prompt?]) -> Receipt? {
        Receipt(entries(sent: sent, revised: revised))
    }

    private func entries(sent: Prompt = "a pear", revised: [Prompt?]) -> [Entry] {
        var events: [Event] = [
            .drafted(Draft(order)),
            .sent(Sending(prompt: sent, url: "test:", body: Digest(of: [0]), bytes: 1)),
        ]
        events += revised.map { text in
            .received(
                Picture(digest: Digest(of: [1]), format: .png, bytes: 1, size: nil, revised: text))
        }
        events.append(.finished)
        return events.map {
            Entry(run: RunID(1), time: Timestamp(Date(timeIntervalSince1970: 0)), event: $0)
        }
    }
}
