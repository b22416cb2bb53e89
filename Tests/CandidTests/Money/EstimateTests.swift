import Candid
import CandidTesting
import Foundation
import Testing

@Suite struct EstimateTests {
    private let prices: PriceList
    private let engine: Engine

    init() throws {
        prices = try PriceList.included()
        engine = try Catalogue.included().engine(named: "openai")
    }

    @Test func `a published price of the size and quality is taken`() throws {
        var order = Order("a pear", engine: "openai", model: "gpt-image-1.5")
        order.size = Size(width: 1024, height: 1024)
        order.quality = "high"
        let cost = try #require(prices.estimate(order, on: engine))
        #expect(cost.low >= Decimal(0.133) && cost.high < Decimal(0.134))
        #expect(cost.basis == .estimate)
    }

    @Test func `what is left to the engine widens the range`() throws {
        let order = Order("a pear", engine: "openai", model: "gpt-image-1.5")
        let cost = try #require(prices.estimate(order, on: engine))
        #expect(cost.low < Decimal(0.01) && cost.high >= Decimal(0.2))
    }

    @Test func `more pictures cost more`() throws {
        var order = Order("a pear", engine: "openai", model: "gpt-image-2")
        order.quality = "low"
        let one = try #require(prices.estimate(order, on: engine))
        order.count = 4
        let four = try #require(prices.estimate(order, on: engine))
        #expect(four.high > one.high * 3 && four.high < one.high * 4)
    }

    @Test func `a quality that nobody counted is unpriced`() {
        var order = Order("a pear", engine: "openai", model: "gpt-image-2.6-sunburst")
        order.quality = "max"
        #expect(prices.estimate(order, on: engine) == nil)
    }

    @Test func `a route that charges nothing costs nothing`() throws {
        let sketch = try Catalogue.included().engine(named: "sketch")
        let order = Order("a pear", engine: "sketch", model: "sketch-1")
        #expect(prices.estimate(order, on: sketch)?.high == 0)
    }

    @Test func `earlier runs like it tell more than any list`() throws {
        var order = Order("a pear", engine: "openai", model: "gpt-image-2.6-sunburst")
        order.quality = "max"
        let past = try #require(PastUse(receipt(order, tokens: 20_000)))
        let cost = try #require(prices.estimate(order, on: engine, past: [past]))
        #expect(cost.low >= Decimal(0.6) && cost.high < Decimal(0.73))
        #expect(cost.source.contains("1 run"))
    }

    @Test func `a run of another quality tells nothing`() throws {
        var order = Order("a pear", engine: "openai", model: "gpt-image-2.6-sunburst")
        order.quality = "high"
        let past = try #require(PastUse(receipt(order, tokens: 20_000)))
        order.quality = "max"
        #expect(prices.estimate(order, on: engine, past: [past]) == nil)
    }

    private func receipt(_ order: Order, tokens: Int) throws -> Receipt {
        let picture = Picture(
            digest: Digest(of: [1]), format: .png, bytes: 1, size: nil, revised: nil)
        let usage = ["input_tokens": 10, "output_tokens": tokens]
        let events: [Event] = [
            .drafted(Draft(order)), .received(picture), .reported(EngineReport(usage: usage)),
            .finished,
        ]
        let time = Timestamp(Date(timeIntervalSince1970: 0))
        return try #require(
            Receipt(events.map { Entry(run: RunID(1), time: time, event: $0) }))
    }
}
