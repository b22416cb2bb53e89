import Candid
import Foundation

/// Knows an order that comes a second time, so that it is not bought a second time.
///
/// An order is the same where the client says so by `Idempotency-Key`, or where a client's own retry
/// (`x-stainless-retry-count` above 0, which OpenAI's packages send) repeats content that is under way
/// or was answered a short while ago. Two equal requests that are not retries are two orders.
actor Repeats {
    /// What became of an order that came before.
    enum Finding {
        case new(RelayedRun)
        case earlier(RelayedRun)
        /// The key was used for other content.
        case contradiction
    }

    private struct Past {
        let content: Digest
        let run: RelayedRun
        var ended: Date?
        var isAwaited = false
    }

    private struct Name: Hashable {
        let caller: Digest
        let text: String
    }

    /// How long an answer can be had again.
    private static let window: TimeInterval = 600
    /// Room that new answers find before old ones go.
    private static let room = 8 << 20

    /// Where answers are kept.
    nonisolated let memory = AnswerMemory(bytes: 32 << 20)
    private var past: [Name: Past] = [:]
    private var order: [Name] = []

    /// Looks an order up, and begins and remembers it if it is new.
    func finding(
        _ order: RepeatedOrder, at now: Date, _ start: @Sendable () -> RelayedRun
    ) -> Finding {
        forget(before: now.addingTimeInterval(-Self.window))
        let name = Name(caller: order.caller, text: order.name)
        if order.isRepeat, let known = past[name] {
            guard known.content == order.content else { return .contradiction }
            past[name]?.isAwaited = true
            return .earlier(known.run)
        }
        makeRoom()
        let run = start()
        forget(name)
        past[name] = Past(content: order.content, run: run)
        self.order.append(name)
        return .new(run)
    }

    /// Says that an order is at its end, and whether a retry must not buy it again.
    func end(_ run: RelayedRun, isWorthKeeping: Bool, at now: Date) {
        for (name, known) in past where known.run.id == run.id {
            if isWorthKeeping { past[name]?.ended = now } else { forget(name) }
        }
    }

    /// Whether somebody has come back for a run.
    func isAwaited(_ run: RelayedRun) -> Bool {
        past.values.contains { $0.run.id == run.id && $0.isAwaited }
    }

    private func makeRoom() {
        for name in order where memory.left < Self.room && past[name]?.ended != nil {
            forget(name)
        }
    }

    private func forget(before time: Date) {
        for name in order {
            guard let ended = past[name]?.ended, ended < time else { continue }
            forget(name)
        }
    }

    private func forget(_ name: Name) {
        past[name] = nil
        order.removeAll { $0 == name }
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
        let key = request.headers["idempotency-key"].map { "key \($0)" }
        let retries = request.headers["x-stainless-retry-count"].flatMap(Int.init) ?? 0
        // Without a key only the content names an order, so that a retry can find it.
        name = key ?? "content \(content)"
        isRepeat = key != nil || retries > 0
    }
}
