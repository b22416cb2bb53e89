public import Foundation

/// What one run counts for when spending is added up.
///
/// A run is a picture's or a conversation with a speaker or judge. It is a fold over the run's entries
/// like its receipt: a request that has left holds its estimate
/// until it is known what became of it, also if the program died meanwhile.
public struct Spending: Hashable, Sendable {
    /// How sure the figure is.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// On its way, or cut off by a crash: the upper bound of its estimate is held.
        case held
        /// It ended, and the provider may charge for it: the upper bound stays held.
        case perhapsCharged = "perhaps_charged"
        /// It finished, and nobody said what it used: the upper bound stays held.
        case unsettled
        /// The cost is known.
        case settled
        /// Nothing is charged.
        case uncharged
    }

    /// The run.
    public var run: RunID
    /// When it began.
    public var began: Timestamp
    /// The name under which it is added up; nil is none.
    public var project: String?
    /// The engine, speaker or judge.
    public var engine: String
    /// What a conversation was for; nil for pictures.
    public var purpose: Questioning.Purpose?
    /// The name under which it stands with what the same command bought; its own where alone.
    public var bill: RunID
    /// The caller's key that it counts for; nil is none.
    public var caller: RunID?
    /// How sure the figure is.
    public var state: State
    /// The least, in US dollars.
    public var low: Decimal
    /// The most, in US dollars; nil is unpriced.
    public var high: Decimal?

    /// Creates the figure.
    public init(
        run: RunID, began: Timestamp, project: String?, engine: String, state: State, low: Decimal,
        high: Decimal?
    ) {
        self.run = run
        bill = run
        self.began = began
        self.project = project
        self.engine = engine
        self.state = state
        self.low = low
        self.high = high
    }
}

extension Receipt {
    /// What the run counts for; nil where nothing has left, and on routes that charge nothing.
    public var spending: Spending? {
        guard sent != nil, estimate?.high != 0 || cost?.high != 0 else { return nil }
        let (state, cost) = counted
        var spending = Spending(
            run: id, began: began, project: project, engine: order.engine, state: state,
            low: cost?.low ?? 0, high: cost?.high)
        spending.bill = bill ?? id
        spending.caller = caller?.key
        return spending
    }

    /// Whether something may still be found out of what became of it.
    public var isUnsettled: Bool {
        state == .open || perhapsCharged || spending?.state == .unsettled
    }

    private var counted: (Spending.State, Cost?) {
        if let cost, cost.basis == .settled {
            return (cost.high == 0 ? .uncharged : .settled, cost)
        }
        // What is held may have been charged or not.
        let held = cost.map { Cost(low: 0, high: $0.high, basis: $0.basis, source: $0.source) }
        switch self.state {
        case .open where perhapsCharged: return (.held, held)
        case .finished: return (.unsettled, cost)
        case .failed where perhapsCharged, .cancelled where perhapsCharged:
            return (.perhapsCharged, held)
        case .failed, .cancelled, .open:
            return (.uncharged, Cost(low: 0, high: 0, basis: .settled, source: "nothing was made"))
        }
    }
}
