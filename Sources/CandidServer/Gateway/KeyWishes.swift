import Candid
import Foundation

/// What a key's policy asks of an order.
extension Admitted {
    /// What of the policy holds although the request asks for less; nil is nothing.
    var held: String? {
        key.flatMap { WishFields(unchecked: request).held(by: $0.policy) }
    }

    /// - Throws: ``GatewayProblem`` that names the first finding that the request's own wish or the
    ///   key's policy refuses.
    func check(findingsIn order: Order, from least: Finding.Severity?) async throws {
        guard let least else { return }
        let whose = policy.lint == least ? "This key's policy" : "x-candid-lint"
        var configuration = LintConfiguration()
        configuration.parameters.width = order.size?.width
        configuration.parameters.height = order.size?.height
        configuration.parameters.count = order.count
        configuration.parameters.style = order.style
        configuration.parameters.background = order.background
        let findings = order.prompt.findings(by: LintRule.all, under: configuration)
            .filter { $0.severity >= least }
        guard let first = findings.max(by: { $0.severity < $1.severity }) else { return }
        let more = findings.count > 1 ? " There are \(findings.count) such findings." : ""
        let place = "bytes \(first.range.lowerBound) to \(first.range.upperBound)"
        throw await turnedAway(
            .policy,
            GatewayProblem(
                400, "prompt_refused",
                "\(whose) refuses prompts with findings from \(least.rawValue) on. "
                    + "\(first.rule) (\(first.severity.rawValue), \(place)): \(first.message)\(more)",
                field: "prompt"))
    }
}

/// That a key has spent what it may.
struct BudgetProblem {
    private let message: String
    private let period: KeyBudget.Period

    /// Reads our own refusal; nil for every other one.
    init?(_ message: String) {
        guard let period = KeyBudget.Period.allCases.first(where: { message.hasPrefix($0.field) })
        else { return nil }
        self.message = message
        self.period = period
    }

    /// What the caller is told; it makes no sense to ask again before the period's end.
    func problem(at now: Date) -> GatewayProblem {
        var problem = GatewayProblem(429, "insufficient_quota", message)
        problem.type = "insufficient_quota"
        let wait = period.end(after: now).timeIntervalSince(now)
        problem.headers["retry-after"] = "\(max(1, Int(wait.rounded(.up))))"
        problem.headers["x-should-retry"] = "false"
        return problem
    }
}
