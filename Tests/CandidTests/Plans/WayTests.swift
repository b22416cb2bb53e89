import Candid
import Testing

@Suite struct WayTests {
    @Test func `every situation has one way, in the order in which they bind`() {
        #expect(Way.all.map(\.id) == Way.Situation.allCases)
    }

    @Test(arguments: [
        ([Way.Situation.explore, .exactWords], Way.Situation.exactWords),
        ([.bulk, .brand], .brand), ([.reproducible, .edit], .edit), ([.explore], .explore),
    ])
    func `of several wishes the one that binds most decides`(
        wishes: [Way.Situation], best: Way.Situation
    ) {
        #expect(Way.best(for: Set(wishes))?.id == best)
    }

    @Test func `no wish is no advice`() {
        #expect(Way.best(for: []) == nil)
    }

    @Test func `what the embedded engine guarantees is what its catalogue entry promises`() throws {
        let engine = try Catalogue.included().engine(named: "sketch")
        let can = Guarantees(engine).can
        #expect(can.contains { $0.contains("your words") })
        #expect(can.contains { $0.contains("seed") })
    }

    @Test func `what OpenAI's Images API can't guarantee is said`() throws {
        let cannot = Guarantees(try Catalogue.included().engine(named: "openai")).cannot
        #expect(cannot.contains { $0.contains("report") })
        #expect(cannot.contains { $0.contains("no seed") })
    }
}
