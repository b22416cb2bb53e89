import Candid
import Foundation
import Testing

@Suite struct SettlementTests {
    private let price: Price

    init() throws {
        price = try #require(try PriceList.included().price(of: "gpt-image-2", on: "openai"))
    }

    @Test func `tokens of known kinds have one exact cost`() throws {
        let cost = try #require(
            price.settlement(of: [
                "input_tokens": 50, "input_text_tokens": 20, "input_image_tokens": 30,
                "output_tokens": 4160, "output_image_tokens": 4160,
            ]))
        // 20 × 5 + 30 × 8 + 4160 × 30, in millionths.
        #expect(cost.low == Decimal(string: "0.12514"))
        #expect(cost.high == cost.low)
        #expect(cost.basis == .settled)
    }

    @Test func `words alone are words, whatever the provider leaves unsaid`() throws {
        let cost = try #require(price.settlement(of: ["input_tokens": 20, "output_tokens": 1000]))
        #expect(cost.low == Decimal(string: "0.0301"))
        #expect(cost.high == cost.low)
    }

    @Test func `tokens of a kind that is not said cost from the cheapest to the dearest`() throws {
        let cost = try #require(
            price.settlement(
                of: ["input_tokens": 100, "output_tokens": 0], takesPictures: true))
        #expect(cost.low == Decimal(string: "0.0005"))
        #expect(cost.high == Decimal(string: "0.0008"))
    }

    @Test func `what was seen before is cheaper`() throws {
        let cost = try #require(
            price.settlement(of: [
                "input_tokens": 100, "input_text_tokens": 100, "input_cached_tokens": 40,
                "output_tokens": 0,
            ]))
        // 60 × 5 + 40 × 1.25.
        #expect(cost.low == Decimal(string: "0.00035"))
        #expect(cost.high == cost.low)
    }

    @Test func `cached tokens of either kind leave a range`() throws {
        let cost = try #require(
            price.settlement(
                of: [
                    "input_tokens": 100, "input_text_tokens": 50, "input_image_tokens": 50,
                    "input_cached_tokens": 50, "output_tokens": 0,
                ], takesPictures: true))
        #expect(cost.low == Decimal(string: "0.00035"))
        #expect(cost.high == Decimal(string: "0.0004625"))
    }

    @Test func `a kind without a rate is unpriced and never nothing`() {
        #expect(
            price.settlement(of: [
                "input_tokens": 1, "output_tokens": 10, "output_text_tokens": 10,
            ]) == nil)
        #expect(price.settlement(of: [:]) == nil)
    }

    @Test func `a request longer than the price holds for is unpriced`() throws {
        let speaker = try #require(
            try PriceList.included().price(of: "gpt-6.1-terra", on: "openai"))
        #expect(speaker.settlement(of: ["input_tokens": 272_000, "output_tokens": 1]) != nil)
        #expect(speaker.settlement(of: ["input_tokens": 272_001, "output_tokens": 1]) == nil)
    }

    @Test func `a batch has rates of its own`() throws {
        let old = try #require(try PriceList.included().price(of: "gpt-image-1.5", on: "openai"))
        let usage = ["input_tokens": 0, "output_tokens": 1000, "output_image_tokens": 1000]
        #expect(old.settlement(of: usage)?.high == Decimal(string: "0.032"))
        #expect(old.settlement(of: usage, .batch)?.high == Decimal(string: "0.016"))
        #expect(price.settlement(of: usage, .batch)?.high == Decimal(string: "0.015"))
        let new = try #require(
            try PriceList.included().price(of: "gpt-image-2.6-sunburst", on: "openai"))
        #expect(new.settlement(of: usage, .batch) == nil, "nobody published it")
    }

    @Test func `Google's names for tokens are understood`() throws {
        let own = try #require(
            JSONValue(
                text: """
                    {"prices": [{"model": "g", "per_million": {"text_in": 1, "image_out": 60,
                    "text_out": 10}, "source": "s", "date": "2026-01-01"}]}
                    """))
        let price = try #require(try PriceList().merging(own).price(of: "g", on: "gemini"))
        let cost = try #require(
            price.settlement(of: [
                "promptTokenCount": 10, "candidatesTokenCount": 1000, "candidates_image": 1000,
                "thoughtsTokenCount": 0, "totalTokenCount": 1010,
            ]))
        #expect(cost.low == Decimal(string: "0.06001"))
    }
}
