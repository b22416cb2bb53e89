/// One trip through the pipeline, as a stream of what happens in it.
///
/// An entry is in the ledger before the stream gives it. The stream's last entry ends the run;
/// a provider's failure is such an entry and not an error. The stream throws only if a step could
/// not be written down, because a picture without a record is not candid.
public struct Run: AsyncSequence, Sendable {
    /// The name of the run in the ledger.
    public let id: RunID
    private let entries: AsyncThrowingStream<Entry, any Error>
    private let task: Task<Void, Never>
    private let sent = Promise<Bool>()

    /// Starts a run that a driver carries out.
    init(_ driver: Driver) {
        id = driver.run
        let (entries, continuation) = AsyncThrowingStream.makeStream(of: Entry.self)
        self.entries = entries
        task = Task.here { [sent] in
            defer { sent.keep(nil) }
            do {
                try await driver.drive { entry in
                    if case .sent = entry.event { sent.keep(true) }
                    continuation.yield(entry)
                }
                continuation.finish()
            } catch {
                continuation.finish(throwing: error)
            }
        }
    }

    /// Ends the run.
    ///
    /// The stream goes on until the end is written down: keep reading it.
    public func cancel() {
        task.cancel()
    }

    /// Waits until its first request is written down, and tells whether that came to be: false where
    /// the run ended before, such as at a budget.
    public func isSent() async -> Bool { await sent.value() ?? false }

    /// Reads the stream.
    public func makeAsyncIterator() -> AsyncThrowingStream<Entry, any Error>.Iterator {
        entries.makeAsyncIterator()
    }

    /// The run's receipt, once it has ended; a caller that is cancelled ends the run.
    ///
    /// - Throws: Whatever the ledger or the picture store throws if a step could not be kept.
    public func receipt() async throws -> Receipt? { Receipt(try await all()) }

    /// Every entry, once the run has ended; a caller that is cancelled ends the run.
    func all() async throws -> [Entry] {
        // Nobody looks on: waiting for the end spares a change of threads at every step.
        await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        var all: [Entry] = []
        for try await entry in self { all.append(entry) }
        return all
    }
}
