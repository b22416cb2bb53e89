import Candid
import NIOCore
import Synchronization

extension WireStream {
    /// The answer with its claims checked: events are held back from the first claim on, other
    /// answers until they are whole.
    func checked(
        _ manner: CheckedWords.Manner, _ words: @escaping @Sendable () async throws -> CheckedWords
    ) -> WireStream {
        let checked = CheckedBody(
            body, isEventStream ? CheckedEvents(manner, limit: CheckedBody.limit) : nil, words)
        return WireStream(
            status: status, headers: headers,
            body: AsyncThrowingStream { try await checked.next() })
    }
}

/// An answer's bytes on their way through the check.
actor CheckedBody {
    static let limit = 256 << 20

    private var rest: AsyncThrowingStream<ByteBuffer, any Error>.AsyncIterator
    private var events: CheckedEvents?
    private var whole = ByteBuffer()
    private let words: @Sendable () async throws -> CheckedWords
    private var isAtEnd = false

    init(
        _ body: AsyncThrowingStream<ByteBuffer, any Error>, _ events: CheckedEvents?,
        _ words: @escaping @Sendable () async throws -> CheckedWords
    ) {
        rest = body.makeAsyncIterator()
        self.events = events
        self.words = words
    }

    func next() async throws -> ByteBuffer? {
        var iterator = rest
        defer { rest = iterator }
        while let chunk = try await iterator.next(isolation: self) {
            guard events != nil else {
                guard whole.readableBytes + chunk.readableBytes <= Self.limit else {
                    throw ProviderFailure.tooLarge(limit: Self.limit)
                }
                whole.writeImmutableBuffer(chunk)
                continue
            }
            if let passed = try events?.take(chunk), passed.readableBytes > 0 { return passed }
        }
        guard !isAtEnd else { return nil }
        isAtEnd = true
        let words = try await words()
        return events?.finish(words) ?? words.answer(whole)
    }
}

/// Which picture each response drew, so that the next one can be compared with it.
final class Lineage: Sendable {
    private struct State {
        var pictures: [String: Digest] = [:]
        var order = CircularBuffer<String>()
    }

    private static let most = 10_000
    private let state = Mutex(State())

    func note(_ receipt: Receipt) {
        guard let job = receipt.job, let picture = receipt.pictures.last else { return }
        state.withLock { state in
            if state.pictures.updateValue(picture.digest, forKey: job) == nil {
                state.order.append(job)
            }
            while state.order.count > Self.most { state.pictures[state.order.removeFirst()] = nil }
        }
    }

    /// What a response drew; nil where it is not known here.
    func picture(of job: String) -> Digest? { state.withLock { $0.pictures[job] } }
}
