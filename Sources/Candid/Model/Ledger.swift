/// The memory of everything that was asked and everything that came back.
///
/// It has no way to change or remove an entry.
public protocol Ledger: Sendable {
    /// Adds entries of one run, all or none, and returns once they are safe on disk.
    ///
    /// Where it throws, `CancellationError` too, it has added nothing.
    func append(_ entries: [Entry]) async throws
    /// Adds entries that are about to spend money, unless a budget would be passed; looking and adding
    /// are one act, also towards other processes.
    ///
    /// - Throws: ``Refusal`` if a budget would be passed; nothing is added then.
    func append(_ entries: [Entry], within budgets: Budgets) async throws
    /// Adds entries of a run whose end follows, and returns once they are written: they survive the
    /// end of this process now, and a power cut within milliseconds.
    ///
    /// - Throws: As ``append(_:within:)``.
    func append(ahead entries: [Entry], within budgets: Budgets) async throws
    /// Adds entries of several runs that spend money together: all of them, or none where a budget
    /// would be passed.
    func append(together runs: [[Entry]], within budgets: Budgets) async throws
    /// The entries of a run, in the order in which they were added; empty if there is no such run.
    func entries(of run: RunID) async throws -> [Entry]
}

extension Ledger {
    /// A ledger that keeps no sums can't promise a budget.
    public func append(_ entries: [Entry], within budgets: Budgets) async throws {
        guard budgets.isEmpty else {
            throw Refusal(
                field: "budget", reason: "this ledger keeps no sums, so no budget can be kept",
                wayOut: "Use another ledger, or no budget.")
        }
        try await append(entries)
    }

    /// Most ledgers know no such thing as half safe.
    public func append(ahead entries: [Entry], within budgets: Budgets) async throws {
        try await append(entries, within: budgets)
    }

    /// A ledger that knows no transactions adds one run after another.
    public func append(together runs: [[Entry]], within budgets: Budgets) async throws {
        for entries in runs { try await append(entries, within: budgets) }
    }

    /// What a conversation cost, or may have cost; nil is unpriced, and where there is none.
    public func cost(of conversation: RunID) async throws -> Cost? {
        ConversationRecord(try await entries(of: conversation))?.cost
    }
}

/// Where pictures lie, each under the SHA-256 of its bytes.
public protocol PictureStore: Sendable {
    /// Keeps the bytes untouched, and returns once they are safe on disk.
    func put(_ bytes: [UInt8], as format: PictureFormat) async throws -> Digest
    /// The bytes of a picture; nil if it is not here.
    func bytes(of digest: Digest) async throws -> [UInt8]?
    /// Room for a picture that is about to arrive; nil where the store takes only whole ones.
    func shelf() -> (any PictureShelf)?
    /// Keeps a picture that arrived on one of the store's shelves, and returns once it is safe on
    /// disk.
    ///
    /// - Throws: What went wrong now, or while the picture arrived.
    func put(_ picture: ShelvedPicture, as format: PictureFormat) async throws -> Digest
}

extension PictureStore {
    /// Most stores take only whole pictures.
    public func shelf() -> (any PictureShelf)? { nil }

    /// Keeps a picture's bytes.
    public func put(_ picture: ShelvedPicture, as format: PictureFormat) async throws -> Digest {
        try await put(try picture.bytes(), as: format)
    }
}

/// A place in a store for a picture that arrives piece by piece and has no name yet.
///
/// What is never put into the store is gone with the last reference to its shelf, and after a crash.
public protocol PictureShelf: AnyObject, Sendable {
    /// Adds the picture's next bytes. What goes wrong is told when the picture is put or read.
    func append(_ bytes: UnsafeRawBufferPointer)
    /// All bytes so far.
    func bytes() throws -> [UInt8]
}
