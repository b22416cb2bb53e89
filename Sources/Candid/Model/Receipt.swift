import Foundation

/// The record of one run: what was asked, what was sent, what came back, and what it cost.
///
/// A receipt is a fold over a run's entries and can always be made again from them.
public struct Receipt: Hashable, Sendable {
    /// How the run stands.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        /// It has not ended, or the program died before it could be written down.
        case open
        /// It ended with its pictures.
        case finished
        /// It ended without them.
        case failed
        /// The person ended it.
        case cancelled
    }

    /// The run's name, and the receipt's.
    public let id: RunID
    /// When the run began.
    public let began: Timestamp
    /// When its last event happened.
    public private(set) var ended: Timestamp
    /// How it stands.
    public private(set) var state = State.open
    /// What the person approved.
    public let asked: Prompt
    /// What was ordered, in the end, where another route had to be asked.
    public private(set) var order: Order
    /// The run that this one repeats.
    public let replays: RunID?
    /// The edit that this one repairs: what it changed outside its region was pasted back.
    public let repairs: RunID?
    /// The earlier run whose pictures were given again; nil where they were made for this one.
    public let recalls: RunID?
    /// The batch in which it was sent; nil is by itself.
    public let batch: RunID?
    /// The lock that the prompt was checked against.
    public let lock: LockUse?
    /// The directive that we wrapped around the prompt.
    public let directive: String?
    /// Where the words came from; nil where a person gave them as they are.
    public let provenance: Provenance?
    /// What an edit might change and had to keep.
    public let contract: EditContract?
    /// The turn of a session that it is; nil where it is none.
    public let session: SessionUse?
    /// The verdicts on the claims about its pictures.
    public private(set) var judgements: [Judgement] = []
    /// What somebody said that its pictures show; never a verification.
    public private(set) var descriptions: [PictureDescription] = []
    /// What left this machine; nil where nothing did.
    public private(set) var sent: Sending?
    /// The service's own name for the job.
    public private(set) var job: String?
    /// The waits before the request was sent again.
    public private(set) var postponements: [Postponement] = []
    /// The routes that were left, and why.
    public private(set) var reroutings: [Rerouting] = []
    /// The pictures.
    public private(set) var pictures: [Picture] = []
    /// The unfinished pictures.
    public private(set) var partials: [PartialPicture] = []
    /// What the engine said of its work.
    public private(set) var report: EngineReport?
    /// The name under which its spending is added up.
    public let project: String?
    /// The name under which its spending stands with what the same command bought; nil is its own.
    public let bill: RunID?
    /// Who ordered it through the gateway; nil is nobody with a key.
    public let caller: Caller?
    /// What it may cost, reckoned before; nil is unpriced.
    public private(set) var estimate: Cost?
    /// What was found out of it later.
    public private(set) var resolutions: [Resolution] = []
    /// The estimate, or the settled cost where there is one; nil is unpriced.
    public private(set) var cost: Cost?
    /// Why there is no picture.
    public private(set) var failure: Failure?
    /// Whether the provider may charge although the run did not finish.
    public private(set) var perhapsCharged = false

    /// Adds up the entries of one run, in order; nil unless the first is its draft.
    public init?(_ entries: [Entry]) {
        guard let first = entries.first, case .drafted(let draft) = first.event else { return nil }
        id = first.run
        began = first.time
        ended = first.time
        asked = draft.asked
        order = draft.order
        replays = draft.replays
        repairs = draft.repairs
        recalls = draft.recalls
        lock = draft.lock
        directive = draft.directive
        provenance = draft.provenance
        contract = draft.contract
        session = draft.session
        project = draft.project
        bill = draft.bill
        caller = draft.caller
        batch = draft.batch
        estimate = draft.estimate
        cost = draft.estimate
        for entry in entries.dropFirst() { add(entry) }
        if state == .open, sent != nil { perhapsCharged = isCharged }
    }

    private mutating func add(_ entry: Entry) {
        // Looking at a picture again does not make its run any longer.
        if !entry.event.isVerdict || state == .open { ended = entry.time }
        switch entry.event {
        case .drafted, .batched, .questioned, .answered, .session, .key, .turnedAway, .calibrated:
            break
        case .sent(let sending):
            sent = sending
            job = sending.job
        case .accepted(let note): job = note.job
        case .postponed(let note): postponements.append(note)
        case .rerouted(let note):
            reroutings.append(note)
            order = note.order
            (estimate, cost) = (note.estimate, note.estimate)
        case .partial(let picture): partials.append(picture)
        case .received(let picture): pictures.append(picture)
        case .reported(let report): self.report = report
        case .settled(let cost): self.cost = cost
        case .judged(let judgement): judgements.append(judgement)
        case .described(let told): descriptions.append(told)
        case .finished: state = .finished
        case .failed(let failure):
            state = .failed
            self.failure = failure
            perhapsCharged = failure.perhapsCharged
        case .cancelled(let cancellation):
            state = .cancelled
            perhapsCharged = cancellation.perhapsCharged
        case .resolved(let resolution): add(resolution)
        }
    }

    private mutating func add(_ resolution: Resolution) {
        resolutions.append(resolution)
        pictures += resolution.pictures
        report = resolution.report ?? report
        cost = resolution.cost ?? cost
        if !resolution.pictures.isEmpty {
            state = .finished
            failure = nil
        }
        guard let charged = resolution.charged else { return }
        perhapsCharged = false
        if !charged {
            cost = Cost(low: 0, high: 0, basis: .settled, source: resolution.note)
        }
        guard state == .open else { return }
        state = .failed
        failure = Failure(.unreachable, "the program was cut off; \(resolution.note)")
    }

    /// An engine that is known to be free can't have charged.
    private var isCharged: Bool { cost?.high != 0 }
}

extension Receipt {
    /// Whether what was sent is what was asked.
    ///
    /// A difference is our own alteration.
    public var sentAsAsked: Bool? { sent.map { $0.prompt == asked } }

    /// What became of the words on the provider's side; nil where no picture came back.
    public var delivery: Delivery? {
        guard let sent else { return nil }
        return Delivery(ofAll: pictures.map { Delivery(sent: sent.prompt, revised: $0.revised) })
    }

    /// The texts that the provider reports, each once, in the pictures' order.
    public var revised: [Prompt] {
        var seen: Set<Prompt> = []
        return pictures.compactMap(\.revised).filter { seen.insert($0).inserted }
    }

    /// How long it took, in milliseconds.
    public var milliseconds: Int64 { ended.milliseconds - began.milliseconds }
}
