/// Acts that are written down and not yet committed, in their order.
struct AheadActs<Act: Sendable> {
    private struct Written {
        let act: Act
        let time: ContinuousClock.Instant
    }

    /// How long one may wait to be safe on disk.
    static var unsynced: Duration { .milliseconds(2) }
    /// How long none must come before those that wait are committed, where nobody asks.
    private static var quiet: Duration { .milliseconds(20) }
    /// How long one may wait to be committed where others keep coming: what a commit costs is shared by
    /// those in it, and who waits for an answer meanwhile shares the processor with it.
    private static var uncommitted: Duration { .milliseconds(500) }
    private var waiting: [Written] = []
    /// How many are being committed.
    private var taken = 0
    /// The number of the one that was written last.
    private(set) var last = 0
    /// The number up to which they are safe on disk.
    private var synced = 0

    /// How many there are.
    var count: Int { waiting.count + taken }

    /// How many there are behind those that are being committed.
    var following: Int { waiting.count }

    /// Those that are not being committed.
    var acts: [Act] { waiting.map(\.act) }

    /// Adds one, and gives its number.
    mutating func add(_ act: Act, at time: ContinuousClock.Instant = .now) -> Int {
        waiting.append(Written(act: act, time: time))
        last += 1
        return last
    }

    /// Learns that those up to a number are safe on disk.
    mutating func isSynced(upTo number: Int) { synced = max(synced, number) }

    /// Takes all of them, to be committed.
    mutating func take() -> [Act] {
        defer { waiting = [] }
        taken = waiting.count
        return acts
    }

    /// Takes back those that could not be committed.
    ///
    /// - Returns: Whether some were taken, and all of them are committed.
    mutating func settle(_ rest: [Act]) -> Bool {
        defer { taken = 0 }
        waiting.insert(contentsOf: rest.map { Written(act: $0, time: .now) }, at: 0)
        return taken > 0 && rest.isEmpty
    }

    /// Whether those that wait should be committed.
    func isDue(at now: ContinuousClock.Instant = .now) -> Bool {
        committing.map { $0 <= now } ?? false
    }

    /// Whether one has waited to be safe on disk for long enough.
    func needsSync(at now: ContinuousClock.Instant = .now) -> Bool {
        syncing.map { $0 <= now } ?? false
    }

    /// How long nothing has to be done; nil is for ever.
    func rest(at now: ContinuousClock.Instant = .now) -> Duration? {
        // What is overdue now is under way, or failed a moment ago.
        [syncing, committing].compactMap(\.self).min().map { max($0 - now, .milliseconds(1)) }
    }

    /// When those that wait should be committed.
    private var committing: ContinuousClock.Instant? {
        guard let first = waiting.first, let last = waiting.last else { return nil }
        return min(first.time + Self.uncommitted, last.time + Self.quiet)
    }

    /// When those that are not safe on disk should be.
    private var syncing: ContinuousClock.Instant? { firstUnsynced.map { $0.time + Self.unsynced } }

    private var firstUnsynced: Written? {
        let behind = last - synced
        return behind > 0 ? waiting.dropFirst(max(0, waiting.count - behind)).first : nil
    }
}
