import Candid
import CandidIO
import Foundation
import Synchronization

/// Carries a draft out in front of a person: progress, Ctrl-C, and files at the end.
struct Making {
    var pipeline: Pipeline
    let ledger: SQLiteLedger
    let store: FilePictureStore
    let showsProgress: Bool

    /// Carries the draft out to its receipt, whatever the outcome.
    ///
    /// - Parameters:
    ///   - draft: The draft.
    ///   - id: The run's name, where it had to be known before.
    /// - Returns: The receipt.
    /// - Throws: What the ledger or the picture store throws.
    func carryOut(_ draft: Draft, as id: RunID? = nil) async throws -> Receipt {
        let progress = Progress(
            Terminal.error, expected: showsProgress ? try await expected(draft.order) : nil)
        let run = pipeline.run(draft, as: id)
        let interrupts = Interrupts {
            run.cancel()
            Task { await progress.showCancelling() }
        }
        defer { interrupts.stop() }
        if showsProgress { await progress.start() }
        var entries: [Entry] = []
        do {
            for try await entry in run {
                entries.append(entry)
                await progress.show(entry.event)
            }
        } catch {
            await progress.stop()
            throw error
        }
        await progress.stop()
        guard let receipt = Receipt(entries) else {
            throw CommandFailure(.ledger, "the run \(run.id) left no entries.")
        }
        return receipt
    }

    /// Writes a receipt's pictures where the person wants them.
    ///
    /// - Returns: The files' names; empty where the bytes went to standard output.
    func write(_ receipt: Receipt, to destination: PictureDestination) throws -> [String] {
        guard receipt.state == .finished else { return [] }
        return try destination.write(receipt, from: store)
    }

    /// How long such runs took, or what the catalogue says.
    private func expected(_ order: Order) async throws -> Duration? {
        let past = try await ledger.durations(
            engine: order.engine, model: order.model, limit: 9
        ).sorted()
        if !past.isEmpty { return .milliseconds(past[past.count / 2]) }
        let model = try? pipeline.provider.engine.model(named: order.model)
        return model?.seconds?.last.map { .seconds($0) }
    }
}

/// Ctrl-C and its like, as long as a run goes on.
///
/// The process listens to them once and for all: on Linux whoever listens again after having stopped
/// hears nothing, and a command may hold several runs.
final class Interrupts: Sendable {
    private struct Listening {
        var sources: [any DispatchSourceSignal] = []
        var acts: [Int: @Sendable () -> Void] = [:]
        var count = 0
    }

    private static let listening = Mutex(Listening())
    private let name: Int

    /// Calls back at every interrupt, instead of dying of it.
    init(_ act: @escaping @Sendable () -> Void) {
        name = Self.listening.withLock { listening in
            if listening.sources.isEmpty { listening.sources = Self.sources() }
            listening.count += 1
            listening.acts[listening.count] = act
            return listening.count
        }
    }

    /// Lets interrupts end the program again.
    func stop() {
        Self.listening.withLock { $0.acts[name] = nil }
    }

    private static func sources() -> [any DispatchSourceSignal] {
        [SIGINT, SIGTERM, SIGHUP].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { strike(number) }
            source.resume()
            return source
        }
    }

    private static func strike(_ number: Int32) {
        let acts = listening.withLock { Array($0.acts.values) }
        for act in acts { act() }
        guard acts.isEmpty else { return }
        signal(number, SIG_DFL)
        kill(getpid(), number)
    }
}
