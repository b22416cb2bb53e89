import Candid

/// A turn as other programs read it: `docs/schemas/turn.v1.json`.
struct TurnDocument: Encodable {
    let schema = "candid/turn/1"
    let session: RunID
    let name: String
    let turn: TurnPart
    let files: [String]
    let reset_advised: Bool

    init(_ result: TurnResult) {
        session = result.session.id
        name = result.session.name
        turn = TurnPart(result.turn)
        files = result.files
        reset_advised = result.advisesReset
    }
}

/// One turn inside a document.
struct TurnPart: Encodable {
    struct Words: Codable {
        let share: Double
        let words: Int
        @Nullable var growth: Double?
        let strange: [String]
        let contradictions: [String]
        let level: DriftLevel
    }

    struct Pixels: Codable {
        @Nullable var palette: Double?
        @Nullable var rendering: Double?
        @Nullable var tone: Double?
        @Nullable var cast: String?
        let compared: Double
        @Nullable var level: DriftLevel?
    }

    let number: Int
    @Nullable var parent: Int?
    let kind: SessionTurn.Kind
    @Nullable var said: Prompt?
    let asked: Prompt
    let sent: Prompt
    @Nullable var contract: EditContract?
    @Nullable var base: Digest?
    @Nullable var mask: Digest?
    let carried: Carried
    let form: WireForm
    let receipt: RunID
    let time: Timestamp
    @Nullable var outcome: SessionTurn.Outcome?
    @Nullable var picture: Digest?
    @Nullable var verdict: Verdict.Outcome?
    @Nullable var words: Words?
    @Nullable var pixels: Pixels?

    init(_ turn: SessionTurn) {
        number = turn.number
        parent = turn.parent
        kind = turn.kind
        said = turn.said
        asked = turn.asked
        sent = turn.sent
        contract = turn.contract
        base = turn.base?.file.digest
        mask = turn.mask?.digest
        carried = turn.carried
        form = turn.form
        receipt = turn.run
        time = turn.time
        outcome = turn.outcome
        picture = turn.picture?.digest
        verdict = turn.verdict
        words = turn.words.map {
            Words(
                share: $0.share, words: $0.words, growth: $0.growth, strange: $0.strange,
                contradictions: $0.contradictions, level: $0.level)
        }
        pixels = turn.pixels.map {
            Pixels(
                palette: $0.palette, rendering: $0.rendering, tone: $0.tone, cast: $0.cast,
                compared: $0.compared, level: $0.level)
        }
    }
}

/// A session as other programs read it: `docs/schemas/session.v1.json`.
struct SessionDocument: Encodable {
    struct Edit: Encodable {
        let turn: Int
        let words: Prompt
        let drawn: Bool
    }

    let schema = "candid/session/1"
    let session: RunID
    let name: String
    let began: Timestamp
    let changed: Timestamp
    @Nullable var brief: Prompt?
    let edits: [Edit]
    @Nullable var merged: Prompt?
    let keep: [Facet]
    @Nullable var card: Prompt?
    @Nullable var card_sha256: Digest?
    @Nullable var pinned: Digest?
    @Nullable var picture: Digest?
    @Nullable var at_turn: Int?
    @Nullable var branch: String?
    let form: WireForm
    let turns: [TurnPart]

    init(_ session: Session) {
        let state = session.state
        self.session = session.id
        name = session.name
        began = session.began
        changed = session.changed
        brief = state.brief
        edits = state.edits.map { Edit(turn: $0.turn, words: $0.words, drawn: $0.isDrawn) }
        merged = state.brief.map { BriefMerge($0, state.edits).merged }
        keep = state.keep
        card = state.card?.text
        card_sha256 = state.card?.digest
        pinned = state.pinned?.file.digest
        picture = state.picture?.file.digest
        at_turn = state.turn
        branch = state.branch
        form = state.form
        turns = session.turns.map(TurnPart.init)
    }
}

/// Every session: `docs/schemas/session-list.v1.json`.
struct SessionListDocument: Encodable {
    struct Row: Encodable {
        let session: RunID
        let name: String
        let began: Timestamp
        let changed: Timestamp
        let turns: Int
        @Nullable var brief: Prompt?
    }

    let schema = "candid/session-list/1"
    let sessions: [Row]

    init(_ sessions: [Session]) {
        self.sessions = sessions.map {
            Row(
                session: $0.id, name: $0.name, began: $0.began, changed: $0.changed,
                turns: $0.turns.count, brief: $0.state.brief)
        }
    }
}
