/// How a session stands: all that the next order is composed from.
///
/// It holds no transcript. What was said lives on as the brief and the net edits, and nowhere else.
public struct SessionState: Hashable, Sendable, Codable {
    /// What is to be drawn, in the person's own words; nil before the first picture.
    public var brief: Prompt?
    /// What was changed since, contradictions resolved by the later one.
    public var edits: [NetEdit] = []
    /// What every edit must leave as it is.
    public var keep: [Facet] = []
    /// What the next edit alone may change; it is spent with that edit.
    public var contract: EditContract?
    /// Where the next edit alone may change the picture; it is spent with that edit.
    public var mask: InputPicture?
    /// The words that code appends to whatever is sent.
    public var card: StyleCard?
    /// The picture of turn 0, which drift is measured against.
    public var pinned: SessionPicture?
    /// The picture that the next edit changes; nil where the next turn draws anew.
    public var picture: SessionPicture?
    /// What each channel of the pixels is measured against, where an accepted edit changed it.
    public var references: [String: SessionPicture] = [:]
    /// What edits changed since, and is measured from then on, the oldest first; nil before the first.
    public var patches: [DriftPatch]?
    /// What each channel had reached when an accepted edit changed what it is measured against; nil
    /// before that.
    public var built: [String: Double]?
    /// The turn that this state came of; nil before the first one and after a reset.
    public var turn: Int?
    /// What the provider remembers, where it is asked to.
    public var memory: ProviderMemory?
    /// How orders are sent.
    public var form = WireForm.direct
    /// The name of the branch, where it has one.
    public var branch: String?
    /// Whether a reset came right before, so that nothing at all is carried.
    public var isFresh = false
    /// The number of the note whose state an undo goes back to; nil at the beginning.
    public var before: Int?

    /// A session's state before anything was said.
    public init() {}
}

/// A picture of a session.
public struct SessionPicture: Hashable, Sendable, Codable {
    /// The turn that made it; nil for one that was brought in.
    public var turn: Int?
    /// The file, by its digest.
    public var file: InputPicture

    /// Names a picture.
    public init(turn: Int?, _ file: InputPicture) {
        self.turn = turn
        self.file = file
    }
}

/// How a session's orders are sent.
public enum WireForm: String, Hashable, Sendable, Codable, CaseIterable {
    /// Each turn stands for itself: the words, and the picture that they change.
    case direct
    /// The provider remembers the conversation, by `previous_response_id`.
    case remembered
    /// The provider remembers nothing; the call that made the picture is said again with it.
    case stateless
}

/// What a provider was asked to remember.
public struct ProviderMemory: Hashable, Sendable, Codable {
    /// Its name for its last answer.
    public var response: String?
    /// Its name for the call that made the picture.
    public var call: String?
    /// How many earlier messages it holds.
    public var messages: Int
    /// How many earlier pictures it holds.
    public var pictures: Int

    /// Notes a memory.
    public init(response: String?, call: String?, messages: Int, pictures: Int) {
        self.response = response
        self.call = call
        self.messages = messages
        self.pictures = pictures
    }
}

/// What goes along with a turn out of earlier ones.
public struct Carried: Hashable, Sendable, Codable {
    /// Earlier messages that the model reads again.
    public var messages: Int
    /// Earlier pictures that the model sees.
    public var pictures: Int

    /// Counts what is carried.
    public init(messages: Int, pictures: Int) {
        self.messages = messages
        self.pictures = pictures
    }
}

extension Carried: CustomStringConvertible {
    /// Such as `carried 0 messages, 1 picture`.
    public var description: String {
        "carried \(messages) message\(messages == 1 ? "" : "s"), "
            + "\(pictures) picture\(pictures == 1 ? "" : "s")"
    }
}

/// One accepted edit.
public struct NetEdit: Hashable, Sendable, Codable {
    /// The turn that brought it.
    public var turn: Int
    /// What was asked for.
    public var words: Prompt
    /// What it speaks of, such as `lighting` or `colour:bicycle`; a later edit on the same replaces it.
    public var topics: [String]
    /// What it might change and had to keep.
    public var contract: EditContract?
    /// Whether the current picture already shows it.
    public var isDrawn: Bool

    /// Notes an edit.
    public init(
        turn: Int, _ words: Prompt, contract: EditContract? = nil, isDrawn: Bool = false
    ) {
        self.turn = turn
        self.words = words
        self.contract = contract
        self.isDrawn = isDrawn
        topics = EditTopics(words).names
    }
}
