import Candid
import NIOCore

/// A run's entries as server-sent events: those that are there, and those that come.
actor RunEvents {
    private let run: RunID
    private let access: NativeAccess
    private let desk: RelayDesk
    private var seen: Int
    private var waits = 0
    private var isAtEnd = false

    /// The time between two looks at the ledger, to which other processes may add.
    private static let pause = Duration.milliseconds(200)
    /// Looks without anything new after which the connection is kept awake.
    private static let patience = 75

    init(_ run: RunID, _ access: NativeAccess, _ desk: RelayDesk, after seen: Int) {
        (self.run, self.access, self.desk, self.seen) = (run, access, desk, seen)
    }

    nonisolated var reply: WireStream {
        WireStream(
            status: 200,
            headers: ["content-type": "text/event-stream", "cache-control": "no-store"],
            body: AsyncThrowingStream { try await self.next() })
    }

    private func next() async throws -> ByteBuffer? {
        while !isAtEnd {
            let entries = try await access.entries(run)
            isAtEnd = entries.contains(where: \.event.isLast)
            let text = try entries.enumerated().dropFirst(seen).map {
                try Self.text($1, at: $0 + 1)
            }
            seen = max(seen, entries.count)
            if !text.isEmpty { return ByteBuffer(string: text.joined()) }
            guard !isAtEnd else { break }
            try await access.pause(Self.pause)
            waits += 1
            if waits.isMultiple(of: Self.patience) { return ByteBuffer(string: ": waiting\n\n") }
        }
        // Whoever has read all of it finds the session, too, as the run left it.
        await desk.settle(run)
        return nil
    }

    private static func text(_ entry: Entry, at number: Int) throws -> String {
        "id: \(number)\nevent: \(entry.event.kind)\ndata: \(try Chain.text(of: entry))\n\n"
    }
}
