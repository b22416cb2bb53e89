/// One thing that happened in a session, as the ledger keeps it.
///
/// Every note holds the whole state after it, so that a session can be taken up from its last note
/// alone, on any machine that has the ledger.
public struct SessionNote: Hashable, Sendable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// The session began.
        case opened
        /// A turn is about to be sent.
        case began
        /// A turn ended, whatever came of it.
        case ended
        /// A question about the picture was answered.
        case answered
        /// The last step was taken back.
        case undone
        /// The session went to the picture of an earlier turn.
        case returned
        /// A branch was named.
        case forked
        /// Another picture is what drift is measured against.
        case pinned
        /// The session has another name.
        case named
        /// A fresh conversation began from the merged prompt.
        case reset
        /// What must stay, the contract, the card or the wire form is another one.
        case arranged
        /// It was read back from an export.
        case imported
        /// A newer Candid wrote it.
        case unknown
    }

    /// The newest schema that this version reads, and the one that it writes.
    public static let schema = 1

    /// The schema it was written under.
    public var schema = Self.schema
    /// Its place in the session, from 0; a ledger takes no number twice.
    public var number: Int
    /// What happened.
    public var kind: Kind
    /// The session's name.
    public var name: String
    /// How the session stands after it.
    public var state: SessionState
    /// The turn, where one began or ended.
    public var turn: SessionTurn?
    /// What was said of it, in words.
    public var words: String?

    /// Makes a note.
    public init(
        number: Int, _ kind: Kind, name: String, state: SessionState, turn: SessionTurn? = nil,
        words: String? = nil
    ) {
        self.number = number
        self.kind = kind
        self.name = name
        self.state = state
        self.turn = turn
        self.words = words
    }
}

extension Refusal {
    /// The field of a refusal because another program works on the session.
    public static let sessionInUse = "session in use"

    /// The field of a refusal because another session has the name.
    public static let nameTaken = "session name"
}

extension SessionNote {
    /// Checks that notes are the next of their session: what every ledger does before it adds them.
    ///
    /// - Parameters:
    ///   - entries: What is about to be added to one run.
    ///   - earlier: What the run holds.
    /// - Throws: ``Refusal`` where another program has gone on with the session meanwhile.
    public static func check(_ entries: [Entry], after earlier: [Entry]) throws(Refusal) {
        var next = earlier.count { $0.event.isSession }
        for entry in entries {
            guard case .session(let note) = entry.event else { continue }
            guard note.number == next else {
                throw Refusal(
                    field: Refusal.sessionInUse,
                    reason: "another program went on with “\(note.name)” meanwhile",
                    wayOut: "Nothing was written. Open the session again to see what it did.")
            }
            next += 1
        }
    }
}

extension SessionNote: Codable {
    private enum CodingKeys: String, CodingKey {
        case schema, number, kind, name, state, turn, words
    }

    /// Decodes a note; of one under a newer schema only that it is one.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        schema = try container.decode(Int.self, forKey: .schema)
        guard schema <= Self.schema else {
            (number, kind, name, state) = (0, .unknown, "", SessionState())
            return
        }
        number = try container.decode(Int.self, forKey: .number)
        kind = try container.decode(Kind.self, forKey: .kind)
        name = try container.decode(String.self, forKey: .name)
        state = try container.decode(SessionState.self, forKey: .state)
        turn = try container.decodeIfPresent(SessionTurn.self, forKey: .turn)
        words = try container.decodeIfPresent(String.self, forKey: .words)
    }
}
