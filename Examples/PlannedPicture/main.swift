// Lets a speaker design prompts, picks one, and sends it verbatim. Nothing is drawn before the pick.
import Candid
import CandidIO
import Foundation
import Sketch

let folder = URL(filePath: CommandLine.arguments.dropFirst().first ?? "planned-picture")
let pipeline = try Pipeline(engine: "sketch", in: folder, world: .live().sketching)

// sketch plans by rules, without a language model; name another speaker and give its key.
let speaker = try pipeline.speaker("sketch")
let plan = try await speaker.plan(for: "a red bicycle leaning on a blue wall", count: 3).plan
for item in plan.items { print("\(item.title): \(item.prompt.text)") }

guard let pick = plan.items.min(by: { $0.prompt.length < $1.prompt.length }) else { exit(1) }
let receipt = try await pipeline.make(pick.prompt)
print("picked \(pick.title)")
print("sent as planned: \(receipt.sent?.prompt == pick.prompt)")
print("delivery: \(receipt.delivery?.rawValue ?? "no picture")")
