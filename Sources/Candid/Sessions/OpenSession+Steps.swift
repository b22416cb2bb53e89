public import Pixels

/// What is arranged for the turns to come, beside their words; nothing of it buys anything.
public struct SessionArrangement: Hashable, Sendable {
    /// What becomes of the style card.
    public enum Card: Hashable, Sendable {
        /// There is none any more.
        case removed
        /// It says this.
        case says(StyleCard)
    }

    /// What every edit must leave as it is from now on.
    public var keep: [Facet] = []
    /// What need not stay any more.
    public var unkeep: [Facet] = []
    /// All that the next edit may change; empty is anything, nil leaves it as it is.
    public var only: [Facet]?
    /// The style card; nil leaves it as it is.
    public var card: Card?

    /// Creates an arrangement that changes nothing.
    public init() {}

    fileprivate func change(_ state: inout SessionState) throws(Refusal) {
        // What is said at once must fit together; what was kept before gives way to a later only.
        _ = try EditContract(only: only ?? [], keep: keep)
        state.keep.removeAll { unkeep.contains($0) }
        state.keep += keep.filter { !state.keep.contains($0) }
        if let only {
            let waiting = state.contract
            let contract = try EditContract(
                only: only, keep: waiting?.keep ?? [], box: waiting?.box)
            state.contract = contract.isEmpty ? nil : contract
        }
        switch card {
        case nil: break
        case .removed?: state.card = nil
        case .says(let card)?: state.card = card
        }
    }
}

extension OpenSession {
    /// Arranges what the turns to come keep, may change, and have appended.
    ///
    /// - Throws: ``Refusal`` where one thing is to change and to stay; whatever the ledger throws.
    public func arrange(_ arrangement: SessionArrangement) async throws {
        try await arrange(.arranged) { try arrangement.change(&$0) }
    }

    /// Binds the next edit to a region, or lets it change anything again.
    ///
    /// - Parameters:
    ///   - mask: The region, as a mask of the current picture's size that is in the store; nil is none.
    ///   - box: The rectangle, where it is one.
    /// - Throws: Like ``arrange(_:)``.
    public func mark(_ mask: InputPicture?, _ box: PictureBox? = nil) async throws {
        let waiting = session.state.contract
        let contract = try EditContract(
            only: waiting?.only ?? [], keep: waiting?.keep ?? [], box: box)
        try await arrange(.arranged) { state in
            state.mask = mask
            state.contract = contract.isEmpty ? nil : contract
        }
    }

    /// Has the turns to come sent in a form; what the provider remembers is let go of where it is none.
    ///
    /// An engine that keeps no conversation takes only ``WireForm/direct``; that is for whoever sends a
    /// turn to see to.
    ///
    /// - Throws: Whatever the ledger throws.
    public func send(as form: WireForm) async throws {
        try await arrange(.arranged) { state in
            state.form = form
            if form == .direct { state.memory = nil }
        }
    }

    /// Names the branch that begins here.
    public func fork(_ name: String) async throws {
        try await arrange(.forked, words: name) { $0.branch = name }
    }

    /// Measures drift against another turn's picture.
    ///
    /// - Parameter turn: The turn; nil is the current one.
    /// - Returns: The turn.
    /// - Throws: ``Refusal`` where there is no such turn, or it has no picture.
    @discardableResult
    public func pin(_ turn: Int? = nil) async throws -> Int {
        guard let number = turn ?? session.state.turn else {
            throw Refusal(
                field: "turn", reason: "there is no current picture to pin",
                wayOut: "Name a turn that has a picture.")
        }
        let picture = try session.state(standingAfter: number).picture
        try await arrange(.pinned, words: "turn \(number)") { state in
            state.pinned = picture
            state.references = [:]
            state.patches = state.patches?.filter { ($0.picture.turn ?? 0) > number }
            // They tell how far it had moved from another picture.
            for index in state.patches?.indices ?? 0..<0 { state.patches?[index].shift = nil }
            state.built = nil
        }
        return number
    }
}

extension Session {
    /// One that has not begun: nothing of it is written down.
    ///
    /// - Throws: ``Refusal`` for a name that is none.
    public static func fresh(_ name: String, at time: Timestamp) throws(Refusal) -> Session {
        try check(name: name)
        return Session(fresh: name, at: time)
    }

    /// The turns whose edits the pinned picture shows already, which must not be asked for again.
    ///
    /// - Throws: ``Refusal`` where the brief has taken in edits since that the picture does not show, or
    ///   the picture shows an edit that was taken back.
    func editsPinned() throws(Refusal) -> Set<Int> {
        guard let number = state.pinned?.turn, let past = self.state(after: number) else {
            return []
        }
        guard past.brief == state.brief else {
            throw Refusal(
                field: "reset",
                reason:
                    "the picture of turn \(number) is pinned, and the brief says by now what that "
                    + "does not show",
                wayOut: ":undo the reset before, or :pin a picture that was drawn since.")
        }
        let now = state.edits
        var shown: Set<Int> = []
        for edit in past.edits {
            if now.contains(where: { $0.turn == edit.turn && $0.words == edit.words }) {
                shown.insert(edit.turn)
            } else if !now.contains(where: { Set($0.topics).isSuperset(of: edit.topics) }) {
                throw Refusal(
                    field: "reset",
                    reason: "the picture of turn \(number) is pinned, and it shows "
                        + "“\(edit.words.text)”, which was taken back",
                    wayOut: ":pin another picture, or :reset without it.")
            }
        }
        return shown
    }

    /// Whether it is in the ledger.
    public var isBegun: Bool { !notes.isEmpty }

    /// Whose it is.
    ///
    /// - Parameter entries: Gives the entries of a run.
    /// - Returns: The caller of the first turn that left a receipt; nil is nobody with a key.
    /// - Throws: Whatever the entries' giver throws.
    public func owner(
        _ entries: (RunID) async throws -> [Entry]
    ) async throws -> Caller? {
        for turn in turns {
            if let receipt = Receipt(try await entries(turn.run)) { return receipt.caller }
        }
        return nil
    }
}
