import Candid
import Testing

@testable import CandidServer

@Suite struct PolicyFloorTests {
    private static let strict: KeyPolicy = {
        var policy = KeyPolicy()
        (policy.firewall, policy.lint, policy.mode) = (.annotate, .warning, .approved)
        (policy.receipt, policy.verify) = (true, true)
        return policy
    }()

    private static func asking(_ text: String, of floor: PolicyFloor) -> WishFields {
        WishFields(unchecked: WireRequest("POST", "/", headers: [floor.field: text]))
    }

    /// What is asked under the strict policy, and what holds: by hand, not by the list itself.
    private static let expected: [String: [(asked: String, holds: String)]] = [
        "firewall": [("off", "annotate"), ("annotate", "annotate"), ("replace", "replace")],
        "lint": [("error", "warning"), ("warning", "warning"), ("note", "note")],
        "mode": [("verbatim", "approved"), ("approved", "approved")],
        "receipt": [("false", "true"), ("true", "true")],
        "verify": [("false", "true"), ("true", "true")],
    ]

    @Test(arguments: PolicyFloor.all)
    func `whatever a request asks, a policy's least holds`(_ floor: PolicyFloor) throws {
        let pairs = try #require(Self.expected[floor.name])
        #expect(Set(pairs.map(\.asked)) == Set(floor.rungs))
        for (asked, holds) in pairs {
            let fields = Self.asking(asked, of: floor)
            #expect(try fields.value(floor, over: Self.strict) == holds)
            let told = fields.held(by: Self.strict)
            #expect(told == (holds == asked ? nil : "\(floor.name)=\(holds)"))
        }
    }

    @Test func `every floor is among those that are expected`() {
        #expect(Set(PolicyFloor.all.map(\.name)) == Set(Self.expected.keys))
    }

    @Test(arguments: PolicyFloor.all)
    func `without a policy a request's own wish holds`(_ floor: PolicyFloor) throws {
        for asked in floor.rungs {
            let fields = Self.asking(asked, of: floor)
            #expect(try fields.value(floor, over: KeyPolicy()) == asked)
            #expect(fields.held(by: KeyPolicy()) == nil)
        }
    }

    @Test func `a value that there is not is refused with those that there are`() {
        let fields = Self.asking("loud", of: .firewall)
        #expect(throws: GatewayProblem.self) { try fields.value(.firewall, over: KeyPolicy()) }
    }
}
