import Candid
import Foundation
import NIOCore
import Synchronization

/// Knows an order that comes a second time, so that it is not bought a second time.
///
/// An order is the same where the client says so by `Idempotency-Key`, or where a client's own retry
/// (`x-stainless-retry-count` above 0, which OpenAI's packages send) repeats content that is under way
/// or was answered a short while ago. Two equal requests that are not retries are two orders.
final class Repeats: Sendable {
    /// What became of an order that came before.
    enum Finding {
        case new(RelayedRun)
        case earlier(RelayedRun)
        /// The key was used for other content.
        case contradiction
    }

    /// Where answers are kept.
    let memory: AnswerMemory
    private let known: Mutex<KnownOrders>

    init() {
        memory = AnswerMemory(bytes: 32 << 20)
        known = Mutex(KnownOrders(memory))
    }

    /// Looks an order up, and begins and remembers it if it is new.
    func finding(
        _ order: RepeatedOrder, at now: Date, _ start: @Sendable () -> RelayedRun
    ) -> Finding {
        known.withLock { known in
            if let earlier = known.earlier(order, at: now) { return earlier }
            let run = start()
            known.add(order, run)
            return .new(run)
        }
    }

    /// Looks an order up; nil if it is new.
    func earlier(_ order: RepeatedOrder, at now: Date) -> Finding? {
        known.withLock { $0.earlier(order, at: now) }
    }

    /// Says that an order is at its end, and whether a retry must not buy it again.
    func end(_ run: RelayedRun, isWorthKeeping: Bool, at now: Date) {
        known.withLock { $0.end(run, isWorthKeeping: isWorthKeeping, at: now) }
    }

    /// Whether somebody has come back for a run.
    func isAwaited(_ run: RelayedRun) -> Bool { known.withLock { $0.isAwaited(run) } }
}

/// The orders that came, by the names that they go by.
private struct KnownOrders {
    private struct Past {
        let content: Digest
        let run: RelayedRun
        var isAwaited = false
    }

    private struct Name: Hashable {
        let caller: Digest
        let text: String

        init(_ order: RepeatedOrder) { (caller, text) = (order.caller, order.name) }
    }

    private struct Ended {
        let name: Name
        let run: RunID
        let time: Date
    }

    /// How long an answer can be had again.
    private static let window: TimeInterval = 600
    /// Room that new answers find before old ones go.
    private static let room = 8 << 20
    /// Answers that can be had again: where a thousand come a second, those of some seconds, within
    /// which a client asks again.
    private static let most = 8192

    private let memory: AnswerMemory
    private var past: [Name: Past] = [:]
    private var names: [RunID: Name] = [:]
    /// Orders in the order in which they ended; each is looked at once, whatever their number.
    private var ended = CircularBuffer<Ended>()

    init(_ memory: AnswerMemory) { self.memory = memory }

    mutating func add(_ order: RepeatedOrder, _ run: RelayedRun) {
        let name = Name(order)
        forget(name)
        past[name] = Past(content: order.content, run: run)
        names[run.id] = name
    }

    mutating func earlier(_ order: RepeatedOrder, at now: Date) -> Repeats.Finding? {
        makeRoom(at: now)
        let name = Name(order)
        guard order.isRepeat, let known = past[name] else { return nil }
        guard known.content == order.content else { return .contradiction }
        past[name]?.isAwaited = true
        return .earlier(known.run)
    }

    mutating func end(_ run: RelayedRun, isWorthKeeping: Bool, at now: Date) {
        guard let name = names[run.id] else { return }
        guard isWorthKeeping else { return forget(name) }
        ended.append(Ended(name: name, run: run.id, time: now))
    }

    func isAwaited(_ run: RelayedRun) -> Bool {
        names[run.id].flatMap { past[$0] }?.isAwaited ?? false
    }

    private mutating func makeRoom(at now: Date) {
        let time = now.addingTimeInterval(-Self.window)
        while let first = ended.first,
            first.time < time || ended.count > Self.most || memory.left < Self.room
        {
            ended.removeFirst()
            // The name may stand for a later order by now.
            if names[first.run] == first.name { forget(first.name) }
        }
    }

    private mutating func forget(_ name: Name) {
        guard let known = past.removeValue(forKey: name) else { return }
        names[known.run.id] = nil
    }
}

/// What tells whether an order came before.
struct RepeatedOrder: Sendable {
    /// Whose order it is.
    let caller: Digest
    /// What is asked, whatever boundary the form has.
    let content: Digest
    /// The name it goes by.
    let name: String
    /// Whether the client says that it may have come before.
    let isRepeat: Bool

    init(_ request: WireRequest, by caller: Digest, content: Digest) {
        self.caller = caller
        self.content = content
        let key = request.headers["idempotency-key"].map { key in
            // Thousands are held; a head has room for one of 80 kB.
            "key \(key.utf8.count <= 255 ? key : "of SHA-256 \(Digest(of: key.utf8))")"
        }
        let retries = request.headers["x-stainless-retry-count"].flatMap(Int.init) ?? 0
        // Without a key only the content names an order, so that a retry can find it.
        name = key ?? "content \(content)"
        isRepeat = key != nil || retries > 0
    }
}
