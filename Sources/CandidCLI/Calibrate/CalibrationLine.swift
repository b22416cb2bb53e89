import Candid
import Foundation
import Pixels

/// A calibration as it is shown: with its age, and whether it is still about what is in force.
struct CalibrationLine {
    let record: CalibrationRecord
    let age: Int
    let isOld: Bool
    /// The model that is in force now where it is another one.
    let otherModel: String?

    init(_ record: CalibrationRecord, at now: Timestamp, _ settings: Settings) throws {
        self.record = record
        age = record.age(at: now)
        isOld = record.isOld(at: now)
        let measured = record.calibration.model
        let current = try settings.model(of: record.calibration)
        otherModel = current.flatMap { $0 == measured ? nil : $0 }
    }

    /// Prints it alone.
    func tell(asJSON isJSON: Bool) {
        guard !isJSON else { return Console.printJSON(CalibrationsDocument([self])) }
        tell(Terminal.output)
    }

    /// Prints it.
    func tell(_ terminal: Terminal) {
        let notes = [
            isOld ? "old: \(age) days" : nil,
            otherModel.map { "another model: in force is \($0)" },
        ].compactMap(\.self)
        let note = notes.isEmpty ? "" : terminal.yellow("  (\(notes.joined(separator: "; ")))")
        terminal.say(terminal.bold(record.calibration.name) + note)
        for line in record.calibration.lines { terminal.say("  \(line)") }
        terminal.say(terminal.dim("  measured \(record.time.day), kept as \(record.id)"))
    }
}

extension Settings {
    /// The model that is in force where another was measured; nil where nothing says so.
    fileprivate func model(of calibration: Calibration) throws -> String? {
        switch calibration {
        case .route(let floor):
            let engine = try catalogue().engines.first { $0.id == floor.route.engine }
            let isChosen = engine?.id == values.engine
            return (isChosen ? values.model : nil) ?? engine?.defaultModel
        case .judge(let measured):
            let parts = (values.judge ?? "").split(separator: "/", maxSplits: 1).map(String.init)
            let speaker = try SpeakerCatalogue.included().speakers.first {
                $0.id == measured.judge
            }
            if parts.first == measured.judge, parts.count > 1 { return parts[1] }
            return try? speaker?.model(named: nil)
        }
    }
}

extension Calibration {
    /// What was measured, in one name.
    var name: String {
        switch self {
        case .route(let floor): "route \(floor.route)"
        case .judge(let measured): "judge \(measured.judge)/\(measured.model)"
        }
    }

    fileprivate var model: String {
        switch self {
        case .route(let floor): floor.route.model
        case .judge(let measured): measured.model
        }
    }

    /// What came of it, for people.
    fileprivate var lines: [String] {
        switch self {
        case .route(let floor): floor.lines
        case .judge(let measured): measured.lines
        }
    }
}

extension RouteFloor {
    fileprivate var lines: [String] {
        let edits = trials.count == 1 ? "one no-op edit" : "\(trials.count) no-op edits"
        let runs = trials.map(\.run.description).joined(separator: ", ")
        return [meaning, figures, "\(edits): \(runs)"]
    }

    private var meaning: String {
        if repaints {
            return "Told to leave a picture alone, it draws it anew. Pixels prove no edit of its: "
                + "they leave it inconclusive."
        }
        if trials.allSatisfy({ $0.comparison == .identical }) {
            return "It gives back every pixel as it was."
        }
        return isQuiet
            ? "It leaves a picture alone: the usual limits hold."
            : "It changes a little unasked; below that, nothing is proved about its edits."
    }

    private var figures: String {
        func worst(_ figure: KeyPath<NoOpTrial, Double>) -> String {
            String(format: "%.2f", trials.map { $0[keyPath: figure] }.max() ?? 0)
        }
        return "worst cell \(worst(\.score)) of what shows: colour ΔE \(worst(\.worstColour)), "
            + "structure \(worst(\.worstStructure)); cast ΔE \(worst(\.cast)); cells that show "
            + "\(Int(((trials.map(\.changedCells).max() ?? 0) * 100).rounded())) %"
    }
}

extension JudgeCalibration {
    fileprivate var lines: [String] {
        var lines = [
            "passed \(error.falsePasses) of the false ones, missed \(error.misses) of the true ones"
        ]
        if let open = error.cannotTell { lines.append("could not tell \(open)") }
        if isRuleBased { lines.append("rule-based: it reads records and looks at nothing") }
        lines.append("on \(error.source), sha256 \(set.description.prefix(16))…")
        return lines
    }
}

/// Calibrations as other programs read them: `docs/schemas/calibrations.v1.json`.
struct CalibrationsDocument: Encodable {
    let schema = "candid/calibrations/1"
    let calibrations: [Item]
    let failed: [CalibrationFailure]

    init(_ lines: [CalibrationLine], _ failures: [CalibrationFailure] = []) {
        calibrations = lines.map(Item.init)
        failed = failures
    }

    /// One of them.
    struct Item: Encodable {
        let id: RunID
        let time: Timestamp
        let age_days: Int
        let old: Bool
        @Nullable var other_model: String?
        @Nullable var route: RouteFloor?
        @Nullable var judge: JudgeCalibration?
        @Nullable var floor: Floor?

        init(_ line: CalibrationLine) {
            id = line.record.id
            time = line.record.time
            age_days = line.age
            old = line.isOld
            other_model = line.otherModel
            switch line.record.calibration {
            case .route(let measured):
                route = measured
                floor = Floor(measured)
            case .judge(let measured): judge = measured
            }
        }
    }

    /// What the trials of a route come to.
    struct Floor: Codable {
        let score: Double
        let repaints: Bool
        let quiet: Bool
        /// From where on a cell's colour counts, ΔE2000, in a still and in a noisy picture.
        let colour: [Double]
        let structure: [Double]
        let cast: Double
        let move: Double

        init(_ floor: RouteFloor) {
            let limits = floor.limits
            score = floor.score
            repaints = floor.repaints
            quiet = floor.isQuiet
            colour = [limits.colour.lowerBound, limits.colour.upperBound]
            structure = [limits.structure.lowerBound, limits.structure.upperBound]
            cast = limits.cast
            move = limits.move
        }
    }
}
