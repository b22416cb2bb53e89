import Candid
import Testing

@testable import CandidServer

@Suite struct RepeatedOrderTests {
    private func name(of key: String) -> String {
        let request = WireRequest("POST", "/", headers: ["idempotency-key": key])
        let content = Digest(of: [1])
        return RepeatedOrder(request, by: content, content: content).name
    }

    @Test func `a long key is held as its digest, and no two are one`() {
        let long = String(repeating: "k", count: 70_000)
        #expect(name(of: long).utf8.count < 100)
        #expect(name(of: long) == name(of: long))
        #expect(name(of: long) != name(of: long + "k"))
        #expect(name(of: "k") == "key k")
    }
}
