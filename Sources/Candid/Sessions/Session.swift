/// A conversation about a picture, added up from its notes in the ledger.
///
/// Each turn's order is composed from the brief, the pinned picture and the net edits, and never
/// from a transcript, so that it can't grow into a pile.
public struct Session: Hashable, Sendable {
    /// Its name in the ledger.
    public let id: RunID
    /// When it began.
    public let began: Timestamp
    /// When something last happened in it.
    public private(set) var changed: Timestamp
    /// The name that the person gave it.
    public private(set) var name: String
    /// How it stands.
    public private(set) var state: SessionState
    /// Every turn, oldest first, on whatever branch.
    public private(set) var turns: [SessionTurn] = []
    /// What happened, in order, each with its time.
    public private(set) var notes: [(time: Timestamp, note: SessionNote)] = []

    /// Adds up the entries of a session, in order; nil unless the first opens one.
    ///
    /// - Throws: ``Refusal`` where a newer Candid wrote in it, or a note is missing.
    public init?(_ entries: [Entry]) throws(Refusal) {
        guard let first = entries.first, case .session(let opening) = first.event else {
            return nil
        }
        id = first.run
        began = first.time
        changed = first.time
        name = opening.name
        state = opening.state
        for entry in entries {
            guard case .session(let note) = entry.event else { continue }
            try add(note, at: entry.time)
        }
    }

    /// What a session is before its first note.
    init(fresh name: String, at time: Timestamp) {
        (id, began, changed) = (RunID(0), time, time)
        (self.name, state) = (name, SessionState())
    }

    /// Adds what happened next.
    ///
    /// - Throws: ``Refusal`` where a newer Candid wrote it, or it is not the next.
    mutating func add(_ note: SessionNote, at time: Timestamp) throws(Refusal) {
        guard note.schema <= SessionNote.schema else {
            throw Refusal(
                field: "session",
                reason: "\(name.isEmpty ? id.description : "“\(name)”") was written by a newer "
                    + "Candid (schema \(note.schema); this one reads \(SessionNote.schema))",
                wayOut: "Update Candid; nothing in it was touched.")
        }
        guard note.number == notes.count else {
            throw Refusal(
                field: "session", reason: "note \(notes.count) of “\(name)” is missing",
                wayOut: "candid ledger check says whether the ledger is damaged.")
        }
        notes.append((time, note))
        changed = time
        name = note.name
        state = note.state
        guard let turn = note.turn else { return }
        if let index = turns.firstIndex(where: { $0.number == turn.number }) {
            turns[index] = turn
        } else {
            turns.append(turn)
        }
    }

    /// The turn that has begun and not ended: it goes on elsewhere, or was cut off.
    public var openTurn: SessionTurn? { turns.last { $0.outcome == nil } }

    /// A turn by its number.
    public func turn(_ number: Int?) -> SessionTurn? {
        number.flatMap { number in turns.first { $0.number == number } }
    }

    /// How the session stood right after a turn that made a picture.
    public func state(after turn: Int) -> SessionState? {
        notes.last { $0.note.kind == .ended && $0.note.turn?.number == turn }?.note.state
    }

    /// Compares what was written, which is all there is to a session.
    public static func == (a: Session, b: Session) -> Bool {
        a.id == b.id && a.notes.count == b.notes.count
            && zip(a.notes, b.notes).allSatisfy { $0.time == $1.time && $0.note == $1.note }
    }

    /// Hashes what tells sessions apart.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(notes.count)
    }
}

/// A session's place in a receipt.
public struct SessionUse: Hashable, Sendable, Codable {
    /// The session.
    public var session: RunID
    /// The name that it had.
    public var name: String
    /// The turn.
    public var turn: Int
    /// What went along out of earlier turns.
    public var carried: Carried
    /// Where the style card stands in what was sent; nil where there is none.
    public var card: StyleCard.Use?

    /// Notes a turn of a session.
    public init(
        session: RunID, name: String, turn: Int, carried: Carried, card: StyleCard.Use? = nil
    ) {
        self.session = session
        self.name = name
        self.turn = turn
        self.carried = carried
        self.card = card
    }
}
