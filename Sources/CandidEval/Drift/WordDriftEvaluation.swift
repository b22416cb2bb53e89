import Candid
import Foundation

struct DriftRecord: Decodable {
    struct State: Decodable {
        var unchangedObjects: [String]
        var availableObjects: [String]

        enum CodingKeys: String, CodingKey {
            case unchangedObjects = "unchanged_objects"
            case availableObjects = "available_objects"
        }
    }

    var id: String
    var turns: [String]
    var state: [State]

    /// The things that the picture must have shown at first: what later turns keep or speak of.
    var brief: String {
        let things = state.first.map { $0.unchangedObjects + $0.availableObjects } ?? []
        var seen: Set<String> = []
        return things.filter { seen.insert($0).inserted }.joined(separator: ", ")
    }
}

/// Checks the drift meter on conversations of three edits.
///
/// The set holds what people asked and what must be in the picture, but no machine's texts, so
/// three ways of writing the prompt of a turn are played. *Net*: the brief and the things that the
/// set says are there; nothing is the machine's. *Pile*: the brief and every message so far, as
/// said; nothing is the machine's either. *Embellished*: the pile with words of our own that nobody
/// asked for, more at each turn; exactly those must be counted as the machine's.
func runDriftEvaluation(dataFolder: String, quiet: Bool = false) throws {
    let path = "\(dataFolder)/drift_edival.jsonl"
    guard FileManager.default.fileExists(atPath: path) else {
        print("There is no measuring set at \(path); nothing was measured.")
        return
    }
    let all = try records(in: path, of: DriftRecord.self)
    let usable = all.filter { !$0.brief.isEmpty && $0.turns.count == $0.state.count }
    var tally = DriftTally()
    for record in usable { tally.judge(record) }
    print("conversations: \(usable.count) of \(all.count) (the others name nothing to keep)")
    print("net prompts: machine's words in \(tally.netMachine) of \(tally.readings) turns")
    print("piled prompts: machine's words in \(tally.pileMachine) of \(tally.readings) turns")
    print("piled prompts: brief lost in \(tally.pileLoss) of \(tally.readings) turns")
    print("things to keep that a net prompt is said to lack: \(tally.netBroken)")
    print(
        "embellished: exactly the machine's words in \(tally.exact) of \(tally.readings) turns;"
            + " their share rises at every turn in \(tally.rising) of \(usable.count)")
    if !quiet { tally.errors.forEach { print($0) } }
}

private struct DriftTally {
    var readings = 0
    var netMachine = 0
    var netBroken = 0
    var pileMachine = 0
    var pileLoss = 0
    var exact = 0
    var rising = 0
    var errors: [String] = []

    private static let decorations = [
        "bathed in ethereal moonbeams", "with breathtaking grandeur, masterpiece, 8k",
        "in a nostalgic impressionist mood by Monet",
    ]
    private static let decorationWords = [
        ["bathed", "ethereal", "moonbeams"],
        ["bathed", "ethereal", "moonbeams", "breathtaking", "grandeur", "masterpiece", "8k"],
        [
            "bathed", "ethereal", "moonbeams", "breathtaking", "grandeur", "masterpiece", "8k",
            "nostalgic", "impressionist", "mood", "monet",
        ],
    ]

    mutating func judge(_ record: DriftRecord) {
        judgeNet(record)
        var pile = record.brief
        var decorated = record.brief
        var (piles, embellished): ([TextDrift.Turn], [TextDrift.Turn]) = ([], [])
        for (index, said) in record.turns.enumerated() {
            pile += ". " + said
            decorated += ". " + said + ", " + Self.decorations[index % 3]
            piles.append(.init(said: Prompt(said), sent: Prompt(pile)))
            embellished.append(.init(said: Prompt(said), sent: Prompt(decorated)))
        }
        for reading in TextDrift(brief: Prompt(record.brief), turns: piles).readings {
            readings += 1
            if reading.machineShare > 0 {
                pileMachine += 1
                errors.append("PILE \(record.id) \(reading.turn): \(reading.machineWords)")
            }
            if reading.loss > 0 {
                pileLoss += 1
                errors.append("PILE LOSS \(record.id) \(reading.turn): \(reading.lostWords)")
            }
        }
        judgeEmbellished(record, TextDrift(brief: Prompt(record.brief), turns: embellished))
    }

    private mutating func judgeNet(_ record: DriftRecord) {
        let turns = zip(record.turns, record.state).map { said, state in
            TextDrift.Turn(
                said: Prompt(said), sent: Prompt(state.availableObjects.joined(separator: ", ")))
        }
        for (index, turn) in turns.enumerated() {
            let kept = record.state[index].unchangedObjects.filter {
                record.state[index].availableObjects.contains($0)
            }
            let soFar = Array(turns.prefix(index + 1))
            let drift = TextDrift(brief: Prompt(record.brief), turns: soFar, mustStay: kept)
            guard let reading = drift.readings.last else { continue }
            if reading.machineShare > 0 {
                netMachine += 1
                errors.append(
                    "NET \(record.id) \(index + 1): \(reading.machineWords) in \(turn.sent.text)")
            }
            netBroken += reading.brokenPromises.count
        }
    }

    private mutating func judgeEmbellished(_ record: DriftRecord, _ drift: TextDrift) {
        for (index, reading) in drift.readings.enumerated() where index < 3 {
            if Set(reading.machineWords) == Set(Self.decorationWords[index]) {
                exact += 1
            } else {
                errors.append("EXACT \(record.id) \(index + 1): \(reading.machineWords)")
            }
        }
        let shares = drift.readings.map(\.machineShare)
        if zip(shares, shares.dropFirst()).allSatisfy({ $0 < $1 }) {
            rising += 1
        } else {
            errors.append("RISING \(record.id): \(shares)")
        }
    }
}
