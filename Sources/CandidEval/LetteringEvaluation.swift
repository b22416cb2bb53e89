import Candid
import Foundation
import Lettering
import Pixels

/// Pictures with and without lettering: whether it is noticed, and whether it is read.
struct LetteringEvaluation {
    private struct Record: Decodable {
        let id: String
        let path: String
        let has_text: Bool?
        let text: String?
        let script: String?
    }

    private struct Tally {
        var (hits, falseAlarms, misses, rest) = (0, 0, 0, 0)
        var (found, asked) = (0, 0)
        var skipped: [String] = []
        var errors: [String] = []
    }

    private let folder: String
    private let records: [Record]
    private let reader: Tesseract

    /// Reads `DATA/text_images.jsonl` in place.
    init(dataFolder: String) throws {
        folder = dataFolder
        let text = try String(
            contentsOf: URL(filePath: "\(folder)/text_images.jsonl"), encoding: .utf8)
        records = try text.split(separator: "\n").map {
            try JSONDecoder().decode(Record.self, from: Data($0.utf8))
        }
        reader = try Tesseract()
    }

    /// Reads every picture and prints the figures.
    func report() async throws {
        var tally = Tally()
        for record in records { try await judge(record, &tally) }
        let f1 =
            Double(2 * tally.hits)
            / Double(max(1, 2 * tally.hits + tally.falseAlarms + tally.misses))
        print("lettering: \(records.count) pictures, \(reader.description)")
        print(
            "has lettering: F1 \(String(format: "%.3f", f1)), \(tally.hits) found, "
                + "\(tally.misses) missed, \(tally.falseAlarms) false, \(tally.rest) rightly none")
        if let share = Proportion(tally.found, of: tally.asked) {
            print("strings found where the script is installed: \(share)")
        }
        if !tally.skipped.isEmpty { print("not decoded: \(tally.skipped.joined(separator: ", "))") }
        tally.errors.forEach { print("    \($0)") }
    }

    private func judge(_ record: Record, _ tally: inout Tally) async throws {
        let file = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(record.path)")))
        guard let pixmap = try? Pixmap(tiff: file) ?? Pixmap(decoding: file) else {
            // What can't be decoded is not noticed either.
            tally.skipped.append(record.id)
            if record.has_text == true { tally.misses += 1 }
            if isAsked(record) { tally.asked += 1 }
            return
        }
        let found = try await reader.read(pixmap)
        switch (record.has_text, found.isPresent) {
        case (true, true): tally.hits += 1
        case (true, false):
            tally.misses += 1
            tally.errors.append("missed \(record.id) \(record.text?.prefix(30) ?? "")")
        case (false, true):
            tally.falseAlarms += 1
            tally.errors.append("false \(record.id) “\(found.text)”")
        case (false, false): tally.rest += 1
        case (nil, _): break
        }
        guard isAsked(record), let text = record.text else { return }
        tally.asked += 1
        let match = found.match(text)
        if match?.isFound == true {
            tally.found += 1
        } else {
            let distance = match.map { String(format: "%.2f", $0.distance) } ?? "-"
            tally.errors.append("not read \(record.id) \(text.prefix(30)) \(distance)")
        }
    }

    private func isAsked(_ record: Record) -> Bool {
        record.text != nil
            && record.script.map { ["latin", "hangul", "hangul+latin"].contains($0) } == true
    }
}
