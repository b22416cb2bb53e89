import Foundation

extension ConversationRecord {
    /// What the conversation counts for; nil where nobody is charged.
    ///
    /// An answer that nobody priced, and a question whose answer is not there, hold their estimates.
    public var spending: Spending? {
        guard let first = turns.first?.questioning,
            turns.contains(where: { $0.questioning.estimate?.high != 0 })
        else { return nil }
        let parts = counted
        let highs = parts.map(\.high)
        var spending = Spending(
            run: id, began: began, project: first.project, engine: first.speaker,
            state: parts.map(\.state).max { Self.doubt($0) < Self.doubt($1) } ?? .uncharged,
            low: parts.reduce(0) { $0 + $1.low },
            high: highs.contains(nil) ? nil : highs.reduce(0) { $0 + ($1 ?? 0) })
        if spending.state == .settled, spending.high == 0 { spending.state = .uncharged }
        spending.purpose = first.purpose
        spending.bill = first.bill ?? id
        spending.caller = first.caller?.key
        return spending
    }

    /// What it cost, or may have cost as long as that is not known; nil is unpriced.
    public var cost: Cost? {
        guard let spending else { return turns.first?.questioning.estimate?.asSettled }
        guard let high = spending.high else { return nil }
        let isKnown = spending.state == .settled || spending.state == .uncharged
        var sources: [String] = []
        for turn in turns {
            let source = isKnown ? turn.cost?.source : turn.questioning.estimate?.source
            if let source, !sources.contains(source) { sources.append(source) }
        }
        sources += resolutions.map(\.note)
        return Cost(
            low: spending.low, high: high, basis: isKnown ? .settled : .estimate,
            source: sources.isEmpty ? "nothing was answered" : sources.joined(separator: "; "))
    }

    /// Whether something may still be found out of what became of it.
    public var isUnsettled: Bool {
        switch spending?.state {
        case .held, .perhapsCharged, .unsettled: true
        default: false
        }
    }

    private typealias Part = (state: Spending.State, low: Decimal, high: Decimal?)

    /// The turns, each with what it counts for, and what was found out of them later.
    private var counted: [Part] {
        var parts = turns.filter { !$0.isVoid }.map(part)
        guard let word = resolutions.last(where: { $0.charged != nil }) else { return parts }
        parts.removeAll { $0.state != .settled && $0.state != .uncharged }
        let isCharged = word.charged == true
        parts.append(
            isCharged ? (.settled, word.cost?.low ?? 0, word.cost?.high) : (.uncharged, 0, 0))
        return parts
    }

    private func part(_ turn: Turn) -> Part {
        let estimate = turn.questioning.estimate
        if let cost = turn.cost { return (.settled, cost.low, cost.high) }
        if turn.saying != nil { return (.unsettled, estimate?.low ?? 0, estimate?.high) }
        // What is held may have been charged or not.
        switch state {
        case .open: return (.held, 0, estimate?.high)
        case _ where perhapsCharged: return (.perhapsCharged, 0, estimate?.high)
        default: return (.uncharged, 0, 0)
        }
    }

    private static func doubt(_ state: Spending.State) -> Int {
        switch state {
        case .uncharged: 0
        case .settled: 1
        case .unsettled: 2
        case .perhapsCharged: 3
        case .held: 4
        }
    }
}

extension Spending {
    /// What the entries of one run count for; nil where nothing has left, and where nobody is charged.
    public init?(_ entries: [Entry]) {
        let found = Receipt(entries)?.spending ?? ConversationRecord(entries)?.spending
        guard let found else { return nil }
        self = found
    }
}
