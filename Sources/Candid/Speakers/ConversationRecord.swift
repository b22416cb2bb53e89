import Foundation

/// What a conversation with a speaker or judge was, added up from its entries.
public struct ConversationRecord: Hashable, Sendable {
    /// A question and what was said to it; nil where no answer came.
    public struct Turn: Hashable, Sendable {
        /// The question as it was sent.
        public var questioning: Questioning
        /// What was said.
        public var saying: Saying?
        /// What the answer cost; nil where nobody said what it used, or at which price.
        public var cost: Cost?
        /// Whether the service made nothing of it, so that it was asked again.
        public var isVoid = false
    }

    /// The run's name.
    public let id: RunID
    /// When it began.
    public let began: Timestamp
    /// When its last event happened.
    public private(set) var ended: Timestamp
    /// How it stands.
    public private(set) var state = Receipt.State.open
    /// The questions, oldest first.
    public private(set) var turns: [Turn] = []
    /// The waits before a question was sent again.
    public private(set) var postponements: [Postponement] = []
    /// What was found out of it later.
    public private(set) var resolutions: [Resolution] = []
    /// Whether the service may charge for a question that was not answered.
    public private(set) var perhapsCharged = false
    /// Why it ended without a usable answer.
    public private(set) var failure: Failure?

    /// Adds up the entries of one run, in order; nil unless the first is a question.
    public init?(_ entries: [Entry]) {
        guard let first = entries.first, case .questioned = first.event else { return nil }
        id = first.run
        began = first.time
        ended = first.time
        for entry in entries { add(entry) }
        if state == .open, turns.last?.saying == nil {
            perhapsCharged = turns.last?.questioning.estimate?.high != 0
        }
    }

    private mutating func add(_ entry: Entry) {
        ended = entry.time
        switch entry.event {
        case .questioned(let questioning): turns.append(Turn(questioning: questioning))
        case .answered(let saying):
            if !turns.isEmpty { turns[turns.count - 1].saying = saying }
        case .postponed(let note):
            postponements.append(note)
            if !turns.isEmpty { turns[turns.count - 1].isVoid = true }
        case .settled(let cost): if !turns.isEmpty { turns[turns.count - 1].cost = cost }
        case .finished: state = .finished
        case .failed(let failure):
            state = .failed
            self.failure = failure
            perhapsCharged = failure.perhapsCharged
        case .cancelled(let cancellation):
            state = .cancelled
            perhapsCharged = cancellation.perhapsCharged && turns.last?.saying == nil
        case .resolved(let resolution):
            resolutions.append(resolution)
            resolve(resolution)
        default: break
        }
    }

    private mutating func resolve(_ resolution: Resolution) {
        guard resolution.charged != nil else { return }
        perhapsCharged = false
        guard state == .open else { return }
        state = .failed
        failure = Failure(.unreachable, "the program was cut off; \(resolution.note)")
    }
}
