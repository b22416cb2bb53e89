// Reads a ledger: what was made, what became of the words, and what it cost.
import Candid
import CandidIO
import Foundation
import Sketch

let folder = URL(filePath: CommandLine.arguments.dropFirst().first ?? "spending-totals")
let pipeline = try Pipeline(engine: "sketch", in: folder, world: .live().sketching)
for prompt: Prompt in ["a pear", "a lighthouse at dusk"] { _ = try await pipeline.make(prompt) }

let ledger = try SQLiteLedger(folder: folder)
var known = Decimal()
var unpriced = 0
for receipt in try await ledger.receipts() {
    let cost = receipt.cost
    print("\(receipt.delivery?.rawValue ?? receipt.state.rawValue): \(receipt.asked.text)")
    print("  \(cost?.description ?? "unpriced")")
    if let cost { known += cost.high } else { unpriced += 1 }
}
print("together at most \(known) USD, and \(unpriced) that nobody can price")
// What nobody charges for, such as sketch's pictures, is in no total.
for total in try await ledger.spending(by: .engine) {
    print("\(total.name): \(total.settled) USD settled, \(total.held) USD held")
}
