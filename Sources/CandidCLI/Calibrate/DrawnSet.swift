import CandidIO
import Foundation
import Sketch

/// A labelled set that is drawn: scenes of sketch's with what holds of them and what does not.
struct DrawnSet {
    /// How many statements, two to a picture.
    let count: Int
    /// Chooses among sets.
    let seed: UInt64

    /// What was written: `docs/schemas/labelled-set.v1.json`.
    struct Document: Encodable {
        let schema = "candid/labelled-set/1"
        let set: String
        let pictures: Int
        let statements: Int
    }

    private struct Line: Encodable {
        let picture: String
        let claim: String
        let holds: Bool
    }

    /// Draws it.
    ///
    /// - Parameter folder: Where; it is made, and must not hold a set already.
    /// - Returns: What was written.
    /// - Throws: ``CommandFailure`` where it does; what the disk says.
    func write(to folder: URL) throws -> Document {
        let file = folder.appending(path: "set.jsonl")
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw CommandFailure(
                .badInput, "\(file.path) is there already. Name another folder, or remove it.")
        }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let illustrator = Illustrator()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines: [UInt8] = []
        let pictures = (count + 1) / 2
        var statements = 0
        for number in 0..<pictures {
            let scene = try illustrator.labelledScene(number, seed: seed)
            let digits = String(number + 1)
            let name =
                "scene-\(String(repeating: "0", count: max(0, 4 - digits.count)))\(digits).png"
            try DurableFile.write(scene.file, to: folder.appending(path: name))
            for statement in scene.statements.prefix(count - statements) {
                let line = Line(picture: name, claim: statement.words, holds: statement.holds)
                lines += [UInt8](try encoder.encode(line)) + [UInt8(ascii: "\n")]
                statements += 1
            }
        }
        try DurableFile.write(lines, to: file)
        return Document(set: file.path, pictures: pictures, statements: statements)
    }
}
