import Candid
import NIOCore

/// A run's entries as server-sent events: those that are there, and those that come, until its end or
/// until nothing came for longer than a request may take and nobody here works on it.
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
            // Asked first: of a run that ends in between, the entries have the end.
            let isUnderWay = desk.isUnderWay(run)
            let entries = try await access.entries(run)
            isAtEnd = Self.isOver(entries)
            let text = try entries.enumerated().dropFirst(seen).map {
                try Self.text($1, at: $0 + 1)
            }
            seen = max(seen, entries.count)
            if !text.isEmpty { return ByteBuffer(string: text.joined()) }
            guard !isAtEnd else { break }
            if !isUnderWay, let cutOff = access.cutOff(entries) {
                isAtEnd = true
                return Self.text(cutOff)
            }
            try await access.pause(Self.pause)
            waits += 1
            if waits.isMultiple(of: Self.patience) { return ByteBuffer(string: ": waiting\n\n") }
        }
        // Whoever has read all of it finds the session, too, as the run left it.
        await desk.settle(run)
        return nil
    }

    /// Whether nothing more comes; of a run that was cut off, what was found out later is its end.
    private static func isOver(_ entries: [Entry]) -> Bool {
        guard !entries.contains(where: \.event.isLast) else { return true }
        let state = Receipt(entries)?.state ?? ConversationRecord(entries)?.state
        return state != .open
    }

    /// The end of what is known.
    ///
    /// It is no entry, so it has no number: what is found out later follows the last one that has.
    private static func text(_ cutOff: CutOff) -> ByteBuffer {
        let end: [String: JSONValue] = [
            "run": .text("\(cutOff.run)"), "state": .text(Receipt.State.open.rawValue),
            "perhaps_charged": .truth(cutOff.perhapsCharged), "last": .text("\(cutOff.last)"),
            "message": .text(
                "This run has no end, and nothing was written down in it since \(cutOff.last), "
                    + "longer than a request may take. The gateway does not work on it; another "
                    + "program that waits for a slow engine may. If none does, candid log settle "
                    + "\(cutOff.run) finds out what became of it."),
        ]
        let data = String(buffer: JSONValue.object(end).encoded())
        return ByteBuffer(string: "event: cut_off\ndata: \(data)\n\n")
    }

    private static func text(_ entry: Entry, at number: Int) throws -> String {
        "id: \(number)\nevent: \(entry.event.kind)\ndata: \(try Chain.text(of: entry))\n\n"
    }
}
