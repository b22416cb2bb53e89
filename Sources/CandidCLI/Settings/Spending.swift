import ArgumentParser
import Candid
import CandidIO
import Foundation

/// What a run may cost.
struct BudgetOptions: ParsableArguments {
    @Option(
        name: .customLong("budget"),
        help: ArgumentHelp(
            "The most that this command may cost in US dollars, pictures and questions together; or "
                + "day=5, project=100 for all of the day (UTC) or the project.",
            valueName: "amount"))
    var budgets: [String] = []

    @Flag(help: "Send under a budget also what nobody can price.")
    var acceptUnpriced = false

    /// The settings that the flags mean.
    func flags() throws -> Configuration {
        var flags = Configuration()
        for text in budgets {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let amount = String(parts.last ?? "")
            switch parts.count == 1 ? "run" : parts[0] {
            case "run": flags.budget.run = amount
            case "day": flags.budget.day = amount
            case "project": flags.budget.project = amount
            default:
                throw CommandFailure(
                    .usage, "--budget: “\(text)” is not 0.50, day=5 or project=100.")
            }
        }
        if acceptUnpriced { flags.budget.accept_unpriced = "true" }
        return flags
    }
}

/// Prices and budgets, as they are set.
extension Settings {
    /// The prices in force: the person's own before ours.
    func prices() throws -> PriceList {
        let ours = try PriceList.included()
        guard let path = values.prices else { return ours }
        do {
            return try ours.merging(try OwnFile(path).json)
        } catch let refusal as Refusal {
            throw CommandFailure(
                .badInput, "\(path): \(refusal.reason). \(refusal.wayOut) (\(origin("prices")))")
        }
    }

    /// What answers cost, and what they may.
    func purse() throws -> Purse {
        var purse = Purse()
        purse.prices = try prices()
        purse.budgets = try budgets()
        purse.project = values.project
        purse.bill = bill
        return purse
    }

    /// The budgets in force.
    func budgets() throws -> Budgets {
        var budgets = Budgets()
        budgets.run = try amount("budget.run", values.budget.run)
        budgets.day = try amount("budget.day", values.budget.day)
        budgets.project = try amount("budget.project", values.budget.project)
        if budgets.project != nil, values.project == nil {
            throw CommandFailure(
                .badInput,
                "there is a budget of the project (\(origin("budget.project"))), but no project. "
                    + "Name it with the setting project.")
        }
        switch values.budget.accept_unpriced {
        case nil, "false": break
        case "true": budgets.acceptsUnpriced = true
        case let other?:
            throw CommandFailure(
                .badInput,
                "budget.accept_unpriced is “\(other)”. It must be true or false "
                    + "(\(origin("budget.accept_unpriced"))).")
        }
        return budgets
    }

    /// What an order may cost, by the prices in force and by what earlier runs used.
    func estimate(_ order: Order, on engine: Engine) async throws -> Cost? {
        let past = hasLedger ? try await pastUses(order, engine, try openLedger()) : []
        return try prices().estimate(order, on: engine, past: past)
    }

    /// What earlier runs used; nobody asks of a route that charges nothing.
    func pastUses(
        _ order: Order, _ engine: Engine, _ ledger: SQLiteLedger
    ) async throws -> [PastUse] {
        if engine.isFree { return [] }
        return try await ledger.pastUses(engine: engine.id, model: order.model)
    }

    private func amount(_ key: String, _ text: String?) throws -> Decimal? {
        guard let text else { return nil }
        guard let amount = Decimal(amount: text) else {
            throw CommandFailure(
                .badInput,
                "\(key): “\(text)” is no amount of US dollars such as 0.50 (\(origin(key))).")
        }
        return amount
    }
}
