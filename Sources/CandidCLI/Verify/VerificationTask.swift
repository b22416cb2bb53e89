import Candid
import CandidIO
import CandidServer
import Foundation
import Pixels

/// What is to be found out about a picture, whoever asks.
struct VerificationTask {
    let picture: [UInt8]
    var parent: [UInt8]?
    /// What is read out of its prompt.
    var brief: BriefReading?
    /// Sentences that somebody said of it.
    var said: [String] = []
    /// What colours and ground are claimed.
    var looks: [Claim] = []
    var contract: String?
    /// Where it might change: a picture's file.
    var mask: [UInt8]?
    /// Where it might change, as `x,y,w,h`.
    var box: String?
    /// The route that made it, where no receipt says so.
    var route: String?
    /// What a speaker read out of sentences.
    var inferred: [Claim] = []
    /// Who pays the judge; nil is nobody with a key.
    var payer: NativeAccess.Payer?
    /// Whose receipts alone are looked at; nil is everybody's.
    var viewer: RunID?

    /// What was found out, not yet written down.
    struct Finding {
        let judgement: Judgement
        let subject: Verifier.Subject
        /// The receipt that knows the picture.
        let receipt: RunID?
    }

    /// What our rules read out of what was said.
    ///
    /// - Throws: ``CommandFailure``.
    func claims() throws -> [Claim] {
        var claims = brief?.claims ?? []
        claims += looks
        let isAlone = said.isEmpty && brief == nil && looks.isEmpty
        // A parent with nothing said of it is still to be compared.
        let hasRegion = try hasRegion
        if parent != nil, contract != nil || hasRegion || isAlone {
            claims += try givenContract().claims(for: nil, hasRegion: hasRegion)
        }
        return claims + said.flatMap { SentenceReading($0).claims }
    }

    /// Finds out.
    ///
    /// - Throws: ``CommandFailure`` where that can't be done.
    func finding(_ settings: Settings, _ ledger: SQLiteLedger) async throws -> Finding {
        let claims = (try claims() + inferred).enumerated().map { $1.renamed($0) }
        guard !claims.isEmpty else {
            throw CommandFailure(
                .badInput,
                "nothing that can be checked was found in the words given. Say what is to be seen, "
                    + "or what was done.")
        }
        var subject = Verifier.Subject(picture, from: parent, mask: try region())
        let known = try await KnownPicture(
            picture, ledger, settings.pictureStore, of: viewer)
        let maker = try await maker(known, ledger, settings)
        (subject.engine, subject.drawnBy) = (maker?.engine, maker?.model)
        var verifier = try settings.verifier(of: maker) { ledger }
        if let payer { verifier = verifier.charging(payer.caller, within: payer.budget) }
        subject.helper = maker.flatMap { verifier.helper(of: $0) }
        do {
            var judgement = try await verifier.judgement(on: claims, subject)
            if let known { judgement.picture = known.digest }
            judgement.uncovered = brief?.uncovered ?? []
            return Finding(judgement: judgement, subject: subject, receipt: known?.receipt)
        } catch let error as ImageError {
            throw CommandFailure(.badInput, "a picture can't be read: \(error)")
        }
    }

    /// What made the picture; nil where neither a receipt nor a word says so.
    private func maker(
        _ known: KnownPicture?, _ ledger: SQLiteLedger, _ settings: Settings
    ) async throws -> Order? {
        if let route {
            let named = try settings.route(named: route)
            return Order("", engine: named.engine.id, model: named.model)
        }
        guard let known else { return nil }
        return Receipt(try await ledger.entries(of: known.receipt))?.order
    }

    private var hasRegion: Bool {
        get throws { try parent != nil && (mask != nil || boxWords() != nil) }
    }

    private func boxWords() throws -> String? {
        try box ?? contract.flatMap { _ in try givenContract().box?.description }
    }

    private func givenContract() throws -> EditContract {
        do { return try EditContract(contract ?? "") } catch {
            throw CommandFailure(.badInput, error.description)
        }
    }

    private func region() throws -> EditMask? {
        guard try hasRegion, let parent else { return nil }
        guard let size = InputPicture(parent)?.size else {
            throw CommandFailure(
                .badInput,
                "the picture before does not say its size, so a region means nothing.")
        }
        if let mask { return try EditMask(file: mask, for: size) }
        let words = try boxWords() ?? ""
        guard let box = PictureBox(words) else {
            throw CommandFailure(
                .badInput, "box: “\(words)” is not x,y,w,h in pixels, such as 20,20,64,64.")
        }
        return try EditMask(box, in: size)
    }
}

extension Claim {
    /// The claim under its place in the whole list, its parents with it.
    fileprivate func renamed(_ index: Int) -> Claim {
        var claim = self
        // Only a brief's claims hang together, and they stand first under their own names.
        if origin != .brief || parents.isEmpty { claim.id = "c\(index + 1)" }
        return claim
    }
}
