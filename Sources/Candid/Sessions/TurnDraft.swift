/// What a turn will send, composed from the session's state, before anything is paid for.
public struct TurnDraft: Hashable, Sendable {
    /// Its number.
    public internal(set) var number: Int
    /// What it does.
    public let kind: SessionTurn.Kind
    /// The person's message; nil where the brief is drawn again.
    public let said: Prompt?
    /// The words that are the person's own.
    public let asked: Prompt
    /// The words of the edit alone, with what “it” stands for; nil where it is none.
    let edit: Prompt?
    /// Asked, the contract's words, the style card.
    public let sent: Prompt
    /// What the edit may change and must keep.
    public let contract: EditContract?
    /// The picture that is changed.
    public let base: SessionPicture?
    /// Where the picture alone may be changed, as a mask's file.
    public let mask: InputPicture?
    /// What goes along out of earlier turns.
    public let carried: Carried
    /// The provider's name for the answer that this one follows.
    public let follows: String?
    /// The provider's name for the call that made the base.
    public let call: String?
    /// The state that it starts from.
    public let start: SessionState
    /// Whether the style card is another one than that of the picture that is changed.
    private let hasNewCard: Bool
    /// How the session stood when it was composed.
    let basis: SessionState
    private let wish: Understanding.Wish
    /// What this edit alone may change and must keep.
    private let own: EditContract?

    /// Composes a new picture, an edit, or the brief drawn anew.
    ///
    /// - Parameters:
    ///   - wish: What is wanted: ``Understanding/Wish/new(_:)``, `edit` or `draw`.
    ///   - said: The person's message, to the byte.
    ///   - contract: What this edit may change and must keep, beside what the session keeps.
    ///   - session: The session, in the state to start from.
    ///   - start: Another state to start from, such as an earlier turn's.
    /// - Throws: ``Refusal`` where there is nothing to draw, the contract contradicts itself, or the
    ///   mask is of another size than the picture.
    public init(
        _ wish: Understanding.Wish, said: Prompt?, contract: EditContract? = nil,
        in session: Session, from start: SessionState? = nil
    ) throws(Refusal) {
        let state = start ?? session.state
        (self.start, basis) = (state, session.state)
        (self.wish, self.said, own) = (wish, said, contract)
        number = (session.turns.map(\.number).max() ?? 0) + 1
        if case .edit(let words) = wish { edit = words } else { edit = nil }
        (kind, asked, base) = try Self.composed(wish, in: state, as: number)
        let isEdit = kind == .edit
        self.contract = isEdit ? try Self.contract(contract, state) : nil
        mask = isEdit ? try Self.mask(state.mask, on: base) : nil
        hasNewCard =
            base.map { $0.turn.flatMap(session.state(after:))?.card != state.card } ?? false
        let worded = self.contract?.prompt(for: asked) ?? asked
        sent = state.card?.appended(to: worded) ?? worded
        // A mask lies on a picture that is sent along, so a turn with one carries it itself.
        let remembers = state.form == .remembered && isEdit && mask == nil
        follows = remembers ? state.memory?.response : nil
        call = state.form == .stateless && isEdit ? state.memory?.call : nil
        if let memory = state.memory, follows != nil {
            carried = Carried(messages: memory.messages, pictures: memory.pictures)
        } else {
            carried = Carried(messages: 0, pictures: base == nil ? 0 : 1)
        }
    }

    /// What is done, in which words of the person's, to which picture.
    private static func composed(
        _ wish: Understanding.Wish, in state: SessionState, as number: Int
    ) throws(Refusal) -> (SessionTurn.Kind, asked: Prompt, base: SessionPicture?) {
        switch wish {
        case .new(let brief): return (.new, brief, nil)
        case .edit(let words) where state.picture != nil:
            return (.edit, state.edits.told(with: words, brief: state.brief), state.picture)
        case .edit(let words):
            guard let brief = state.brief else { return (.draw, words, nil) }
            let edits = state.edits.resolved(with: NetEdit(turn: number, words), brief: brief)
            return (.draw, BriefMerge(brief, edits).merged, nil)
        default:
            guard let brief = state.brief else {
                throw Refusal(
                    field: "session", reason: "there is nothing to draw yet",
                    wayOut: "Say what the picture is to show.")
            }
            return (.draw, BriefMerge(brief, state.edits).merged, nil)
        }
    }

    /// The same turn, composed from how the session stands now.
    ///
    /// - Parameter session: The session.
    /// - Returns: The turn; nil where the session went elsewhere meanwhile, so that nobody knows whether
    ///   it is still meant.
    /// - Throws: ``Refusal``, like composing it anew, and where it would change what is kept by now.
    public func again(in session: Session) throws(Refusal) -> TurnDraft? {
        guard !isCurrent(in: session) else { return self }
        let now = session.state
        guard (now.turn, now.picture, now.brief) == (basis.turn, basis.picture, basis.brief),
            now.edits == basis.edits
        else { return nil }
        var past: SessionState?
        if start != basis, let turn = start.turn { past = try session.state(goingBackTo: turn) }
        let again = try TurnDraft(wish, said: said, contract: own, in: session, from: past)
        let kept = again.contract?.keep ?? []
        if let objection = Objection(kept: kept, to: asked, from: nil) {
            throw Refusal(
                field: "keep", reason: objection.reason,
                wayOut: "Let it go first by :unkeep, and say it again.")
        }
        let only = own?.only ?? []
        if let objection = Objection(outside: only, in: again.start, to: asked) {
            throw Refusal(
                field: "only", reason: objection.reason,
                wayOut: "Let anything change by :only none, and say it again.")
        }
        return again
    }

    /// Whether the session still stands as it did when this was composed.
    public func isCurrent(in session: Session) -> Bool { basis == session.state }

    private static func contract(
        _ own: EditContract?, _ state: SessionState
    ) throws(Refusal) -> EditContract? {
        let waiting = state.contract
        let only = own.flatMap { $0.only.isEmpty ? nil : $0.only } ?? waiting?.only ?? []
        var keep = own?.keep ?? waiting?.keep ?? []
        for facet in state.keep where !keep.contains(facet) && !only.contains(facet) {
            keep.append(facet)
        }
        let whole = try EditContract(only: only, keep: keep, box: own?.box ?? waiting?.box)
        return whole.isEmpty ? nil : whole
    }

    private static func mask(
        _ mask: InputPicture?, on base: SessionPicture?
    ) throws(Refusal) -> InputPicture? {
        guard let mask, let base, mask.size != base.file.size else { return mask }
        let own = mask.size?.description ?? "of no known size"
        let other = base.file.size?.description ?? "of no known size"
        let name = base.turn.map { "the picture of turn \($0)" } ?? "the picture"
        throw Refusal(
            field: "mask", reason: "it is \(own), and \(name) is \(other)",
            wayOut: "Both must have the same size; :mask none drops it.")
    }

    /// The words that this turn adds to what is in force: for the drift of words.
    var accepted: [Prompt] {
        var words = start.edits.map(\.words)
        if let said, kind != .new { words.append(said) }
        words.append(asked == start.brief ? asked : said ?? asked)
        if let contract = contract?.words(for: asked) { words.append(Prompt(contract)) }
        return words
    }

    /// How far its words have drifted.
    ///
    /// - Parameter revised: What the provider says it drew, where it says so; it is what counts then.
    /// - Returns: The measure.
    public func drift(revised: Prompt? = nil) -> WordDrift {
        let brief = kind == .new ? asked : start.brief ?? asked
        let resolved = kind == .edit ? [asked] : []
        return WordDrift(
            of: revised ?? sent, brief: brief, said: accepted + resolved, card: start.card)
    }

    /// The order, from one that holds the parameters.
    ///
    /// - Parameter order: Such as the settings make; its prompt and base picture are put in here.
    /// - Returns: The order with both.
    public func order(_ order: Order) -> Order {
        var order = order
        order.prompt = sent
        if let base { order.inputs = [base.file] + (order.inputs ?? []).dropFirst() }
        if let mask { order.mask = mask }
        order.follows = follows
        if follows != nil { order.inputs = nil }
        if let call {
            order.options = (order.options ?? [:]).merging(["previous_call": .text(call)]) { $1 }
        }
        return order
    }

    /// The state of the session once the turn has a picture.
    ///
    /// - Parameters:
    ///   - file: The picture.
    ///   - memory: What the provider now remembers.
    /// - Returns: The state; ``SessionState/before`` is left for whoever writes it down.
    public func state(with file: InputPicture, memory: ProviderMemory? = nil) -> SessionState {
        var state = start
        let picture = SessionPicture(turn: number, file)
        state.turn = number
        state.picture = picture
        state.memory = memory
        state.isFresh = false
        switch kind {
        case .new:
            state.brief = asked
            state.edits = []
            state.pinned = picture
            state.references = [:]
            state.patches = nil
            state.mask = nil
            state.built = nil
        case .edit, .draw:
            // Words that become the brief are no edit of it.
            if let said, state.brief != nil {
                let edit = NetEdit(turn: number, edit ?? said, contract: contract)
                state.edits = state.edits.resolved(with: edit, brief: state.brief)
            }
            for index in state.edits.indices { state.edits[index].isDrawn = true }
            if contract != nil { state.contract = nil }
            if mask != nil { state.mask = nil }
            if kind == .draw { state.built = nil }
            if state.pinned == nil { state.pinned = picture }
            if state.brief == nil { state.brief = asked }
            for channel in PixelDrift.Channel.changed(by: newFacets) {
                state.references[channel.rawValue] = picture
            }
        }
        return state
    }

    /// The sides of the whole picture that this turn asks to be changed.
    var newFacets: Set<Facet> {
        guard kind != .new else { return [] }
        let waiting = start.edits.filter { !$0.isDrawn }.map(\.words)
        return (waiting + (said.map { [$0] } ?? []) + (kind == .edit ? [asked] : []))
            .reduce(into: Set((contract?.only ?? []) + (hasNewCard ? [.style] : []))) {
                $0.formUnion(EditTopics($1).facets)
            }
    }
}
