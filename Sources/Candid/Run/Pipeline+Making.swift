/// The front door: from words to a receipt in one call each.
extension Pipeline {
    /// Makes pictures from words, sent verbatim to the engine's usual model.
    ///
    /// ```swift
    /// let receipt = try await pipeline.make("a red pear on a blue plate")
    /// ```
    ///
    /// - Parameter prompt: The words, which are sent to the byte.
    /// - Returns: The receipt, also of a run that made nothing: see ``Receipt/state``.
    /// - Throws: Like ``make(_:)-(Order)``.
    public func make(_ prompt: Prompt) async throws -> Receipt {
        try await make(order(prompt))
    }

    /// Makes what an order says.
    ///
    /// - Parameter order: What is asked.
    /// - Returns: The receipt, also of a run that made nothing: see ``Receipt/state``.
    /// - Throws: ``Refusal`` for what the engine can't honour exactly, before anything is sent;
    ///   whatever the ledger or the picture store throws; `CancellationError` where nothing was
    ///   written down before the task was cancelled.
    public func make(_ order: Order) async throws -> Receipt {
        try await carryOut(try draft(order))
    }

    /// Changes a picture under a contract, and holds the result to it.
    ///
    /// A region of the contract goes along as a mask. What pixels can't say about the result is
    /// inconclusive, unless ``verification`` is set to somebody who can.
    ///
    /// - Parameters:
    ///   - picture: The file to change.
    ///   - instruction: What to change, in a person's words.
    ///   - contract: What may change and must stay.
    /// - Returns: The receipt, with the verdicts.
    /// - Throws: Like ``make(_:)-(Order)``, and ``Refusal`` for a file that is no picture.
    public func edit(
        _ picture: [UInt8], _ instruction: Prompt, under contract: EditContract
    ) async throws -> Receipt {
        guard let input = InputPicture(picture) else {
            throw Refusal(
                field: "image", reason: "the file is no picture that we know",
                wayOut: "Give a PNG, JPEG, WebP, GIF or SVG file.")
        }
        var order = order(instruction)
        order.inputs = [input]
        _ = try await pictures.put(picture, as: input.format)
        if let box = contract.box {
            guard let size = input.size else {
                throw Refusal(
                    field: "box", reason: "the picture does not say its size",
                    wayOut: "Leave the region out.")
            }
            let mask = try EditMask(box, in: size)
            order.mask = InputPicture(mask.file)
            _ = try await pictures.put(mask.file, as: .png)
        }
        var pipeline = self
        let verifier = verification?.verifier ?? Verifier(random: world.random)
        let claims = contract.claims(for: instruction, hasRegion: contract.box != nil)
        pipeline.verification = Verification(verifier, of: claims)
        return try await pipeline.carryOut(try draft(order, under: contract))
    }

    /// The file of a picture that this pipeline keeps, exactly as it was received.
    ///
    /// - Throws: ``Refusal`` where it is no longer there; whatever the store throws.
    public func file(of picture: Picture) async throws -> [UInt8] {
        guard let file = try await pictures.bytes(of: picture.digest) else {
            throw Refusal(
                field: "picture", reason: "\(picture.digest) is no longer in the store",
                wayOut: "Make it again.")
        }
        return file
    }

    /// The order for words, to the engine's usual model; set what else you want of it.
    public func order(_ prompt: Prompt) -> Order {
        Order(prompt, engine: provider.engine.id, model: provider.engine.defaultModel)
    }

    private func carryOut(_ draft: Draft) async throws -> Receipt {
        // Only a task that was cancelled before its first entry leaves none.
        guard let receipt = try await run(draft).receipt() else { throw CancellationError() }
        return receipt
    }
}
