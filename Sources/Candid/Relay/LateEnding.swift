/// The end of a run that the ledger could not take when it came, because the disk was full or another
/// program held it.
///
/// Without it such a run would stand open, and hold its budget, until somebody looked.
public struct LateEnding: Sendable {
    private let run: RunID
    private let reason: String
    private let ledger: any Ledger
    private let world: World

    /// Prepares the end of a run.
    ///
    /// - Parameters:
    ///   - run: The run.
    ///   - reason: What the ledger, or the store, said.
    ///   - ledger: Where it is written down.
    ///   - world: For the time and for waiting.
    public init(of run: RunID, because reason: String, in ledger: any Ledger, _ world: World) {
        self.run = run
        self.reason = reason
        self.ledger = ledger
        self.world = world
    }

    /// Tries again and again until the end is written down, or the task is cancelled.
    ///
    /// A run that has an end by then, or of which nothing was written, is left as it is.
    ///
    /// - Parameter wait: Between two tries.
    public func write(every wait: Duration = .seconds(10)) async {
        while !Task.isCancelled {
            do {
                try await world.pause(wait)
                let entries = try await ledger.entries(of: run)
                guard let last = entries.last, !entries.contains(where: \.event.isLast) else {
                    return
                }
                let failure = Failure(
                    .unreachable,
                    "what became of it could not be written down when it came (\(reason))",
                    perhapsCharged: true)
                let time = max(last.time, Timestamp(world.now()))
                return try await ledger.append([
                    Entry(run: run, time: time, event: .failed(failure))
                ])
            } catch {
                // The next try tells: whoever runs the gateway has heard of it already.
                continue
            }
        }
    }
}
