// Says whether two pictures really differ, and where.
import Candid
import CandidIO
import Foundation
import Pixels
import Sketch

let folder = URL(filePath: CommandLine.arguments.dropFirst().first ?? "compared-pictures")
let pipeline = try Pipeline(engine: "sketch", in: folder, world: .live().sketching)
let prompts: [Prompt] = [
    "a red pear on a wooden table", "a red pear on a wooden table",
    "a green pear on a wooden table",
]
var pictures: [Pixmap] = []
for prompt in prompts {
    let receipt = try await pipeline.make(prompt)
    pictures.append(try Pixmap(decoding: await pipeline.file(of: receipt.pictures[0])))
}

for (name, index) in [("the same words", 1), ("another colour", 2)] {
    let comparison = Comparison(pictures[0], pictures[index])
    print("\(name): \(comparison.answer.rawValue)")
    if let box = comparison.boxes.first {
        print("  most of it at \(box.x),\(box.y), \(box.width) x \(box.height)")
    }
}
