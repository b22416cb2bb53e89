import Candid
import CandidIO
import Foundation

/// A batch as other programs read it: `docs/schemas/batch.v1.json`.
struct BatchDocument: Encodable {
    /// One order of it.
    struct Item: Encodable {
        let receipt: RunID
        let state: Receipt.State
        let asked: Prompt
        @Nullable var cost: Cost?
        /// The files that were written now.
        var files: [String]
    }

    let schema = "candid/batch/1"
    let id: RunID
    let engine: String
    let endpoint: String
    let began: Timestamp
    let state: Receipt.State
    @Nullable var job: String?
    /// The service's word for how it stands; nil where it was not asked.
    @Nullable var status: String?
    let problems: [String]
    let made: Int
    let failed: Int
    let open: Int
    @Nullable var cost: Cost?
    var items: [Item]

    /// Reads a batch's receipts from the ledger.
    init(
        _ batch: BatchRecord, _ state: OpenAIBatch.State? = nil, _ ledger: SQLiteLedger
    ) async throws {
        id = batch.id
        engine = batch.note.engine
        endpoint = batch.note.endpoint
        began = batch.began
        self.state = batch.state
        problems = state?.problems ?? batch.failure.map { [$0.message] } ?? []
        var receipts: [Receipt] = []
        for run in batch.note.runs {
            if let receipt = Receipt(try await ledger.entries(of: run)) { receipts.append(receipt) }
        }
        made = receipts.count { $0.state == .finished }
        open = receipts.count { $0.state == .open }
        failed = receipts.count - made - open
        items = receipts.map {
            Item(
                receipt: $0.id, state: $0.state, asked: $0.asked, cost: Self.counted($0), files: [])
        }
        cost = Self.sum(receipts.map(Self.counted))
        job = state?.id ?? batch.job
        status = state?.status
    }

    /// What failed without a charge costs nothing, whatever was reckoned before.
    private static func counted(_ receipt: Receipt) -> Cost? {
        guard let spending = receipt.spending else { return receipt.cost }
        guard spending.state == .uncharged else { return receipt.cost }
        return Cost(low: 0, high: 0, basis: .settled, source: "nothing was made")
    }

    private static func sum(_ costs: [Cost?]) -> Cost? {
        let known = costs.compactMap(\.self)
        guard known.count == costs.count, !known.isEmpty else { return nil }
        let isSettled = known.allSatisfy { $0.basis == .settled }
        let sources = known.filter { $0.high > 0 }.map(\.source)
        return Cost(
            low: known.reduce(0) { $0 + $1.low }, high: known.reduce(0) { $0 + $1.high },
            basis: isSettled ? .settled : .estimate,
            source: sources.first ?? "nothing was made")
    }

    /// Prints it.
    func tell(asJSON: Bool) {
        guard !asJSON else { return Console.printJSON(self) }
        let output = Terminal.output
        func row(_ name: String, _ text: String) {
            let pad = String(repeating: " ", count: 11 - name.count)
            output.say(output.bold(name) + pad + Terminal.visible(text))
        }
        row("batch", "\(id) at \(engine)" + (job.map { ", there \($0)" } ?? ", not answered yet"))
        row("status", (status ?? state.rawValue) + ": \(made) made, \(failed) failed, \(open) open")
        for problem in problems.prefix(5) { row("problem", problem) }
        for file in items.flatMap(\.files) { row("picture", file) }
        row("cost", cost?.description ?? "unpriced")
        if state == .open { row("next", "candid batch collect \(id)") }
    }
}
