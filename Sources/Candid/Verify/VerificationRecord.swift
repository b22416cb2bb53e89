/// What was found out about a picture that no receipt knows: a run of its own, which sent nothing.
public struct VerificationRecord: Hashable, Sendable {
    /// The run's name.
    public let id: RunID
    /// The verdicts.
    public let judgement: Judgement

    /// Reads the entries of one run; nil unless the first is a judgement.
    public init?(_ entries: [Entry]) {
        guard let first = entries.first, case .judged(let judgement) = first.event else {
            return nil
        }
        id = first.run
        self.judgement = judgement
    }
}

extension Judgement {
    /// Writes the judgement down with the time: behind the receipt that knows its picture, or as a run
    /// of its own.
    ///
    /// - Parameters:
    ///   - ledger: Where it is written down.
    ///   - receipt: The run whose picture it is; nil where none is known.
    ///   - world: For the time and the run's name.
    /// - Returns: The run that holds it, and the judgement as it stands there.
    /// - Throws: What the ledger throws.
    public func kept(
        in ledger: any Ledger, with receipt: RunID?, _ world: World
    ) async throws -> VerificationRecord {
        var judgement = self
        let time = Timestamp(world.now())
        judgement.time = time
        let entry = Entry(
            run: receipt ?? RunID(world.random()), time: time, event: .judged(judgement))
        try await ledger.append([entry])
        return VerificationRecord(id: entry.run, judgement: judgement)
    }
}

extension VerificationRecord {
    fileprivate init(id: RunID, judgement: Judgement) {
        self.id = id
        self.judgement = judgement
    }
}
