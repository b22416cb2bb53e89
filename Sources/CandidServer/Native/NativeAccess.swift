public import Candid

/// What the native API gives: the library's own answers, as the command prints them.
///
/// Whoever puts the gateway together supplies them, since they come from the ledger and the settings.
public struct NativeAccess: Sendable {
    /// Which runs are wanted; nil is any.
    public struct Search: Sendable, Hashable {
        /// Words that stand in one of the three texts.
        public var words: String?
        /// The engine.
        public var engine: String?
        /// The model.
        public var model: String?
        /// How it stands.
        public var state: Receipt.State?
        /// The earliest time at which it began.
        public var since: String?
        /// The time before which it began.
        public var before: String?
        /// The run that came right after.
        public var beforeRun: RunID?
        /// Whose orders they are, by the key's name in the ledger.
        public var caller: RunID?
        /// The most of them, the newest first.
        public var limit = 50
    }

    /// A picture as it came.
    public struct StoredPicture: Sendable {
        /// The file's bytes.
        public let bytes: [UInt8]
        /// Its media type.
        public let mediaType: String

        /// Creates a picture.
        public init(_ bytes: [UInt8], mediaType: String) {
            (self.bytes, self.mediaType) = (bytes, mediaType)
        }
    }

    /// Lints a prompt: `docs/schemas/lint.v1.json`.
    public var lint: @Sendable (Prompt) throws -> String
    /// The receipts that a search finds: `docs/schemas/log.v1.json`.
    public var runs: @Sendable (Search) async throws -> String
    /// A receipt: `docs/schemas/receipt.v1.json`; nil where there is none.
    public var run: @Sendable (RunID) async throws -> String?
    /// The entries of a run, in their order.
    public var entries: @Sendable (RunID) async throws -> [Entry]
    /// A picture of the store; nil where there is none.
    public var picture: @Sendable (Digest) async throws -> StoredPicture?
    /// Whether a picture came of an order of a caller's, by the key's name in the ledger.
    public var isPicture: @Sendable (Digest, RunID) async throws -> Bool
    /// Tells of a run's entries that nobody can be working on it any more; nil where it has ended, or
    /// somebody may.
    public var cutOff: @Sendable ([Entry]) -> CutOff? = { _ in nil }
    /// Waits.
    public var pause: @Sendable (Duration) async throws -> Void
    /// The ways that orders can go.
    public var orders = Orders()
    /// Compares two pictures: `docs/schemas/comparison.v1.json`.
    ///
    /// It throws ``Unusable`` where they can't be compared.
    public var compare: (@Sendable (Comparison) async throws -> String)?
    /// Tells whether what is said of a picture is true: `docs/schemas/verification.v1.json`.
    ///
    /// It throws ``Unusable`` where that can't be looked into.
    public var verify: (@Sendable (Examination) async throws -> String)?

    /// The ways that orders can go, and what is said of one beforehand.
    public struct Orders: Sendable {
        /// The ways to every engine that can be reached.
        public var pipelines: [Pipeline] = []
        /// The engine for orders that name neither engine nor model.
        public var standard: String?
        /// What would be sent for a draft, of which nothing is bought: `docs/schemas/order.v1.json`.
        public var preview: (@Sendable (Draft, Pipeline) async throws -> String)?

        /// Creates no way at all.
        public init() {}
    }

    /// The sessions there are; nil is that there are none here.
    public var sessions: Sessions?

    /// Why a request can't be done, as its sender is told.
    public struct Unusable: Error {
        /// What was wrong, and what to do.
        public let message: String

        /// Creates a reason.
        public init(_ message: String) { self.message = message }
    }

    /// Creates an access from what it can do.
    public init(
        lint: @escaping @Sendable (Prompt) throws -> String,
        runs: @escaping @Sendable (Search) async throws -> String,
        run: @escaping @Sendable (RunID) async throws -> String?,
        entries: @escaping @Sendable (RunID) async throws -> [Entry],
        picture: @escaping @Sendable (Digest) async throws -> StoredPicture?,
        isPicture: @escaping @Sendable (Digest, RunID) async throws -> Bool,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        (self.lint, self.runs, self.run) = (lint, runs, run)
        (self.entries, self.picture, self.pause) = (entries, picture, pause)
        self.isPicture = isPicture
    }
}
