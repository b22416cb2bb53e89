import NIOCore

/// Runs tasks on the event loop of the connection that they answer, so that a request that only
/// passes through changes threads nowhere on its way.
///
/// What takes long must not run here: it keeps every connection of the loop waiting.
final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(_ loop: any EventLoop) { self.loop = loop }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
