/// An event is an object with its kind's name and, under the same name, what it holds, so that
/// other programs can read a ledger without knowing Swift's way of writing enumerations.
extension Event: Codable {
    private enum Kind: String, CodingKey, CaseIterable {
        case drafted, sent, accepted, postponed, rerouted, partial, received, reported, settled
        case batched, questioned, answered, judged, described
        case finished, failed, cancelled, resolved
        case session, key, calibrated
        case turnedAway = "turned_away"
    }

    private enum Key: String, CodingKey {
        case kind
    }

    /// The kind's name, as it stands in the ledger.
    public var kind: String { code.rawValue }

    private var code: Kind {
        switch self {
        case .drafted: .drafted
        case .sent: .sent
        case .accepted: .accepted
        case .postponed: .postponed
        case .rerouted: .rerouted
        case .partial: .partial
        case .received: .received
        case .reported: .reported
        case .settled: .settled
        case .batched: .batched
        case .questioned: .questioned
        case .answered: .answered
        case .judged: .judged
        case .described: .described
        case .finished: .finished
        case .failed: .failed
        case .cancelled: .cancelled
        case .resolved: .resolved
        case .session: .session
        case .calibrated: .calibrated
        case .key: .key
        case .turnedAway: .turnedAway
        }
    }

    /// Encodes the event.
    public func encode(to encoder: any Encoder) throws {
        var kind = encoder.container(keyedBy: Key.self)
        try kind.encode(code.rawValue, forKey: .kind)
        var payload = encoder.container(keyedBy: Kind.self)
        switch self {
        case .drafted(let draft): try payload.encode(draft, forKey: .drafted)
        case .sent(let sending): try payload.encode(sending, forKey: .sent)
        case .accepted(let note): try payload.encode(note, forKey: .accepted)
        case .postponed(let note): try payload.encode(note, forKey: .postponed)
        case .rerouted(let note): try payload.encode(note, forKey: .rerouted)
        case .partial(let picture): try payload.encode(picture, forKey: .partial)
        case .received(let picture): try payload.encode(picture, forKey: .received)
        case .reported(let report): try payload.encode(report, forKey: .reported)
        case .settled(let cost): try payload.encode(cost, forKey: .settled)
        case .batched(let note): try payload.encode(note, forKey: .batched)
        case .questioned(let note): try payload.encode(note, forKey: .questioned)
        case .answered(let saying): try payload.encode(saying, forKey: .answered)
        case .judged(let judgement): try payload.encode(judgement, forKey: .judged)
        case .described(let told): try payload.encode(told, forKey: .described)
        case .finished: break
        case .failed(let failure): try payload.encode(failure, forKey: .failed)
        case .cancelled(let cancellation): try payload.encode(cancellation, forKey: .cancelled)
        case .resolved(let note): try payload.encode(note, forKey: .resolved)
        case .session(let note): try payload.encode(note, forKey: .session)
        case .calibrated(let measured): try payload.encode(measured, forKey: .calibrated)
        case .key(let note): try payload.encode(note, forKey: .key)
        case .turnedAway(let note): try payload.encode(note, forKey: .turnedAway)
        }
    }

    /// Decodes an event; a kind that this version does not know is an error that names it.
    public init(from decoder: any Decoder) throws {
        let name = try decoder.container(keyedBy: Key.self).decode(String.self, forKey: .kind)
        let payload = try decoder.container(keyedBy: Kind.self)
        switch Kind(rawValue: name) {
        case .drafted: self = .drafted(try payload.decode(Draft.self, forKey: .drafted))
        case .sent: self = .sent(try payload.decode(Sending.self, forKey: .sent))
        case .accepted: self = .accepted(try payload.decode(Acceptance.self, forKey: .accepted))
        case .postponed:
            self = .postponed(try payload.decode(Postponement.self, forKey: .postponed))
        case .rerouted: self = .rerouted(try payload.decode(Rerouting.self, forKey: .rerouted))
        case .partial: self = .partial(try payload.decode(PartialPicture.self, forKey: .partial))
        case .received: self = .received(try payload.decode(Picture.self, forKey: .received))
        case .reported: self = .reported(try payload.decode(EngineReport.self, forKey: .reported))
        case .settled: self = .settled(try payload.decode(Cost.self, forKey: .settled))
        case .batched: self = .batched(try payload.decode(BatchNote.self, forKey: .batched))
        case .questioned:
            self = .questioned(try payload.decode(Questioning.self, forKey: .questioned))
        case .answered: self = .answered(try payload.decode(Saying.self, forKey: .answered))
        case .judged: self = .judged(try payload.decode(Judgement.self, forKey: .judged))
        case .described:
            self = .described(try payload.decode(PictureDescription.self, forKey: .described))
        case .finished: self = .finished
        case .failed: self = .failed(try payload.decode(Failure.self, forKey: .failed))
        case .cancelled:
            self = .cancelled(try payload.decode(Cancellation.self, forKey: .cancelled))
        case .resolved: self = .resolved(try payload.decode(Resolution.self, forKey: .resolved))
        case .session: self = .session(try payload.decode(SessionNote.self, forKey: .session))
        case .calibrated:
            self = .calibrated(try payload.decode(Calibration.self, forKey: .calibrated))
        case .key: self = .key(try payload.decode(KeyNote.self, forKey: .key))
        case .turnedAway:
            self = .turnedAway(try payload.decode(TurnedAway.self, forKey: .turnedAway))
        case nil:
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "an event of the unknown kind “\(name)”"))
        }
    }
}
