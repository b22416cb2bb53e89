extension Pipeline {
    /// A speaker or judge of the catalogue, whose conversations stand in this pipeline's ledger and
    /// count towards its budgets.
    ///
    /// ```swift
    /// let speaker = try pipeline.speaker("openai", key: key)
    /// let plan = try await speaker.plan(for: "a poster for a bicycle shop", count: 3).plan
    /// ```
    ///
    /// - Parameters:
    ///   - name: The speaker, by its name in the catalogue.
    ///   - model: The model; nil is the speaker's usual one.
    ///   - key: The key, for a service that needs one.
    ///   - address: Where the service is reached; nil is the catalogue's own address.
    /// - Returns: The speaker, within reach.
    /// - Throws: ``Refusal`` for a speaker that nobody knows, or that has no model, no address or no
    ///   key.
    public func speaker(
        _ name: String, model: String? = nil, key: String? = nil, at address: String? = nil
    ) throws(Refusal) -> SpeakerRoute {
        let speaker = try SpeakerCatalogue.included().speaker(named: name)
        guard let address = address ?? speaker.address else {
            throw Refusal(
                field: "speaker", reason: "\(name) has no address of its own",
                wayOut: "Say where it is reached.")
        }
        guard key != nil || !speaker.needsKey else {
            throw Refusal(field: "key", reason: "\(name) needs a key", wayOut: "Give one.")
        }
        let access = Access(address, key: key)
        var route = SpeakerRoute(
            speaker.provider(at: speaker.reached(by: access)),
            model: try speaker.model(named: model),
            ledger: ledger, world: world)
        route.purse.prices = prices
        route.purse.budgets = budgets
        route.purse.project = project
        route.purse.bill = bill
        return route
    }
}

extension Speaker {
    /// How the service is reached: the key stands where its dialect wants it.
    public func reached(by access: Access) -> SpeakerAddress {
        guard dialect == .gemini else {
            return SpeakerAddress(access.address, headers: access.bearer)
        }
        return SpeakerAddress(
            access.address, headers: access.key.map { ["x-goog-api-key": $0] } ?? [:])
    }
}
