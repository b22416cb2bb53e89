import ArgumentParser
import Candid
import CandidIO

/// Whether somebody is also to tell what the picture shows.
struct DescribeOptions: ParsableArguments {
    @Flag(
        help: ArgumentHelp(
            "Also tell what the picture shows: in the same call where the route can "
                + "(openai-responses, which knows the prompt), by --judge blindly otherwise. Never a "
                + "verification."))
    var describe = false

    /// The order with the wish for a description, where the route takes one.
    ///
    /// - Throws: ``CommandFailure`` where it does not and no judge is within reach, before anything is
    ///   bought.
    func applied(
        to order: Order, on engine: Engine, _ settings: Settings
    ) throws -> Order {
        guard describe else { return order }
        if let wishing = try order.wishingDescription(on: engine) { return wishing }
        let judge = try settings.judge(NoLedger()).speaker
        guard !judge.isEmbedded || engine.isEmbedded else {
            throw CommandFailure(
                .badInput,
                "--describe: the judge in force, \(judge.id), is a set of rules that knows its own "
                    + "pictures only, and \(engine.id) draws this one. Name one that looks: --judge "
                    + "openai, ollama/MODEL or another. Nothing was bought.")
        }
        return order
    }

    /// The receipt with the descriptions.
    ///
    /// The picture is made and paid by now, so a description that fails is told and ends nothing.
    ///
    /// - Returns: The receipt, and whether every picture is described that was to be.
    func described(
        _ receipt: Receipt, _ settings: Settings, _ ledger: SQLiteLedger
    ) async throws -> (receipt: Receipt, isWhole: Bool) {
        guard describe, receipt.state == .finished, !receipt.pictures.isEmpty else {
            return (receipt, true)
        }
        var isWhole = true
        do {
            if let own = receipt.ownDescription {
                let time = Timestamp(try settings.world().now())
                try await own.keep(in: ledger, with: receipt.id, at: time)
            } else {
                try await settings.judge(ledger).describe(receipt, in: settings.pictureStore)
            }
        } catch {
            isWhole = false
            let failure = CommandFailure(error)
            guard failure.status != .ledger else { throw error }
            Terminal.error.say(
                "\(Terminal.error.yellow("warning:")) the picture is made, and nobody described it: "
                    + failure.message)
        }
        return (Receipt(try await ledger.entries(of: receipt.id)) ?? receipt, isWhole)
    }
}
