import Candid
import CandidIO
import Foundation

/// One turn of a session, for scripts: what `generate --session` and `edit --session` do.
struct ScriptedTurn {
    /// How a message is read.
    enum Reading: String, CaseIterable {
        /// As a new picture, whatever the words are.
        case new
        /// As a change to the current picture.
        case edit
    }

    /// The session's name; one that is not there begins.
    let name: String
    let settings: Settings
    let manner: SessionManner
    /// How the result is told.
    let form: Outcome.Form
    /// How the message is read; nil reads it by the rules of a conversation.
    var reading: Reading?
    /// The turn whose picture is changed; nil for the current one.
    var turn: Int?
    /// What the edit may change and must keep.
    var contract: EditContract?
    /// A mask's file.
    var mask: String?
    /// What must be confirmed.
    var requiresConfirmed = false
    /// Whether findings that would stop the prompt are let pass.
    var saysYes = false

    /// Carries the turn out.
    ///
    /// - Parameters:
    ///   - message: The person's words.
    ///   - dryRun: Whether what would be sent is printed instead, and nothing written.
    /// - Throws: ``CommandFailure`` where the message asks for no picture, or for two things at once;
    ///   `Refusal` where another program works on the session.
    func carryOut(_ message: Prompt, dryRun: Bool) async throws {
        if dryRun { return try await print(message) }
        let desk = try await SessionDesk(name, settings, manner)
        let session = await desk.open.session
        let draft = try draft(message, in: session, from: try await start(in: session))
        try lint(draft)
        let prepared = try await desk.prepare(draft)
        if form == .words {
            for line in TurnText(.error).lines(prepared) { Terminal.error.say(line) }
        }
        let result = try await desk.carryOut(prepared)
        try await Outcome(
            receipt: result.receipt, files: result.files, ledger: desk.ledger, form: form,
            usesOutput: !prepared.destination.isStandardOutput
        ).tell()
        if form == .words { warn(of: result) }
        try result.receipt.answer(requiringConfirmed: requiresConfirmed)
    }

    /// The state to start from: that of the turn that was named, with the region.
    private func start(in session: Session) async throws -> SessionState {
        var state = try turn.map { try session.state(standingAfter: $0) } ?? session.state
        guard mask != nil || contract?.box != nil else { return state }
        guard let size = state.picture?.file.size else {
            throw CommandFailure(
                .badInput, "“\(session.name)” has no picture whose size a region could have.")
        }
        let box = try contract?.box.map { try EditMask($0, in: size) }
        guard let region = try box ?? mask.map({ try manner.mask(at: $0, for: size) }) else {
            return state
        }
        state.mask = InputPicture(region.file)
        _ = try await settings.pictureStore.put(region.file, as: .png)
        return state
    }

    private func draft(
        _ message: Prompt, in session: Session, from start: SessionState
    ) throws -> TurnDraft {
        switch reading {
        case .new: return try TurnDraft(.new(message), said: message, in: session, from: start)
        case .edit:
            guard session.state.picture != nil || session.state.brief != nil else {
                throw CommandFailure(
                    .badInput,
                    "“\(session.name)” has no picture yet to change. Begin with candid generate "
                        + "--session \(session.name).")
            }
            return try TurnDraft(
                .edit(message), said: message, contract: contract, in: session, from: start)
        case nil: break
        }
        let understanding = Understanding(message, in: session)
        for note in understanding.notes where form != .quiet {
            Terminal.error.say("note: \(Terminal.visible(note))")
        }
        switch understanding.wish {
        case .new, .edit, .draw:
            let earlier = try understanding.base.map { try session.state(standingAfter: $0) }
            return try TurnDraft(
                understanding.wish, said: understanding.wish == .draw ? nil : message,
                contract: understanding.contract, in: session, from: earlier)
        case .clarify(let asked):
            let choices = asked.choices.map { "“\($0.text)”" }.joined(separator: ", ")
            throw CommandFailure(
                .refusedByUs,
                "\(asked.question) Nothing was sent. "
                    + (choices.isEmpty ? "Say it in other words." : "Say one of: \(choices)."))
        default:
            throw CommandFailure(
                .badInput,
                "“\(message.text)” asks for no picture, and generate makes one. candid chat "
                    + "\(session.name) takes it, also through a pipe.")
        }
    }

    private func lint(_ draft: TurnDraft) throws {
        let engine = try settings.engine()
        let order = try settings.order(draft.sent, engine, manner.picture)
        try LintGate(settings: settings, count: 1, says: form == .words)
            .pass(order, to: engine, withYes: saysYes)
    }

    private func warn(of result: TurnResult) {
        guard result.advisesReset else { return }
        Terminal.error.say(
            Terminal.error.yellow("Drift is high: candid session show \(result.session.name)."))
    }

    /// Says what would be sent; the session is read and neither taken nor begun.
    private func print(_ message: Prompt) async throws {
        let known =
            settings.hasLedger
            ? try await settings.openExistingLedger().session(named: name) : nil
        guard let session = try known ?? Session.fresh(name) else { return }
        let draft = try draft(message, in: session, from: try await start(in: session))
        try await draft.checkBase(settings.pictureStore)
        let engine = try settings.engine()
        let order = draft.order(try settings.order(draft.sent, engine, manner.picture))
        var files: [Digest: [UInt8]] = [:]
        for picture in order.pictures {
            files[picture.digest] = try await settings.pictureStore.bytes(of: picture.digest)
        }
        try await DryRun(order, settings, engine, Materials(files)).print(asJSON: form == .json)
    }
}

extension Session {
    /// One that has not begun.
    fileprivate static func fresh(_ name: String) throws -> Session? {
        try check(name: name)
        let note = SessionNote(number: 0, .opened, name: name, state: SessionState())
        let time = Timestamp(.now)
        return try Session([Entry(run: RunID(0), time: time, event: .session(note))])
    }
}
