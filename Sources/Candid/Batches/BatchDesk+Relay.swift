import Crypto
public import NIOCore

/// A batch that another program orders by its own request, as its file says.
public struct RelayedBatch: Sendable {
    /// The address to which the service will send each order.
    public let endpoint: String
    /// The orders that could be read.
    public var items: [Item]
    /// The first line that is no such order, counted from 1; nil where all are.
    public let unread: Int?
    /// The first line in which something stands twice, counted from 1; nil where there is none.
    public let repeated: Int?
    /// The SHA-256 of the file.
    public let file: Digest
    /// The length of the file in bytes.
    public let bytes: Int

    /// One line of the file.
    public struct Item: Sendable {
        /// The program's name for the order.
        public let name: String
        /// The order; its engine is for whoever passes it on to say.
        public let order: Order
        /// The line that it stands in, counted from 1.
        public let line: Int
        /// How a lock was used for it; nil where none was.
        public var lock: LockUse?
        /// The pictures that were sent along.
        public let pictures: [[UInt8]]
        let digest: Digest
        let bytes: Int
    }
}

/// That the service did not give out the file of a batch, so that nobody knows what it orders.
public struct UnreadFile: Error {
    /// The answer's status.
    public let status: Int
    /// When the service wants to be asked again, in its own words; nil where it does not say.
    public let retryAfter: String?
    /// What the service said, without any key.
    public let reason: String

    /// Whether there is no such file, or none for this key: asking again makes no difference.
    public var isNotGivenOut: Bool { [403, 404].contains(status) }

    init(_ stream: WireStream, to request: WireRequest) async throws {
        let reply = try Reply(await stream.collected(upTo: 1 << 20))
        status = reply.status
        retryAfter = reply.headers["retry-after"]
        reason = OpenAIError.failure(of: reply).redacting(request.secrets).message
    }
}

extension BatchDesk {
    /// Reads what a file at the service orders.
    ///
    /// - Parameters:
    ///   - file: The service's name for the file.
    ///   - endpoint: The address to which the service will send each order.
    ///   - look: Looks at every line that there is, whatever it orders; nil is nobody.
    /// - Returns: The batch; nil where no picture is ordered in it and nothing stands twice in a line.
    /// - Throws: ``UnreadFile`` where the service does not give it out; ``ProviderFailure`` where it
    ///   can't be had; what `look` throws.
    public func relayedBatch(
        from file: String, endpoint: String, _ look: ((ByteBuffer) throws -> Void)? = nil
    ) async throws -> RelayedBatch? {
        let ordersPictures = OpenAIBatch.endpoints.contains(endpoint)
        guard ordersPictures || look != nil else { return nil }
        let request = codec.content(of: file)
        let stream = try await pipeline.world.stream(request)
        guard stream.status == 200 else { throw try await UnreadFile(stream, to: request) }
        var reader = RelayedBatchReader(endpoint: endpoint)
        if let look { reader.look = look }
        for try await chunk in stream.body { try reader.take(chunk) }
        try Task.checkCancellation()
        let batch = try reader.finish()
        return ordersPictures || batch?.repeated != nil ? batch : nil
    }

    /// Writes down what a batch orders, before the request for it leaves.
    ///
    /// - Returns: Our name for the batch.
    /// - Throws: ``Refusal`` where a budget would be passed; whatever the ledger or the picture store
    ///   throws.
    public func hold(_ relayed: RelayedBatch, for caller: Caller?) async throws -> RunID {
        let batch = RunID(pipeline.world.random())
        let drafts = relayed.items.map { item in
            var order = item.order
            order.engine = engine.id
            let estimate = pipeline.prices.estimate(
                order, on: engine, past: pipeline.past, way: .batch)
            return Draft(order, estimate: estimate, lock: item.lock, project: pipeline.project)
                .billed(to: pipeline.bill).ordered(by: caller).sent(in: batch)
        }
        for picture in relayed.items.lazy.flatMap(\.pictures) {
            guard let format = InputPicture(picture)?.format else { continue }
            _ = try await pipeline.pictures.put(picture, as: format)
        }
        let note = BatchNote(
            engine: engine.id, endpoint: relayed.endpoint,
            runs: drafts.map { _ in RunID(pipeline.world.random()) },
            names: relayed.items.map(\.name), file: relayed.file, bytes: relayed.bytes,
            url: codec.address)
        try await hold(note, drafts, relayed.items.map { ($0.digest, $0.bytes) }, in: batch)
        return batch
    }

    /// Writes down how the service answered to a batch that was held.
    ///
    /// - Parameters:
    ///   - batch: Our name for it.
    ///   - answer: The service's name for it, or why there is none. Where it may be charged all the
    ///     same, its orders stay open.
    /// - Throws: Whatever the ledger throws.
    public func began(
        _ batch: RunID, _ answer: Result<String, ProviderFailure>
    ) async throws {
        switch answer {
        case .success(let job): try await record([.accepted(Acceptance(job: job))], of: batch)
        case .failure(let failure):
            guard !failure.isPerhapsCharged,
                let held = BatchRecord(try await pipeline.ledger.entries(of: batch))
            else { return }
            try await end(batch, held.note, Failure(failure, free: true))
        }
    }
}

/// Reads the file of a batch as it arrives, one line for each order.
///
/// A line that is no order is the service's to refuse, and has no receipt.
struct RelayedBatchReader {
    private let endpoint: String
    private let limit, most: Int
    /// Looks at every line.
    var look: (ByteBuffer) throws -> Void = { _ in }
    private var number = 0
    private var unread: Int?
    private var repeated: Int?
    private var items: [RelayedBatch.Item] = []
    private var names: Set<String> = []
    private var line = ByteBuffer()
    private var hash = SHA256()
    private var bytes = 0

    init(
        endpoint: String, limit: Int = OpenAIBatch.mostBytes, most: Int = OpenAIBatch.mostItems
    ) {
        (self.endpoint, self.limit, self.most) = (endpoint, limit, most)
    }

    mutating func take(_ chunk: ByteBuffer) throws {
        bytes += chunk.readableBytes
        guard bytes <= limit else {
            throw ProviderFailure.unreadable(
                status: 200, detail: "the batch's file is larger than \(limit) bytes")
        }
        chunk.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        var rest = chunk
        while let end = rest.readableBytesView.firstIndex(of: 0x0A) {
            let length = end - rest.readableBytesView.startIndex
            if var piece = rest.readSlice(length: length) { line.writeBuffer(&piece) }
            rest.moveReaderIndex(forwardBy: 1)
            try endLine()
        }
        line.writeBuffer(&rest)
    }

    mutating func finish() throws -> RelayedBatch? {
        try endLine()
        guard !items.isEmpty || repeated != nil else { return nil }
        return RelayedBatch(
            endpoint: endpoint, items: items, unread: unread, repeated: repeated,
            file: Digest(hash.finalize()), bytes: bytes)
    }

    private mutating func endLine() throws {
        defer { line.clear() }
        number += 1
        // What stands behind the last line feed is no line.
        guard line.readableBytesView.contains(where: { !Self.blanks.contains($0) }) else { return }
        try look(line)
        guard let item = item() else {
            unread = unread ?? number
            return
        }
        items.append(item)
    }

    private static let blanks = Array(" \t\r".utf8)

    /// The order in the line; nil where it is none.
    private mutating func item() -> RelayedBatch.Item? {
        let text = Array(line.readableBytesView)
        // Read behind the most orders, too: what stands twice is told wherever it stands.
        guard let json = json(text), items.count < most, let name = json["custom_id"]?.text,
            json["url"]?.text == endpoint,
            let body = json["body"], body.object != nil, names.insert(name).inserted,
            let order = try? RelayedOrder(
                WireRequest(
                    "POST", endpoint, headers: ["content-type": "application/json"],
                    body: body.encoded()))
        else { return nil }
        return RelayedBatch.Item(
            name: name, order: order.order, line: number, pictures: order.pictures,
            digest: Digest(of: text), bytes: text.count)
    }

    /// A line as it is read by everybody alike; nil where it is none.
    private mutating func json(_ text: [UInt8]) -> JSONValue? {
        var limits = JSONReader.Limits(bytes: max(2, text.count))
        limits.repeatedKeys = false
        do throws(JSONProblem) {
            return try JSONReader.read(text, limits: limits)
        } catch {
            if case .repeated = error { repeated = repeated ?? number }
            return nil
        }
    }
}
