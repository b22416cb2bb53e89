import Candid
import CandidIO
import Foundation
import Sketch

let folder = URL(filePath: CommandLine.arguments.dropFirst().first ?? "verbatim-picture")
let pipeline = try Pipeline(engine: "sketch", in: folder, world: .live().sketching)
let receipt = try await pipeline.make("a red pear on a blue plate")
