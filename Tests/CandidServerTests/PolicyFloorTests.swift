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

    @Test(arguments: PolicyFloor.all)
    func `whatever a request asks, a policy's least holds`(_ floor: PolicyFloor) throws {
        let least = try #require(floor.least(Self.strict))
        for asked in floor.rungs {
            let fields = Self.asking(asked, of: floor)
            let found = try #require(try fields.value(floor, over: Self.strict))
            let isLess = floor.rungs.prefix { $0 != least }.contains(asked)
            #expect(found == (isLess ? least : asked))
            #expect(fields.held(by: Self.strict) == (isLess ? "\(floor.name)=\(least)" : nil))
        }
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
