public import Candid
import Foundation
import NIOCore
import Synchronization

extension World {
    /// A world that replays replies in order, never waits, and where it is always 1970.
    public static func replaying(_ replies: WireReply...) -> Self {
        let queue = Queue(replies.map { WireStream($0) })
        return answering { request async throws(ProviderFailure) in
            guard let reply = await queue.next() else { throw .unreachable("no more replies") }
            return reply
        }
    }

    /// A world that answers each request so, never waits, and where it is always 1970.
    public static func answering(
        _ stream: @escaping @Sendable (WireRequest) async throws(ProviderFailure) -> WireStream
    ) -> Self {
        World(
            stream: stream, pause: { _ in }, now: { Date(timeIntervalSince1970: 0) },
            random: { UInt64.random(in: 1...UInt64.max) })
    }
}

private actor Queue {
    private var replies: [WireStream]

    init(_ replies: [WireStream]) {
        self.replies = replies
    }

    func next() -> WireStream? {
        replies.isEmpty ? nil : replies.removeFirst()
    }
}

/// A ledger that forgets when it goes away.
public actor MemoryLedger: KeyStore {
    /// Every entry, oldest first.
    public private(set) var entries: [Entry] = []
    private var uses: [RunID: Timestamp] = [:]
    private var belongings: [RunID: Set<String>] = [:]

    /// Creates an empty ledger.
    public init() {}

    /// Adds entries.
    ///
    /// - Throws: ``Refusal`` for a session's note whose number is not the next.
    public func append(_ entries: [Entry]) throws {
        let run = entries.first?.run
        let earlier = self.entries.filter { $0.run == run }
        try SessionNote.check(entries, after: earlier)
        try KeyNote.check(entries, after: earlier, among: keys())
        self.entries += entries
    }

    /// The entries of a run, in the order in which they were added.
    public func entries(of run: RunID) -> [Entry] {
        entries.filter { $0.run == run }
    }

    /// Notes that a provider gave a caller these names.
    public func note(_ names: [String], belongTo caller: RunID) {
        belongings[caller, default: []].formUnion(names)
    }

    /// Those of some names that a provider gave a caller.
    public func names(among names: [String], of caller: RunID) -> Set<String> {
        belongings[caller, default: []].intersection(names)
    }

    /// Every key, the oldest first.
    public func keys() -> [CallerKey] {
        var runs: [RunID] = []
        for entry in entries where entry.event.isKey && !runs.contains(entry.run) {
            runs.append(entry.run)
        }
        return runs.compactMap { run in
            var key = CallerKey(entries(of: run))
            key?.lastUsed = uses[run]
            return key
        }
    }

    /// How many entries are about keys.
    public func keyRevision() -> Int64 { Int64(entries.count(where: \.event.isKey)) }

    /// Notes that a key was used.
    public func noteUse(of key: RunID, at time: Timestamp) { uses[key] = time }
}

/// A picture store that forgets when it goes away.
public actor MemoryPictureStore: PictureStore {
    private var pictures: [Digest: [UInt8]] = [:]

    /// Creates an empty store.
    public init() {}

    /// Keeps the bytes.
    public func put(_ bytes: [UInt8], as format: PictureFormat) -> Digest {
        let digest = Digest(of: bytes)
        pictures[digest] = bytes
        return digest
    }

    /// The bytes of a picture.
    public func bytes(of digest: Digest) -> [UInt8]? {
        pictures[digest]
    }

    /// Room for a picture that is about to arrive.
    public nonisolated func shelf() -> (any PictureShelf)? { MemoryShelf() }
}

private final class MemoryShelf: PictureShelf {
    private let content = Mutex<[UInt8]>([])

    func append(_ bytes: UnsafeRawBufferPointer) {
        content.withLock { $0.append(contentsOf: bytes) }
    }

    func bytes() -> [UInt8] { content.withLock { $0 } }
}
