// Changes one thing of a picture under a contract, and says what came of it.
import Candid
import CandidIO
import Foundation
import Pixels
import Sketch

let folder = URL(filePath: CommandLine.arguments.dropFirst().first ?? "edited-picture")
let pipeline = try Pipeline(engine: "sketch", in: folder, world: .live().sketching)
var order = pipeline.order("a red bicycle leaning on a blue wall")
order.size = Size(width: 512, height: 512)
let first = try await pipeline.make(order)
let before = try await pipeline.file(of: first.pictures[0])

let contract = try EditContract(
    only: Facet.list("subject:bicycle", field: "only"),
    box: PictureBox(x: 50, y: 125, width: 400, height: 350))
let edit = try await pipeline.edit(before, "make the bicycle green", under: contract)

print("sent: \(edit.sent?.prompt.text ?? "nothing")")
for verdict in edit.judgements.flatMap(\.verdicts) {
    print("\(verdict.outcome.rawValue): \(verdict.claim.words), because \(verdict.reason)")
}
