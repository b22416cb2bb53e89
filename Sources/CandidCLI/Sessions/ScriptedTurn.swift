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

        var kind: SessionTurn.Kind {
            switch self {
            case .new: .new
            case .edit: .edit
            }
        }
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
        let draft = try await draft(message, in: session)
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

    private func draft(_ message: Prompt, in session: Session) async throws -> TurnDraft {
        var said = SessionMessage(message, as: reading?.kind)
        said.from = turn
        (said.only, said.keep) = (contract?.only ?? [], contract?.keep ?? [])
        said.region = try region()
        let found = try SessionReading(said, in: session)
        for note in found.notes where form != .quiet {
            Terminal.error.say("note: \(Terminal.visible(note))")
        }
        if let draft = found.turn {
            try await found.keepMask(in: settings.pictureStore)
            return draft
        }
        guard case .clarify(let asked) = found.wish else {
            throw CommandFailure(
                .badInput,
                "“\(message.text)” asks for no picture, and generate makes one. candid chat "
                    + "\(session.name) takes it, also through a pipe.")
        }
        let choices = asked.choices.map { "“\($0.text)”" }.joined(separator: ", ")
        throw CommandFailure(
            .refusedByUs,
            "\(asked.question) Nothing was sent. "
                + (choices.isEmpty ? "Say it in other words." : "Say one of: \(choices)."))
    }

    private func region() throws -> SessionMessage.Region? {
        if let box = contract?.box { return .box(box) }
        return try mask.map { .file(try manner.maskFile(at: $0)) }
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
        let session = try known ?? Session.fresh(name, at: Timestamp(try settings.world().now()))
        let draft = try await draft(message, in: session)
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
