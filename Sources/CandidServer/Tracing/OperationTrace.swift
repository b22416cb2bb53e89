import Candid
import NIOCore
import Synchronization
import Tracing

/// The span of one operation of a model, with all that is done for it below.
final class OperationTrace: Sendable {
    private let tracer: any Tracer
    private let span: any Span
    private let showsPrompts: Bool
    private let mark = Mutex(DefaultTracerClock.now)

    init(
        _ tracer: any Tracer, _ name: String, _ provider: String, _ model: String,
        under place: InstrumentationContext, showsPrompts: Bool
    ) {
        self.tracer = tracer
        self.showsPrompts = showsPrompts
        span = tracer.startSpan("\(name) \(model)", context: place, ofKind: .client)
        span.updateAttributes {
            $0["gen_ai.operation.name"] = name
            $0["gen_ai.provider.name"] = provider
            $0["gen_ai.request.model"] = model
        }
    }

    func world(_ world: World) -> World { world.traced(tracer, under: span.context) }

    func ledger(_ ledger: any Ledger) -> any Ledger { TracedLedger(inner: ledger, operation: self) }

    func pictures(_ store: any PictureStore) -> any PictureStore {
        TracedPictures(inner: store, operation: self)
    }

    /// Does something as a stage of its own.
    func stage<Result>(
        _ name: String, _ attributes: SpanAttributes = [:],
        _ act: () async throws -> Result
    ) async rethrows -> Result {
        let stage = tracer.startSpan(name, context: span.context, ofKind: .internal)
        if !attributes.isEmpty { stage.attributes = attributes }
        defer {
            stage.end()
            mark.withLock { $0 = DefaultTracerClock.now }
        }
        do {
            return try await act()
        } catch {
            stage.recordError(error)
            stage.setStatus(SpanStatus(code: .error))
            throw error
        }
    }

    /// Says that a stage is over that began where the one before ended.
    func passed(_ name: String) {
        tracer.startSpan(name, context: span.context, ofKind: .internal, at: mark.withLock(\.self))
            .end()
    }

    /// Ends it with what the ledger has of it; one that never ran ends nowhere.
    func end(_ entries: [Entry]) {
        if let receipt = Receipt(entries) {
            end(receipt)
        } else if let talk = ConversationRecord(entries), let turn = talk.turns.last {
            note(turn.saying?.usage ?? [:], talk.failure)
            guard showsPrompts else { return span.end() }
            span.attributes["gen_ai.input.messages"] = Self.messages(
                turn.questioning.question.messages.map {
                    ($0.role == .speaker ? "assistant" : "user", $0.text)
                })
            span.end()
        } else {
            span.end()
        }
    }

    private func end(_ receipt: Receipt) {
        note(receipt.report?.usage ?? [:], receipt.failure)
        span.updateAttributes {
            $0["candid.run"] = "\(receipt.id)"
            if let delivery = receipt.delivery { $0["candid.delivery"] = delivery.rawValue }
            if let cost = receipt.cost { $0["candid.cost.usd"] = "\(cost.high)" }
            let outcomes = receipt.judgements.flatMap(\.verdicts).map(\.outcome.rawValue)
            if !outcomes.isEmpty { $0["candid.verdicts"] = outcomes }
            if showsPrompts {
                $0["gen_ai.input.messages"] = Self.messages([("user", receipt.asked.text)])
            }
        }
        span.end()
    }

    private func note(_ usage: [String: Int], _ failure: Failure?) {
        span.updateAttributes {
            for (kind, name) in Self.tokens where usage[kind] != nil { $0[name] = usage[kind] }
            if let failure { $0["error.type"] = failure.kind.rawValue }
        }
        if failure != nil { span.setStatus(SpanStatus(code: .error)) }
    }

    private static let tokens = [
        ("input_tokens", "gen_ai.usage.input_tokens"),
        ("prompt_tokens", "gen_ai.usage.input_tokens"),
        ("output_tokens", "gen_ai.usage.output_tokens"),
        ("completion_tokens", "gen_ai.usage.output_tokens"),
    ]

    private static func messages(_ said: [(String, String)]) -> String {
        let list = said.map { role, text in
            JSONValue.object([
                "role": .text(role),
                "parts": .list([.object(["type": .text("text"), "content": .text(text)])]),
            ])
        }
        return String(buffer: JSONValue.list(list).encoded())
    }
}

/// A ledger whose writing is followed.
private struct TracedLedger: Ledger {
    let inner: any Ledger
    let operation: OperationTrace

    func append(_ entries: [Entry]) async throws {
        note(entries)
        try await operation.stage("candid.receipt", entries.names) {
            try await inner.append(entries)
        }
    }

    func append(_ entries: [Entry], within budgets: Budgets) async throws {
        note(entries)
        try await operation.stage("candid.receipt", entries.names) {
            try await inner.append(entries, within: budgets)
        }
    }

    func append(ahead entries: [Entry], within budgets: Budgets) async throws {
        note(entries)
        try await operation.stage("candid.receipt", entries.names) {
            try await inner.append(ahead: entries, within: budgets)
        }
    }

    func append(together runs: [[Entry]], within budgets: Budgets) async throws {
        try await operation.stage("candid.receipt", runs.joined().names) {
            try await inner.append(together: runs, within: budgets)
        }
    }

    func entries(of run: RunID) async throws -> [Entry] { try await inner.entries(of: run) }

    /// Whoever judges has done nothing else since the stage before.
    private func note(_ entries: [Entry]) {
        let isJudged = entries.contains {
            if case .judged = $0.event { true } else { false }
        }
        if isJudged { operation.passed("candid.verify") }
    }
}

extension Sequence<Entry> {
    fileprivate var names: SpanAttributes {
        ["candid.entries": .stringArray(map(\.event.kind))]
    }
}

/// A picture store whose keeping is followed.
private struct TracedPictures: PictureStore {
    let inner: any PictureStore
    let operation: OperationTrace

    func put(_ bytes: [UInt8], as format: PictureFormat) async throws -> Digest {
        try await operation.stage("candid.store", ["candid.bytes": .int64(Int64(bytes.count))]) {
            try await inner.put(bytes, as: format)
        }
    }

    func bytes(of digest: Digest) async throws -> [UInt8]? { try await inner.bytes(of: digest) }

    func shelf() -> (any PictureShelf)? { inner.shelf() }

    func put(_ picture: ShelvedPicture, as format: PictureFormat) async throws -> Digest {
        try await operation.stage("candid.store") { try await inner.put(picture, as: format) }
    }
}
