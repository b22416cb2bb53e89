import Candid
import Foundation
import Testing

@Suite struct PriceListTests {
    @Test func `our own lists can be read, and name where each price comes from`() throws {
        let list = try PriceList.included()
        #expect(list.prices.count > 15)
        for price in list.prices {
            #expect(!price.source.isEmpty && price.date.hasPrefix("20"))
            #expect(!price.engines.isEmpty, "a price of ours holds for the engines it was seen at")
        }
    }

    @Test func `every model that charges and is in the catalogue with a known price is estimated`()
        throws
    {
        let list = try PriceList.included()
        let openAI = try Catalogue.included().engine(named: "openai")
        for model in openAI.models {
            #expect(list.price(of: model.name, on: "openai") != nil, "\(model.name)")
        }
    }

    @Test func `a person's own price stands before ours`() throws {
        let own = try #require(
            JSONValue(
                text: """
                    {"prices": [{"model": "gpt-image-2", "per_million": {"image_out": 1},
                    "source": "contract", "date": "2026-11-01"}]}
                    """))
        let list = try PriceList.included().merging(own)
        let price = try #require(list.price(of: "gpt-image-2", on: "openai"))
        #expect(price.isOwn)
        #expect(price.perMillion == [.imageOut: 1])
    }

    @Test func `what nobody listed has no price`() throws {
        let list = try PriceList.included()
        #expect(list.price(of: "gpt-image-2", on: "compatible") == nil)
        #expect(list.price(of: "unheard-of", on: "openai") == nil)
    }

    @Test(arguments: [
        (
            #""model": "m", "per_million": {"image": 1}, "source": "s", "date": "2026-01-01""#,
            "image"
        ),
        (
            #""model": "m", "per_million": {"image_out": -1}, "source": "s", "date": "2026-01-01""#,
            "0 on"
        ),
        (#""model": "m", "source": "s", "date": "2026-01-01""#, "no price"),
        (#""model": "m", "per_million": {"image_out": 1}"#, "source"),
        (#""per_million": {"image_out": 1}, "source": "s", "date": "2026-01-01""#, "model"),
        (#""model": "m", "cost": 1, "source": "s", "date": "2026-01-01""#, "cost"),
    ])
    func `a mistake in a row is named`(row text: String, name: String) throws {
        let own = try #require(JSONValue(text: #"{"prices": [{\#(text)}]}"#))
        let refusal = #expect(throws: Refusal.self) { try PriceList().merging(own) }
        #expect(refusal?.reason.contains(name) == true)
    }

    @Test func `an amount keeps its digits`() throws {
        let own = try #require(
            JSONValue(
                text: """
                    {"prices": [{"model": "m", "per_million": {"text_in": 0.1, "text_out": "0.123456"},
                    "source": "s", "date": "2026-01-01"}]}
                    """))
        let price = try #require(try PriceList().merging(own).price(of: "m", on: "any"))
        #expect(price.perMillion[.textIn] == Decimal(string: "0.1"))
        #expect(price.perMillion[.textOut] == Decimal(string: "0.123456"))
    }
}

@Suite struct PriceWritingTests {
    @Test func `a price that is shown is read again the same`() throws {
        let list = try PriceList.included()
        let rows: JSONValue = .object(["prices": .list(list.prices.map(\.json))])
        var again = try PriceList().merging(rows)
        for index in again.prices.indices { again.prices[index].isOwn = false }
        #expect(again == list)
    }

    @Test func `a price in words holds every kind of token`() throws {
        let price = try #require(
            try PriceList.included().price(of: "gpt-image-2.6-sunburst", on: "openai"))
        #expect(price.words.contains("image out 30"))
        #expect(price.words.hasSuffix("USD a million tokens"))
    }
}
