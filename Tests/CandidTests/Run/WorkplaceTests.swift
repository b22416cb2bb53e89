import Synchronization
import Testing

@testable import Candid

@Suite struct WorkplaceTests {
    /// Runs jobs at once, and counts them.
    private final class Bench: TaskExecutor {
        let jobs = Atomic(0)

        func enqueue(_ job: consuming ExecutorJob) {
            jobs.add(1, ordering: .relaxed)
            let job = UnownedJob(job)
            job.runSynchronously(on: asUnownedTaskExecutor())
        }
    }

    private struct Broken: Error {}

    @Test func `a task here runs where the request does`() async {
        let bench = Bench()
        await Workplace.$executor.withValue(bench) { await Task<Void, Never>.here {}.value }
        #expect(bench.jobs.load(ordering: .relaxed) > 0)
    }

    @Test func `what takes long and what comes of it run elsewhere`() async {
        let bench = Bench()
        await Workplace.$executor.withValue(bench) {
            await Workplace.away {
                #expect(Workplace.executor == nil)
                await Task<Void, Never>.here {}.value
            }
        }
        #expect(bench.jobs.load(ordering: .relaxed) == 0)
    }

    @Test func `an error comes back from elsewhere`() async {
        await Workplace.$executor.withValue(Bench()) {
            await #expect(throws: Broken.self) { try await Workplace.away { throw Broken() } }
        }
    }
}
