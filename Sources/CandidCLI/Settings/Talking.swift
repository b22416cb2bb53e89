import Candid

/// From what is in force to a judge or a speaker.
extension Settings {
    /// The name of a judge or speaker that is none.
    static let nobody = "none"

    /// The judge in force, within reach.
    ///
    /// - Parameters:
    ///   - ledger: Where its conversations are written down.
    ///   - makers: The models that had a hand in the picture; where the judge's model is left open and
    ///     there is a choice, it is none of them.
    /// - Throws: ``CommandFailure`` where none is named, or where its key is missing.
    /// - Returns: The judge's route.
    func judge(_ ledger: any Ledger, avoiding makers: Set<String> = []) throws -> SpeakerRoute {
        try route("judge", values.judge, ledger, avoiding: makers)
    }

    /// The speaker in force, within reach.
    ///
    /// - Throws: Like ``judge(_:)``.
    func speaker(_ ledger: any Ledger) throws -> SpeakerRoute {
        try route("speaker", values.speaker, ledger)
    }

    private func route(
        _ role: String, _ wish: String?, _ ledger: any Ledger, avoiding makers: Set<String> = []
    ) throws -> SpeakerRoute {
        let known = try SpeakerCatalogue.included().speakers
        guard let wish, wish != Self.nobody else {
            throw CommandFailure(
                .badInput,
                "nobody is to be asked (\(origin(role))). Name a \(role) with --\(role), "
                    + "CANDID_\(role.uppercased()) or \(role) in your settings: "
                    + known.map(\.id).joined(separator: ", ") + "; as NAME or NAME/MODEL.")
        }
        let parts = wish.split(separator: "/", maxSplits: 1).map(String.init)
        do {
            let speaker = try SpeakerCatalogue(speakers: known).speaker(named: parts.first ?? "")
            let model = try speaker.model(
                named: parts.count > 1 ? parts[1] : nil, avoiding: makers)
            return try reach(speaker, model: model, ledger)
        } catch let refusal as Refusal {
            throw CommandFailure(
                .badInput, "\(role): \(refusal.reason). \(refusal.wayOut) (\(origin(role)))")
        }
    }

    /// A speaker within reach; nil where its key is missing.
    func reachable(
        _ speaker: Speaker, model: String, _ ledger: any Ledger
    ) throws -> SpeakerRoute? {
        do {
            return try reach(speaker, model: model, ledger)
        } catch is CommandFailure {
            return nil
        }
    }

    private func reach(
        _ speaker: Speaker, model: String, _ ledger: any Ledger
    ) throws -> SpeakerRoute {
        let provider = speaker.provider(at: try address(of: speaker))
        var route = SpeakerRoute(provider, model: model, ledger: ledger, world: try world())
        route.purse = try purse()
        return route
    }

    /// A key is shared with an engine only at the engine's own address.
    private func address(of speaker: Speaker) throws -> SpeakerAddress {
        let own = values[speaker: speaker.id]
        let shared = own.base_url == nil ? speaker.shares.map { values[service: $0] } : nil
        let base = own.base_url ?? shared?.base_url ?? speaker.address ?? ""
        let key = own.key ?? shared?.key
        if speaker.needsKey, key == nil, own.base_url == nil {
            let variable = Setting.named("speakers.\(speaker.id).key")?.variable
            throw CommandFailure(
                .badInput,
                "there is no key for \(speaker.id). Set \(variable.map { "\($0), or " } ?? "")"
                    + "speakers.\(speaker.id).key in your settings.")
        }
        return speaker.reached(
            by: Access(
                base, key: key, organization: shared?.organization, project: shared?.project))
    }
}
