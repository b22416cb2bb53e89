import Candid
import CandidIO
import Sketch

extension Settings {
    /// What tells claims: pixels, the reader of lettering, and the judge in force unless nobody is to
    /// be asked; with what was measured of routes and of the judge.
    ///
    /// - Parameters:
    ///   - order: What made the picture; nil for what is in force.
    ///   - ledger: Where its conversations are written down and calibrations stand.
    /// - Returns: A verifier.
    /// - Throws: ``CommandFailure`` where the judge that is named can't be reached.
    func verifier(
        of order: Order? = nil, _ ledger: () throws -> SQLiteLedger
    ) throws -> Verifier {
        var verifier = Verifier { UInt64.random(in: 0...UInt64.max) }
        verifier.lettering = letteringReader
        let calibrations = hasLedger ? try ledger().calibrations() : []
        verifier.floors = calibrations.floors
        guard let wish = values.judge, wish != Self.nobody else { return verifier }
        let engines = try catalogue().engines
        verifier.helpers = Dictionary(
            engines.compactMap { engine in engine.outerModel.map { (engine.id, $0) } },
            uniquingKeysWith: { first, _ in first })
        let makers = verifier.makers(of: try order ?? usualOrder())
        verifier.judge = try measuredJudge(try ledger(), calibrations, avoiding: makers)
        return verifier
    }

    private func usualOrder() throws -> Order {
        let engine = try engine()
        return Order("", engine: engine.id, model: values.model ?? engine.defaultModel)
    }

    /// The judge in force, with its error where it was measured.
    ///
    /// - Throws: ``CommandFailure`` where it can't be reached.
    func measuredJudge(
        _ ledger: SQLiteLedger, _ calibrations: [CalibrationRecord],
        avoiding makers: Set<String> = []
    ) throws -> Judge {
        let route = try judge(ledger, avoiding: makers)
        var judge = Judge(route)
        if route.speaker.isEmbedded { judge.knows = { Illustrator.claimsRecord(in: $0) } }
        let record = calibrations.judge(named: judge.name, model: judge.model)
        guard let record, case .judge(let measured) = record.calibration else { return judge }
        if measured.model == judge.model {
            judge.error = measured.error
            let now = Timestamp(try world().now())
            if record.isOld(at: now) {
                judge.errorRemark = "that is \(record.age(at: now)) days ago"
            }
        } else {
            judge.errorRemark = "only that of \(measured.model) was, on \(measured.error.day)"
        }
        return judge
    }
}
