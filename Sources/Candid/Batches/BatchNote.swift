/// That many orders leave together.
public struct BatchNote: Hashable, Sendable, Codable {
    /// The engine.
    public var engine: String
    /// The address to which the service sends each order, such as `/v1/images/generations`.
    public var endpoint: String
    /// The orders' runs, whose names are also their names in the batch unless it says others.
    public var runs: [RunID]
    /// The orders' names in the batch, where another program gave them; in the order of the runs.
    public var names: [String]?
    /// The SHA-256 of the exact file.
    public var file: Digest
    /// The length of the file in bytes.
    public var bytes: Int
    /// The address of the purchase, without any key.
    public var url: String

    /// The orders' runs by their names in the batch.
    var named: [String: RunID] {
        Dictionary(zip(names ?? runs.map(\.description), runs)) { first, _ in first }
    }
}

/// What became of a batch, added up from its own entries; its orders have receipts.
public struct BatchRecord: Hashable, Sendable {
    /// Its name, which the service keeps as a label.
    public let id: RunID
    /// When it began.
    public let began: Timestamp
    /// When its last event happened.
    public private(set) var ended: Timestamp
    /// What left.
    public let note: BatchNote
    /// The service's own name for it; nil where the service has not answered yet.
    public private(set) var job: String?
    /// How it stands: finished once every order's result is in the ledger.
    public private(set) var state = Receipt.State.open
    /// Why nothing came of it.
    public private(set) var failure: Failure?

    /// Adds up the entries of one run, in order; nil unless the first is a batch.
    public init?(_ entries: [Entry]) {
        guard let first = entries.first, case .batched(let note) = first.event else { return nil }
        id = first.run
        began = first.time
        ended = first.time
        self.note = note
        for entry in entries { add(entry) }
    }

    private mutating func add(_ entry: Entry) {
        ended = entry.time
        switch entry.event {
        case .accepted(let note): job = note.job
        case .finished: state = .finished
        case .failed(let failure):
            state = .failed
            self.failure = failure
        default: break
        }
    }
}
