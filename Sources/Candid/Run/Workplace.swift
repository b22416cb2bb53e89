/// Where work is done.
///
/// A request that only passes through is cheapest where its connection is: each change of threads
/// costs more than most of what is done between two. What takes long goes elsewhere, so that nobody
/// else's request waits for it.
public enum Workplace {
    /// Where the tasks of a request are to run; nil is wherever there is room.
    @TaskLocal public static var executor: (any TaskExecutor)?

    /// Does what takes long, such as looking at a picture, where nobody waits for it.
    public static func away<Output: Sendable, Problem: Error>(
        _ act: @Sendable () async throws(Problem) -> Output
    ) async throws(Problem) -> Output {
        guard executor != nil else { return try await act() }
        let outcome = await $executor.withValue(nil) {
            await withTaskExecutorPreference(globalConcurrentExecutor) {
                await Result { () async throws(Problem) in try await act() }
            }
        }
        return try outcome.get()
    }
}

extension Task where Failure == any Error {
    /// A task that runs where the current one does.
    static func here(
        _ act: sending @escaping @isolated(any) () async throws -> Success
    ) -> Task<Success, any Error> {
        Task(executorPreference: Workplace.executor, operation: act)
    }
}

extension Task where Failure == Never {
    /// A task that runs where the current one does.
    @discardableResult
    public static func here(
        _ act: sending @escaping @isolated(any) () async -> Success
    ) -> Task<Success, Never> {
        Task(executorPreference: Workplace.executor, operation: act)
    }
}

extension Result {
    fileprivate init(_ act: () async throws(Failure) -> Success) async {
        do throws(Failure) {
            self = .success(try await act())
        } catch {
            self = .failure(error)
        }
    }
}
