public import Pixels

/// A message to a session from a program, which can't be asked back as a person can.
///
/// Scripts, the gateway and its native API all say what they want by one of these.
public struct SessionMessage: Hashable, Sendable {
    /// Where alone an edit may change its picture.
    public enum Region: Hashable, Sendable {
        /// A rectangle in pixels.
        case box(PictureBox)
        /// A mask's file, a PNG of the picture's size.
        case file([UInt8])
        /// A mask that the store has already.
        case stored(InputPicture)
    }

    /// The person's words; nil only where the brief is drawn again.
    public var words: Prompt?
    /// How they are read; nil is by the rules of a conversation.
    public var kind: SessionTurn.Kind?
    /// The turn whose picture is changed; nil is the current one.
    public var from: Int?
    /// All that this edit may change.
    public var only: [Facet] = []
    /// What this edit must leave as it is, beside what the session keeps.
    public var keep: [Facet] = []
    /// Where alone it may change the picture; nil is anywhere.
    public var region: Region?

    /// Creates a message.
    public init(_ words: Prompt?, as kind: SessionTurn.Kind? = nil) {
        self.words = words
        self.kind = kind
    }

    /// Whether it says something that only an edit can keep.
    private var isBound: Bool {
        from != nil || !only.isEmpty || !keep.isEmpty || region != nil
    }
}

/// What a message comes to in a session, before anything is sent or written down.
public struct SessionReading: Hashable, Sendable {
    /// What is wanted.
    public let wish: Understanding.Wish
    /// The earlier turn that the words or the program name; nil is none.
    public private(set) var base: Int?
    /// How it was read, in words, for the person to correct; empty where nothing had to be read.
    public private(set) var notes: [String] = []
    /// Whether words stand in it that the person did not say.
    public private(set) var isInferred = false
    /// The turn that it makes; nil where it asks for no picture, or must be said in other words.
    public private(set) var turn: TurnDraft?
    /// The mask's file, which must be in the store before the turn is sent; nil where there is none.
    public private(set) var mask: [UInt8]?

    /// Reads a message.
    ///
    /// - Parameters:
    ///   - message: What was said.
    ///   - session: To which session.
    /// - Throws: ``Refusal`` where the message contradicts itself, or can't be done in the session as
    ///   it stands.
    public init(_ message: SessionMessage, in session: Session) throws(Refusal) {
        var start = try message.start(in: session)
        base = message.from
        let region = try message.mask(on: start.picture, in: session)
        if let region { start.mask = region.picture }
        var contract = try EditContract(only: message.only, keep: message.keep)
        if let kind = message.kind, kind != .edit {
            wish = try message.wish(as: kind)
        } else {
            let understanding = try message.understanding(in: start, of: session)
            wish = understanding.wish
            (notes, isInferred) = (understanding.notes, understanding.isInferred)
            contract = try message.contract(with: understanding)
            if let named = understanding.base, named != message.from {
                base = named
                try message.checkFree(toNameTurn: named)
                // What goes back to an earlier turn without a word more is no turn.
                if wish != .goBack { start = try session.state(goingBackTo: named) }
            }
        }
        guard wish.isPicture else { return }
        try message.check(wish, from: start)
        try message.check(contract, against: wish, from: start)
        mask = region?.file
        if case .box(let box) = message.region {
            contract = try EditContract(only: contract.only, keep: contract.keep, box: box)
        }
        turn = try TurnDraft(
            wish, said: wish == .draw ? nil : message.words,
            contract: contract.isEmpty ? nil : contract, in: session, from: start)
    }

    /// Puts the mask's file into the store, where there is one.
    ///
    /// - Throws: Whatever the store throws.
    public func keepMask(in store: any PictureStore) async throws {
        if let mask { _ = try await store.put(mask, as: .png) }
    }
}

extension Understanding.Wish {
    /// Whether a picture is wanted.
    fileprivate var isPicture: Bool {
        switch self {
        case .new, .edit, .draw: true
        default: false
        }
    }
}

// MARK: What is said must fit together

extension SessionMessage {
    fileprivate func start(in session: Session) throws(Refusal) -> SessionState {
        guard let from else { return session.state }
        do {
            return try session.state(goingBackTo: from)
        } catch {
            throw Refusal(field: "from", reason: error.reason, wayOut: error.wayOut)
        }
    }

    fileprivate func needed() throws(Refusal) -> Prompt {
        guard let words, words.text.contains(where: { !$0.isWhitespace }) else {
            throw Refusal(
                field: "message", reason: "it says nothing",
                wayOut: "Say what the picture is to show, or what is to change in it.")
        }
        return words
    }

    fileprivate func wish(as kind: SessionTurn.Kind) throws(Refusal) -> Understanding.Wish {
        guard kind == .draw else { return .new(try needed()) }
        guard words == nil else {
            throw Refusal(
                field: "message",
                reason: "the brief is drawn again as it is, and takes no words",
                wayOut: "Leave them out, or say them as an edit.")
        }
        return .draw
    }

    fileprivate func understanding(
        in state: SessionState, of session: Session
    ) throws(Refusal) -> Understanding {
        let words = try needed()
        var state = state
        // What the program says may change need not stay for this edit.
        if !only.isEmpty {
            state.contract = try EditContract(only: only)
            if state.picture != nil { try check(words, from: state) }
        }
        guard kind == .edit else { return Understanding(words, in: session, from: state) }
        guard state.picture != nil || state.brief != nil else { throw .noPicture(in: session) }
        return Understanding(edit: words, in: state)
    }

    /// The contract, to which the words may add what alone may change and what must stay.
    fileprivate func contract(
        with understanding: Understanding
    ) throws(Refusal) -> EditContract {
        let said = understanding.contract?.only ?? []
        guard only.isEmpty || said.isEmpty || Set(only) == Set(said) else {
            throw Refusal(
                field: "only",
                reason: "the words say that only \(Self.listed(said)) may change",
                wayOut: "Leave it out, or say nothing of it in the words.")
        }
        let kept = (understanding.contract?.keep ?? []).filter { !keep.contains($0) }
        return try EditContract(only: only.isEmpty ? said : only, keep: keep + kept)
    }

    private static func listed(_ facets: [Facet]) -> String {
        facets.map(\.description).joined(separator: ", ")
    }

    fileprivate func checkFree(toNameTurn named: Int) throws(Refusal) {
        if let from {
            throw Refusal(
                field: "from", reason: "it is \(from), and the words go back to turn \(named)",
                wayOut: "Name the turn once.")
        }
        guard region == nil else {
            throw Refusal(
                field: "message",
                reason: "the words go back to turn \(named), and the region lies on the current "
                    + "picture",
                wayOut: "Name the turn beside the words, as from: \(named).")
        }
    }

    /// That nothing is said that a wish can't keep.
    fileprivate func check(
        _ wish: Understanding.Wish, from start: SessionState
    ) throws(Refusal) {
        guard isBound else { return }
        guard case .edit = wish else {
            throw Refusal(
                field: from == nil ? "message" : "from",
                reason: "from, only, keep, mask and box are for edits, and this is a new picture",
                wayOut: "Leave them out, or say that it is an edit.")
        }
        guard start.picture != nil || (only.isEmpty && keep.isEmpty) else {
            throw Refusal(
                field: only.isEmpty ? "keep" : "only",
                reason: "the next picture is drawn anew, so nothing of an earlier one stays",
                wayOut: "Leave it out, or name the turn whose picture is changed.")
        }
    }

    /// That the words leave alone what this very message says must stay, beside the words.
    fileprivate func check(
        _ contract: EditContract, against wish: Understanding.Wish, from start: SessionState
    ) throws(Refusal) {
        guard case .edit(let words) = wish, start.picture != nil else { return }
        let changed = EditTopics(words).changed(among: contract.keep)
        guard !changed.isEmpty else { return }
        throw Refusal(
            field: "keep", reason: "“\(words.text)” changes \(Facet.listed(changed))",
            wayOut: "Leave it out of keep, or say it in other words.")
    }

    /// That the words change nothing beside what this very message says may change.
    private func check(_ words: Prompt, from start: SessionState) throws(Refusal) {
        let outside = EditTopics(words).changed(outside: only, among: start.things)
        guard !outside.isEmpty else { return }
        throw Refusal(
            field: "only",
            reason: "“\(words.text)” changes \(outside.joined(separator: " and ")), and only "
                + "\(Facet.listed(only)) may change",
            wayOut: "Name it in only as well, or say it in other words.")
    }

    /// The region as a mask of the picture that is changed.
    fileprivate func mask(
        on picture: SessionPicture?, in session: Session
    ) throws(Refusal) -> (picture: InputPicture?, file: [UInt8]?)? {
        guard let region else { return nil }
        if case .stored(let mask) = region { return (mask, nil) }
        guard let size = picture?.file.size else {
            var field = "mask"
            if case .box = region { field = "box" }
            throw Refusal(
                field: field,
                reason: "“\(session.name)” has no picture whose size a region could have",
                wayOut: "Leave the region out.")
        }
        let mask: EditMask
        switch region {
        case .box(let box): mask = try EditMask(box, in: size)
        case .file(let file): mask = try EditMask(file: file, for: size)
        case .stored: return nil
        }
        return (InputPicture(mask.file), mask.file)
    }
}
