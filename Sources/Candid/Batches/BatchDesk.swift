import NIOCore

/// Sends orders together, asks about them, and brings home what was made.
///
/// Whatever happens on the way, nothing is bought twice: the orders are in the ledger before
/// anything leaves, the batch carries our name for it, and one whose creation was not answered is
/// looked for under that name.
public struct BatchDesk: Sendable {
    /// The ledger, the pictures, the prices and the budgets.
    public let pipeline: Pipeline
    let codec: OpenAIBatch
    let engine: Engine

    /// Pages of the service's list that are read to find a batch: 100 batches each.
    private static let mostPages = 100

    /// Creates a desk.
    ///
    /// - Parameters:
    ///   - engine: The engine.
    ///   - access: How to reach it.
    ///   - pipeline: What else there is; its provider and its fallbacks are not asked.
    /// - Throws: ``Refusal`` for an engine without batches.
    public init(_ engine: Engine, _ access: Access, _ pipeline: Pipeline) throws(Refusal) {
        try engine.checkBatches(among: pipeline.routes)
        self.engine = engine
        self.pipeline = pipeline
        codec = OpenAIBatch(engine, access)
    }

    /// Sends orders as one batch.
    ///
    /// - Parameters:
    ///   - orders: The orders.
    ///   - materials: The bytes of their pictures.
    /// - Returns: The batch, with the service's name for it.
    /// - Throws: ``Refusal`` where an order can't be honoured or a budget would be passed;
    ///   ``ProviderFailure`` where the service did not take the batch, or did not say so;
    ///   whatever the ledger throws.
    public func submit(_ orders: [Order], _ materials: Materials) async throws -> BatchRecord {
        let batch = RunID(pipeline.world.random())
        let drafts = try orders.map { try draft($0, in: batch) }
        let runs = drafts.map { _ in RunID(pipeline.world.random()) }
        let items = zip(runs, drafts).map {
            OpenAIBatch.Item(name: $0.description, order: $1.order)
        }
        let file = try codec.file(of: items, materials)
        let note = BatchNote(
            engine: engine.id, endpoint: items.first.map { OpenAIBatch.endpoint($0.order) } ?? "",
            runs: runs, file: Digest(of: file.readableBytesView), bytes: file.readableBytes,
            url: codec.address)
        let lines = file.readableBytesView.split(separator: 0x0A)
        try await hold(note, drafts, lines.map { (Digest(of: $0), $0.count) }, in: batch)
        do {
            let state = try await purchase(file, note, batch)
            try await record([.accepted(Acceptance(job: state.id))], of: batch)
        } catch let failure as ProviderFailure where !failure.isPerhapsCharged {
            try await end(batch, note, Failure(failure, free: true))
            throw failure
        }
        return try await record(of: batch)
    }

    /// Asks how a batch stands; one that has no name yet is looked for by ours.
    ///
    /// - Returns: How it stands; nil where the service knows nothing of it.
    /// - Throws: ``ProviderFailure``, or whatever the ledger throws.
    public func state(of batch: BatchRecord) async throws -> OpenAIBatch.State? {
        if let job = batch.job { return try await codec.state(in: send(codec.inquiry(about: job))) }
        guard batch.note.names == nil else {
            throw Refusal(
                field: "batch",
                reason: "another program began \(batch.id), and its answer did not come",
                wayOut: "Look for it among your batches at \(engine.id), for it may be charged, "
                    + "and say what became of each of its orders: candid log settle.")
        }
        var after: String?
        for _ in 0..<Self.mostPages {
            let page = try await codec.states(in: send(codec.list(after: after)))
            if let found = page.batches.first(where: { $0.label == batch.id.description }) {
                try await record([.accepted(Acceptance(job: found.id))], of: batch.id)
                return found
            }
            guard let next = page.after else { return nil }
            after = next
        }
        throw ProviderFailure.unreadable(
            status: 200, detail: "the batch is not among the newest \(Self.mostPages * 100)")
    }

    /// Whether a batch lies where this desk asks.
    public func reaches(_ batch: BatchRecord) -> Bool {
        batch.note.engine == engine.id && batch.note.url == codec.address
    }

    /// Stops a batch; what is made by then is made, and charged.
    public func cancel(_ job: String) async throws -> OpenAIBatch.State {
        try await codec.state(in: send(codec.cancellation(of: job)))
    }

    /// Writes down that the service never heard of a batch, so that nothing of it is charged.
    public func abandon(_ batch: BatchRecord) async throws {
        let note = "\(engine.id) knows no batch with the label \(batch.id)"
        for run in batch.note.runs where try await receipt(of: run)?.state == .open {
            try await pipeline.resolve(
                run, Resolution(by: .provider, charged: false, note: note))
        }
        try await record([.failed(Failure(.unreachable, note))], of: batch.id)
    }

    // MARK: The purchase

    private func draft(_ order: Order, in batch: RunID) throws(Refusal) -> Draft {
        try engine.check(order, among: pipeline.routes)
        let estimate = pipeline.prices.estimate(
            order, on: engine, past: pipeline.past, way: .batch)
        return Draft(order, estimate: estimate, project: pipeline.project)
            .billed(to: pipeline.bill).sent(in: batch)
    }

    /// One commit for all of them, and before anything leaves.
    func hold(
        _ note: BatchNote, _ drafts: [Draft], _ lines: [(digest: Digest, bytes: Int)],
        in batch: RunID
    ) async throws {
        var groups = [entries([.batched(note)], of: batch)]
        for ((run, draft), line) in zip(zip(note.runs, drafts), lines) {
            let sending = Sending(
                prompt: draft.order.prompt, url: note.url, body: line.digest,
                bytes: line.bytes, job: batch.description)
            groups.append(entries([.drafted(draft), .sent(sending)], of: run))
        }
        try await pipeline.ledger.append(together: groups, within: pipeline.budgets)
    }

    private func purchase(
        _ file: ByteBuffer, _ note: BatchNote, _ batch: RunID
    ) async throws -> OpenAIBatch.State {
        let name: String
        do {
            name = try codec.file(in: try await send(codec.upload(file)))
        } catch let failure as ProviderFailure {
            // A file that lies there is no purchase, whatever became of it.
            throw ProviderFailure.unreachable("the file was not taken: \(failure.message)")
        }
        let request = codec.create(
            name, endpoint: note.endpoint, label: batch.description)
        return try codec.state(in: try await send(request))
    }

    /// Sends a request, again where that is safe.
    func send(_ request: WireRequest) async throws -> Reply {
        let transport = Transport(
            world: pipeline.world, traffic: pipeline.traffic, route: engine.id,
            limit: pipeline.replyLimit, pictureKeys: [])
        var attempt = 1
        while true {
            do {
                let outcome = try await transport.send(request) { _ in
                    throw ProviderFailure.unreadable(
                        status: 200, detail: "a stream came that nobody asked for")
                }
                guard case .reply(let reply) = outcome else {
                    throw ProviderFailure.unreadable(status: 200, detail: "no answer came")
                }
                guard reply.status < 400 else { throw OpenAIError.failure(of: reply) }
                return reply
            } catch let failure as ProviderFailure {
                let wait = pipeline.retries.wait(
                    after: failure, attempt: attempt, random: pipeline.world.random())
                guard let wait else { throw failure.redacting(request.secrets) }
                try await pipeline.world.pause(wait)
                attempt += 1
            }
        }
    }

    // MARK: The ledger

    private func entries(_ events: [Event], of run: RunID) -> [Entry] {
        let time = Timestamp(pipeline.world.now())
        return events.map { Entry(run: run, time: time, event: $0) }
    }

    /// In a task of its own, because what has happened must be kept even when this one is cancelled.
    func record(_ events: [Event], of run: RunID) async throws {
        let (entries, ledger) = (entries(events, of: run), pipeline.ledger)
        try await Task { try await ledger.append(entries) }.value
    }

    func receipt(of run: RunID) async throws -> Receipt? {
        Receipt(try await pipeline.ledger.entries(of: run))
    }

    private func record(of batch: RunID) async throws -> BatchRecord {
        guard let record = BatchRecord(try await pipeline.ledger.entries(of: batch)) else {
            throw Refusal(
                field: "batch", reason: "the ledger does not hold \(batch)", wayOut: "Try again.")
        }
        return record
    }

    /// Ends every order of a batch that came to nothing.
    func end(_ batch: RunID, _ note: BatchNote, _ failure: Failure) async throws {
        for run in note.runs where try await receipt(of: run)?.state == .open {
            try await record([.failed(failure)], of: run)
        }
        try await record([.failed(failure)], of: batch)
    }
}

extension Engine {
    /// Refuses an engine without batches, by name.
    ///
    /// - Throws: ``Refusal`` with the engines that have them.
    public func checkBatches(among routes: [Engine]) throws(Refusal) {
        guard promises.batches != true else { return }
        let others = routes.filter { $0.promises.batches == true }.map(\.id)
        throw Refusal(
            field: "engine",
            reason: isEmbedded
                ? "\(id) draws at once and takes no batches" : "\(id) takes no batches",
            wayOut: "Those that do: \(others.joined(separator: ", ")). "
                + "candid generate asks for one picture at a time.")
    }
}
