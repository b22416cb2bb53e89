/// How the pictures of a run are judged before it ends.
public struct Verification: Sendable {
    /// Who tells.
    public var verifier: Verifier
    /// What is claimed of every picture.
    public var claims: [Claim]
    /// Content words of the brief that no claim covers.
    public var uncovered: [String] = []
    /// The picture that it was made from, where the provider remembers it and the order sends none.
    public var parent: [UInt8]?

    /// Creates a verification.
    public init(_ verifier: Verifier, of claims: [Claim]) {
        self.verifier = verifier
        self.claims = claims
    }

    /// Holds pictures to their brief: that they are not blank, and each thing that it asks for.
    ///
    /// - Parameters:
    ///   - verifier: Who tells.
    ///   - brief: The person's own words.
    ///   - more: What else is claimed.
    public init(_ verifier: Verifier, holdingTo brief: Prompt, and more: [Claim] = []) {
        let reading = BriefReading(brief)
        // A brief's claims hang together by their names, so only the others are named anew.
        let others = ([Claim(.whole)] + more).enumerated().map { index, claim in
            var claim = claim
            claim.id = "p\(index + 1)"
            return claim
        }
        self.init(verifier, of: reading.claims + others)
        uncovered = reading.uncovered
    }

    /// Judges a picture, what the engine said of its work with it.
    ///
    /// A picture that can't be decoded leaves every claim inconclusive: it is not the run's failure.
    ///
    /// - Parameters:
    ///   - file: The file as it was received.
    ///   - order: What was ordered.
    ///   - materials: The bytes of the order's pictures.
    ///   - said: What the engine said beside the picture, which is a claim like any other.
    /// - Returns: A verdict for each claim.
    func judgement(
        of file: ReceivedFile, _ order: Order, _ materials: Materials, said: String?
    ) async -> Judgement {
        var all = claims
        if let said, order.isEdit || parent != nil {
            all += SentenceReading(said).claims.map { claim in
                var claim = claim
                claim.id = ""
                return claim
            }
        }
        for index in all.indices where all[index].id.isEmpty { all[index].id = "c\(index + 1)" }
        do {
            let parent = try order.inputs?.first.map { try materials.bytes(of: $0) } ?? parent
            var mask: EditMask?
            if let file = order.mask, let size = order.inputs?.first?.size {
                mask = try EditMask(file: try materials.bytes(of: file), for: size)
            }
            var subject = Verifier.Subject(
                try file.bytes(), from: parent, mask: mask, drawnBy: order.model,
                through: order.engine)
            subject.helper = verifier.helper(of: order)
            var judgement = try await verifier.judgement(on: all, subject)
            judgement.uncovered = uncovered
            return judgement
        } catch {
            let verdicts = all.map {
                Verdict(
                    $0, .inconclusive, by: "none", because: "it could not be looked at: \(error)")
            }
            return Judgement(of: file.digest, verdicts)
        }
    }
}
