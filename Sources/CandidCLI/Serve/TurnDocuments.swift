import Candid
import CandidServer

/// How a message was understood, inside a document.
struct UnderstoodPart: Encodable {
    /// What a message can want, by its name.
    enum Wish: String, Encodable {
        case new, edit, draw, ask, undo, `return`, keep, unkeep, only, reset, remark, clarify
    }

    let wish: Wish
    @Nullable var turn: Int?
    let facets: [Facet]
    let notes: [String]
    let is_inferred: Bool
    @Nullable var question: String?
    let choices: [Prompt]

    init(_ reading: SessionReading) {
        (turn, notes, is_inferred) = (reading.base, reading.notes, reading.isInferred)
        var (facets, question, choices): ([Facet], String?, [Prompt]) = ([], nil, [])
        switch reading.wish {
        case .new: wish = .new
        case .edit: wish = .edit
        case .draw: wish = .draw
        case .ask(let text): (wish, question) = (.ask, text)
        case .undo: wish = .undo
        case .goBack: wish = .return
        case .keep(let found): (wish, facets) = (.keep, found)
        case .unkeep(let found): (wish, facets) = (.unkeep, found)
        case .only(let found): (wish, facets) = (.only, found)
        case .reset: wish = .reset
        case .remark: wish = .remark
        case .clarify(let asked):
            (wish, question, choices) = (.clarify, asked.question, asked.choices)
        }
        (self.facets, self.question, self.choices) = (facets, question, choices)
    }
}

/// What a message would do in a session: `docs/schemas/turn-preview.v1.json`.
struct TurnPreviewDocument: Encodable {
    /// A turn that has not begun.
    struct Turn: Encodable {
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
        let strange: [String]

        init(_ turn: TurnDraft) {
            (number, parent, kind) = (turn.number, turn.base?.turn, turn.kind)
            (said, asked, sent, contract) = (turn.said, turn.asked, turn.sent, turn.contract)
            (base, mask) = (turn.base?.file.digest, turn.mask?.digest)
            (carried, form) = (turn.carried, turn.start.form)
            strange = turn.drift().strange
        }
    }

    /// What a yes to it names.
    struct Approval: Encodable {
        let sent_sha256: Digest
        let order_sha256: Digest
    }

    let schema = "candid/turn-preview/1"
    @Nullable var session: RunID?
    let name: String
    @Nullable var open_turn: Int?
    let understood: UnderstoodPart
    @Nullable var turn: Turn?
    @Nullable var order: OrderPreview?
    @Nullable var approval: Approval?

    init(_ preview: NativeAccess.PreviewedTurn, _ order: OrderPreview?) throws {
        let known = preview.session
        (session, name) = (known.isBegun ? known.id : nil, known.name)
        open_turn = known.openTurn?.number
        understood = UnderstoodPart(preview.reading)
        turn = preview.reading.turn.map(Turn.init)
        self.order = order
        if let draft = preview.draft {
            approval = Approval(
                sent_sha256: draft.order.prompt.digest, order_sha256: try draft.order.digest)
        }
    }
}

/// That a turn is under way: `docs/schemas/turn-started.v1.json`.
struct StartedTurnDocument: Encodable {
    let schema = "candid/turn-started/1"
    let id: RunID
    let events: String
    let is_repeat: Bool
    let session: RunID
    let name: String
    @Nullable var understood: UnderstoodPart?
    let turn: TurnPart
    let sent_sha256: Digest

    init(_ started: NativeAccess.StartedTurn) {
        id = started.turn.run
        events = "/api/v1/runs/\(started.turn.run)/events"
        is_repeat = started.reading == nil
        (session, name) = (started.session.id, started.session.name)
        understood = started.reading.map(UnderstoodPart.init)
        turn = TurnPart(started.turn)
        sent_sha256 = started.turn.sent.digest
    }
}

/// How a session stands after a step: `docs/schemas/session-step.v1.json`.
struct SessionStepDocument: Encodable {
    let schema = "candid/session-step/1"
    let notes: [String]
    let session: SessionDocument

    init(_ session: Session, _ notes: [String]) {
        (self.session, self.notes) = (SessionDocument(session), notes)
    }
}

/// What the judge said of a session's picture: `docs/schemas/session-answer.v1.json`.
struct SessionAnswerDocument: Encodable {
    let schema = "candid/session-answer/1"
    let session: RunID
    let name: String
    @Nullable var turn: Int?
    let picture: Digest
    let question: String
    let answer: String
    let speaker: String
    let model: String
    let conversation: RunID
    let is_verified = false

    init(_ session: Session, _ answer: SessionAnswer) {
        (self.session, name) = (session.id, session.name)
        (turn, picture) = (answer.picture.turn, answer.picture.file.digest)
        (question, self.answer) = (answer.question, answer.words)
        (speaker, model, conversation) = (answer.speaker, answer.model, answer.conversation)
    }
}
