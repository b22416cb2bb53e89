/// The engines of a process: as many as pictures are read at a time, up to a limit, kept for the next.
actor EnginePool {
    private let start: @Sendable () throws -> TesseractEngine
    private let limit: Int
    private var idle: [TesseractEngine] = []
    private var started = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Creates a pool.
    ///
    /// - Parameters:
    ///   - limit: The most engines; each holds some 60 MB.
    ///   - start: Starts one more.
    init(limit: Int, _ start: @escaping @Sendable () throws -> TesseractEngine) {
        self.limit = limit
        self.start = start
    }

    /// Lends an engine for the time of a body.
    func withEngine<Output: Sendable>(
        _ body: @Sendable (TesseractEngine) async -> Output
    ) async throws -> Output {
        while idle.isEmpty, started >= limit {
            await withCheckedContinuation { waiting.append($0) }
        }
        let engine: TesseractEngine
        if let free = idle.popLast() {
            engine = free
        } else {
            engine = try start()
            started += 1
        }
        let output = await body(engine)
        idle.append(engine)
        if !waiting.isEmpty { waiting.removeFirst().resume() }
        return output
    }
}
