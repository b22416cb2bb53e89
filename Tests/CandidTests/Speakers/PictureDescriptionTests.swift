import Candid
import Foundation
import Testing

@Suite struct PictureDescriptionTests {
    private func engine(_ name: String) throws -> Engine {
        try Catalogue.included().engine(named: name)
    }

    private func order(on engine: Engine) -> Order {
        Order("a pear", engine: engine.id, model: engine.defaultModel)
    }

    @Test func `a route with a language model in between is asked in the same call`() throws {
        let engine = try engine("openai-responses")
        let wishing = try #require(try order(on: engine).wishingDescription(on: engine))
        #expect(wishing.wishesDescription)
        #expect(wishing.prompt == "a pear")
        #expect(AlsoSent(wishing).system == Order.descriptionWish)
    }

    @Test func `a system text of the person's own is never written over`() throws {
        let engine = try engine("openai-responses")
        var order = order(on: engine)
        order.options = ["instructions": .text("Be brief.")]
        #expect(try order.wishingDescription(on: engine) == nil)
        #expect(!order.wishesDescription)
    }

    @Test(arguments: ["sketch", "openai", "gemini"])
    func `a route without a place for it is not asked`(name: String) throws {
        let engine = try engine(name)
        #expect(try order(on: engine).wishingDescription(on: engine) == nil)
    }

    @Test func `what an engine said unasked is no description`() throws {
        let engine = try engine("openai-responses")
        let plain = order(on: engine)
        let wishing = try #require(try plain.wishingDescription(on: engine))
        #expect(receipt(plain, said: "One pear.")?.ownDescription == nil)
        #expect(receipt(wishing, said: " \n")?.ownDescription == nil)
        let own = try #require(receipt(wishing, said: "One pear.")?.ownDescription)
        #expect(own.description.caption == "One pear.")
        #expect(!own.isBlind)
    }

    @Test func `a description may follow a run's end and is in its receipt`() throws {
        let told = PictureDescription(
            of: Digest(of: [1]), Description(caption: "One pear."), by: "a judge", isBlind: true)
        let event = Event.described(told)
        #expect(event.mayFollowTheEnd)
        let copy = try JSONDecoder().decode(Event.self, from: JSONEncoder().encode(event))
        #expect(copy == event)
        let order = Order("a pear", engine: "test", model: "test")
        let entries = [.drafted(Draft(order)), .finished, event].map(entry)
        #expect(Receipt(entries)?.descriptions == [told])
    }

    private func receipt(_ order: Order, said: String) -> Receipt? {
        let picture = Picture(
            digest: Digest(of: [1]), format: .png, bytes: 1, size: nil, revised: nil)
        let events: [Event] = [
            .drafted(Draft(order)), .received(picture), .reported(EngineReport(said: said)),
            .finished,
        ]
        return Receipt(events.map(entry))
    }

    private func entry(_ event: Event) -> Entry {
        Entry(run: RunID(7), time: Timestamp(Date(timeIntervalSince1970: 0)), event: event)
    }
}
