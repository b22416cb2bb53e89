import Candid
import CandidIO
import Foundation
import Pixels

/// Works on one session in front of a person: composes, shows, draws, measures, writes down.
struct SessionDesk {
    /// The session.
    let open: OpenSession
    /// What is in force.
    let settings: Settings
    /// Where it is written down.
    let ledger: SQLiteLedger
    /// How pictures are made and told.
    let manner: SessionManner
    private let lock: SessionLock
    /// Whether it was there before.
    let isKnown: Bool

    /// Takes a session up, or begins one.
    ///
    /// - Parameters:
    ///   - name: Its name, or the beginning of its digits; nil for a new one with a name of its own.
    ///   - settings: What is in force.
    ///   - manner: How pictures are made and told.
    ///   - start: How a new one stands before anything was said.
    /// - Throws: ``CommandFailure`` where another program works on it.
    init(
        _ name: String?, _ settings: Settings, _ manner: SessionManner,
        start: SessionState = SessionState()
    ) async throws {
        self.settings = settings
        self.manner = manner
        let ledger = try settings.openLedger()
        self.ledger = ledger
        let taken = try await ledger.take(name, beginning: start, try settings.world())
        (open, lock, isKnown) = (taken.open, taken.lock, taken.isKnown)
    }

    /// What will be sent for a turn, ready to be shown and carried out.
    func prepare(_ turn: TurnDraft) async throws -> PreparedTurn {
        try await turn.checkBase(settings.pictureStore)
        let engine = try settings.engine()
        let order = try settings.order(turn.sent, engine, manner.picture)
        var pipeline = try settings.pipeline(for: engine, ledger: ledger)
        pipeline.past = try await settings.pastUses(order, engine, ledger)
        pipeline.verification = try await verification(of: turn, order)
        let draft = try pipeline.draft(order, of: turn, in: await open.session)
        return PreparedTurn(
            turn: turn, draft: draft, pipeline: pipeline,
            destination: try PictureDestination(
                settings.values.output ?? ".", order: draft.order, overwrites: manner.overwrites,
                embeds: try settings.embedsRecord()))
    }

    /// Carries a turn out and writes down what came of it.
    func carryOut(_ prepared: PreparedTurn) async throws -> TurnResult {
        let begun = try await open.begin(prepared.turn)
        let making = Making(
            pipeline: prepared.pipeline, ledger: ledger, store: settings.pictureStore,
            showsProgress: manner.says)
        let receipt = try await making.carryOut(prepared.draft, as: begun.run)
        let pixels = try await prepared.turn.pixelDrift(of: receipt, in: settings.pictureStore)
        let ended = try await open.end(begun, prepared.turn, receipt, pixels: pixels)
        let files = try making.write(receipt, to: prepared.destination)
        return TurnResult(turn: ended, receipt: receipt, files: files, session: await open.session)
    }

    /// What came of an edit is checked; a new picture only where that was asked for.
    private func verification(
        of turn: TurnDraft, _ order: Order
    ) async throws -> Verification? {
        guard manner.verifies else { return nil }
        let ledger = ledger
        let verifier = try settings.verifier(of: order) { ledger }
        guard turn.kind == .edit else { return Verification(verifier, of: [Claim(.whole)]) }
        let contract = try turn.contract ?? EditContract()
        var verification = Verification(
            verifier, of: contract.claims(for: turn.asked, hasRegion: turn.mask != nil))
        // A provider that remembers is sent no picture, and is held to it all the same.
        if turn.follows != nil, let base = turn.base {
            verification.parent = try await settings.pictureStore.bytes(of: base.file.digest)
        }
        return verification
    }

    /// Lets the next edit change a region alone.
    ///
    /// - Parameters:
    ///   - mask: The region, as a mask of the current picture's size.
    ///   - box: The rectangle, where it is one.
    /// - Throws: Whatever the ledger or the store throws.
    func mark(_ mask: EditMask, _ box: PictureBox? = nil) async throws {
        guard let picture = InputPicture(mask.file) else {
            throw CommandFailure(.badInput, "the mask is no picture.")
        }
        _ = try await settings.pictureStore.put(mask.file, as: picture.format)
        try await open.mark(picture, box)
    }

    /// Reads a mask's file for the current picture.
    ///
    /// - Throws: ``CommandFailure`` or `Refusal` that says what is wrong with it.
    func mask(at path: String) async throws -> EditMask {
        try manner.mask(at: path, for: try await sizeOfPicture("mask"))
    }

    /// The size of the picture that the next edit changes.
    func sizeOfPicture(_ field: String) async throws -> Size {
        guard let picture = await open.session.state.picture else {
            throw CommandFailure(
                .badInput, "\(field): there is no picture yet that a region could be of.")
        }
        guard let size = picture.file.size else {
            throw CommandFailure(
                .badInput, "\(field): the picture does not say its size, so a region means nothing."
            )
        }
        return size
    }
}

/// How pictures are made and told.
struct SessionManner {
    var picture: PictureOptions
    /// Whether anything is said on the way.
    var says = true
    /// Whether what came of an edit is checked.
    var verifies = true
    /// Whether files that are there are written over.
    var overwrites = false
}

extension SessionManner {
    /// Reads a mask's file.
    ///
    /// - Throws: ``CommandFailure`` or `Refusal` that says what is wrong with it.
    func mask(at path: String, for size: Size) throws -> EditMask {
        try EditMask(file: try maskFile(at: path), for: size)
    }

    /// The bytes of a mask's file.
    ///
    /// - Throws: ``CommandFailure`` where there is none, or it is no picture.
    func maskFile(at path: String) throws -> [UInt8] {
        var options = picture
        (options.images, options.mask, options.markup) = ([], path, nil)
        let given = try GivenPictures(options)
        return given.bytes(of: given.mask) ?? []
    }
}

/// A turn that is about to be sent.
struct PreparedTurn {
    let turn: TurnDraft
    let draft: Draft
    let pipeline: Pipeline
    let destination: PictureDestination
}

/// What came of a turn.
struct TurnResult {
    let turn: SessionTurn
    let receipt: Receipt
    let files: [String]
    let session: Session

    /// Whether a reset is advised: words or pixels are past the alarm.
    ///
    /// Not after a picture that was drawn anew, which is what a reset makes.
    var advisesReset: Bool { turn.kind != .draw && isDriftHigh }

    /// Whether words or pixels are past the alarm.
    var isDriftHigh: Bool { turn.words?.level == .high || turn.pixels?.level == .high }

    /// What the command tells the shell.
    var status: ExitStatus {
        switch receipt.state {
        case .finished: receipt.judgements.contains { $0.outcome == .refuted } ? .answerIsNo : .done
        case .failed: receipt.failure.map { ExitStatus($0) } ?? .unreachable
        case .cancelled: .cancelled
        case .open: .unreachable
        }
    }
}
