/// A session that is being worked with: what happens is in the ledger before it is shown.
///
/// Every note carries its number, and a ledger takes no number twice. So of two programs that work
/// on one session the second is told, and nothing of theirs interleaves.
public actor OpenSession {
    /// The session, as far as it is written down.
    public private(set) var session: Session
    private let ledger: any Ledger
    private let world: World

    private init(_ session: Session, _ ledger: any Ledger, _ world: World) {
        self.session = session
        self.ledger = ledger
        self.world = world
    }

    /// Begins a session.
    ///
    /// - Parameters:
    ///   - name: The name by which it is called.
    ///   - state: How it stands before anything was said.
    ///   - ledger: Where it is written down.
    ///   - world: For the time and its name in the ledger.
    /// - Returns: The session.
    /// - Throws: ``Refusal`` for a name that is none; whatever the ledger throws.
    public static func begin(
        _ name: String, _ state: SessionState = SessionState(), in ledger: any Ledger,
        _ world: World
    ) async throws -> OpenSession {
        try Session.check(name: name)
        let note = SessionNote(number: 0, .opened, name: name, state: state)
        let entry = Entry(
            run: RunID(world.random()), time: Timestamp(world.now()), event: .session(note))
        try await ledger.append([entry])
        guard let session = try Session([entry]) else { throw Self.lost(name) }
        return OpenSession(session, ledger, world)
    }

    /// Takes a session up again.
    ///
    /// A turn that was cut off is brought to its end: with its picture where the run has one, and as
    /// lost where it has not.
    ///
    /// - Throws: ``Refusal`` where there is none of that name, or a newer Candid wrote in it;
    ///   whatever the ledger throws.
    public static func resume(
        _ id: RunID, in ledger: any Ledger, _ world: World
    ) async throws -> OpenSession {
        guard let session = try Session(try await ledger.entries(of: id)) else {
            throw Self.lost(id.description)
        }
        let open = OpenSession(session, ledger, world)
        try await open.mend()
        return open
    }

    private static func lost(_ name: String) -> Refusal {
        Refusal(
            field: "session", reason: "there is no session “\(name)”",
            wayOut: "candid session list shows those that there are.")
    }

    /// Writes down what happened.
    ///
    /// - Throws: ``Refusal`` where another program went on with the session meanwhile; whatever the
    ///   ledger throws.
    public func note(
        _ kind: SessionNote.Kind, _ state: SessionState, turn: SessionTurn? = nil,
        name: String? = nil, words: String? = nil
    ) async throws {
        let note = SessionNote(
            number: session.notes.count, kind, name: name ?? session.name, state: state, turn: turn,
            words: words)
        let entry = Entry(
            run: session.id, time: Timestamp(world.now()), event: .session(note))
        try await ledger.append([entry])
        try session.add(note, at: entry.time)
    }

    /// Changes how the session stands, so that an undo takes it back.
    public func arrange(
        _ kind: SessionNote.Kind, words: String? = nil,
        _ change: @Sendable (inout SessionState) throws -> Void
    ) async throws {
        var state = session.state
        try change(&state)
        state.before = session.notes.count - 1
        try await note(kind, state, words: words)
    }

    /// Gives the session another name.
    public func rename(_ name: String) async throws {
        try Session.check(name: name)
        try await note(.named, session.state, name: name)
    }

    /// Takes the last step back.
    ///
    /// - Throws: ``Refusal`` where there is none.
    public func undo() async throws {
        guard let before = session.state.before, session.notes.indices.contains(before) else {
            throw Refusal(
                field: "undo", reason: "nothing is left to take back",
                wayOut: "This is where the session began.")
        }
        try await note(.undone, session.notes[before].note.state)
    }

    /// Goes to the picture of an earlier turn.
    ///
    /// - Throws: ``Refusal`` where that turn has none.
    public func goBack(to turn: Int) async throws {
        let past = try session.state(goingBackTo: turn)
        try await arrange(.returned, words: "turn \(turn)") { $0 = past }
    }

    /// Starts a fresh conversation from the merged prompt.
    ///
    /// - Parameter fromPinned: Whether the next edit changes the pinned picture instead of drawing
    ///   anew; it is then told all edits at once.
    /// - Returns: The merge, to be shown.
    /// - Throws: ``Refusal`` where there is nothing to start from.
    @discardableResult
    public func reset(fromPinned: Bool = false) async throws -> BriefMerge {
        let state = session.state
        guard let brief = state.brief else {
            throw Refusal(
                field: "reset", reason: "the session has no brief yet",
                wayOut: "Say what the picture is to show.")
        }
        guard !fromPinned || state.pinned != nil else {
            throw Refusal(
                field: "reset", reason: "no picture is pinned", wayOut: "Reset without it.")
        }
        let merge = BriefMerge(brief, state.edits)
        let shown = fromPinned ? try session.editsPinned() : []
        try await arrange(.reset) { state in
            state.memory = nil
            state.contract = nil
            state.isFresh = true
            state.built = nil
            state.turn = nil
            if fromPinned {
                state.picture = state.pinned
                for index in state.edits.indices {
                    state.edits[index].isDrawn = shown.contains(state.edits[index].turn)
                }
            } else {
                state.brief = merge.merged
                state.edits = []
                state.picture = nil
            }
        }
        return merge
    }
}

// MARK: Turns

extension OpenSession {
    /// Writes down that a turn is about to be sent.
    ///
    /// - Returns: The turn, with the name that its run must have.
    /// - Throws: ``Refusal`` where another turn goes on, or the session went on since this one was
    ///   composed; whatever the ledger throws.
    public func begin(_ draft: TurnDraft) async throws -> SessionTurn {
        if let open = session.openTurn {
            throw Refusal(
                field: Refusal.sessionInUse,
                reason: "turn \(open.number) of “\(session.name)” goes on",
                wayOut: "Wait for it, or end the program that draws it.")
        }
        // Its state would be written back over whatever was arranged since.
        guard draft.isCurrent(in: session) else {
            throw Refusal(
                field: "turn", reason: "“\(session.name)” went on since this turn was composed",
                wayOut: "Compose it again from how the session stands; nothing was sent.")
        }
        let turn = SessionTurn(
            number: draft.number, parent: draft.base?.turn, kind: draft.kind, said: draft.said,
            asked: draft.asked, sent: draft.sent, contract: draft.contract, base: draft.base,
            mask: draft.mask, carried: draft.carried, form: draft.start.form,
            run: RunID(world.random()),
            time: Timestamp(world.now()), words: draft.drift())
        try await note(.began, session.state, turn: turn)
        return turn
    }

    /// Writes down what came of a turn.
    ///
    /// - Parameters:
    ///   - turn: The turn, as it began.
    ///   - draft: What it was composed from.
    ///   - receipt: The receipt of its run.
    ///   - pixels: How far the pixels have drifted.
    /// - Returns: The turn as it ended.
    /// - Throws: Like ``note(_:_:turn:name:words:)``.
    @discardableResult
    public func end(
        _ turn: SessionTurn, _ draft: TurnDraft, _ receipt: Receipt, pixels: PixelDrift? = nil
    ) async throws -> SessionTurn {
        var turn = turn
        turn.outcome = SessionTurn.Outcome(receipt.state)
        turn.verdict = receipt.judgements.first?.outcome
        turn.words = draft.drift(revised: receipt.revised.first)
        turn.pixels = pixels
        guard receipt.state == .finished, let picture = receipt.pictures.first else {
            try await note(.ended, session.state, turn: turn)
            return turn
        }
        let file = InputPicture(picture)
        turn.picture = file
        var state = draft.state(with: file, memory: draft.memory(after: receipt))
        state.before = session.notes.count - 2
        state.built = built(by: draft, pixels, in: state)
        if draft.kind != .new, let cells = pixels?.edited, let picture = state.picture {
            let patch = DriftPatch(picture: picture, cells: cells, shift: pixels?.shift)
            state.patches = (state.patches ?? []).covered(by: patch)
        }
        try await note(.ended, state, turn: turn)
        return turn
    }

    /// Other light does not heal what had drifted before it.
    private func built(
        by draft: TurnDraft, _ pixels: PixelDrift?, in state: SessionState
    ) -> [String: Double]? {
        guard draft.kind == .edit else { return state.built }
        let last = session.turn(draft.base?.turn)?.pixels
        var built = state.built ?? [:]
        for channel in PixelDrift.Channel.changed(by: draft.newFacets) {
            let readings = [last?[channel], pixels?[channel]].compactMap(\.self)
            guard let reading = readings.max(), reading >= PixelDrift.notice else { continue }
            built[channel.rawValue] = reading
        }
        return built.isEmpty ? nil : built
    }

    /// Brings a turn to its end that was cut off.
    private func mend() async throws {
        guard var turn = session.openTurn else { return }
        let receipt = Receipt(try await ledger.entries(of: turn.run))
        guard let receipt, receipt.state != .open else {
            turn.outcome = .lost
            return try await note(
                .ended, session.state, turn: turn,
                words: receipt == nil ? "nothing was sent" : "perhaps charged")
        }
        guard let draft = try? TurnDraft(again: turn, in: session) else {
            turn.outcome = .lost
            return try await note(.ended, session.state, turn: turn)
        }
        try await end(turn, draft, receipt)
    }
}

extension Session {
    /// That a name can be typed, and can't be taken for a turn's number.
    ///
    /// - Throws: ``Refusal`` where it can't.
    public static func check(name: String) throws(Refusal) {
        let isPlain = name.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "-_. ".unicodeScalars.contains(scalar)
        }
        guard isPlain, !name.isEmpty, name.count <= 60, name.trimmed == name else {
            throw Refusal(
                field: "session", reason: "“\(name)” is no name for one",
                wayOut: "Take up to 60 letters, digits, spaces, hyphens, dots or underscores.")
        }
    }

    /// How it stood after a turn.
    ///
    /// - Throws: ``Refusal`` where there is no such turn, or it has no picture.
    public func state(standingAfter number: Int) throws(Refusal) -> SessionState {
        guard let turn = turn(number) else {
            let last = turns.last.map { "The last is turn \($0.number)." } ?? "There is none yet."
            throw Refusal(field: "turn", reason: "there is no turn \(number)", wayOut: last)
        }
        guard turn.picture != nil, let state = state(after: number) else {
            throw Refusal(
                field: "turn", reason: "turn \(number) has no picture",
                wayOut: "candid session tree shows which have.")
        }
        return state
    }
}

extension Session {
    /// How it stands when it goes back to a turn's picture: as after that turn, with what was arranged
    /// for every turn to come, and for the next one, as it is now.
    ///
    /// - Throws: ``Refusal`` where there is no such turn, or it has no picture.
    public func state(goingBackTo number: Int) throws(Refusal) -> SessionState {
        var past = try state(standingAfter: number)
        (past.card, past.keep, past.form) = (state.card, state.keep, state.form)
        (past.contract, past.mask) = (state.contract, state.mask)
        return past
    }
}

extension SessionTurn.Outcome {
    fileprivate init(_ state: Receipt.State) {
        switch state {
        case .finished: self = .finished
        case .failed: self = .failed
        case .cancelled: self = .cancelled
        case .open: self = .lost
        }
    }
}

extension InputPicture {
    /// A picture that came back, as one to go on from.
    init(_ picture: Picture) {
        digest = picture.digest
        format = picture.format
        bytes = picture.bytes
        size = picture.size
    }
}

extension TurnDraft {
    /// The same turn composed again after a crash.
    fileprivate init(again turn: SessionTurn, in session: Session) throws(Refusal) {
        var start = session.state
        if let base = turn.base, base != start.picture, let number = base.turn,
            let past = session.state(after: number)
        {
            start = past
        }
        let wish: Understanding.Wish
        switch turn.kind {
        case .new: wish = .new(turn.asked)
        case .edit:
            // What was asked has what “it” stands for, and by itself nothing else.
            let isAlone = start.edits.allSatisfy(\.isDrawn)
            wish = .edit(isAlone ? turn.asked : turn.said ?? turn.asked)
        case .draw: wish = turn.said.map { .edit($0) } ?? .draw
        }
        try self.init(wish, said: turn.said, contract: turn.contract, in: session, from: start)
        number = turn.number
    }

    /// What the provider remembers after a turn, where it is asked to remember.
    fileprivate func memory(after receipt: Receipt) -> ProviderMemory? {
        guard start.form != .direct else { return nil }
        return ProviderMemory(
            response: receipt.job, call: receipt.report?.used["call"],
            messages: follows == nil ? 1 : carried.messages + 1,
            pictures: follows == nil ? 1 + (base == nil ? 0 : 1) : carried.pictures + 1)
    }
}
