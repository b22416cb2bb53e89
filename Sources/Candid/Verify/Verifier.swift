import Pixels

/// Tells which claims about a picture are true: by pixels where they can say, by a judge where they
/// can't, and not at all where nothing can.
public struct Verifier: Sendable {
    /// Who is asked where pixels can't say; nil is nobody.
    public var judge: Judge?
    /// Reads the lettering in a picture; nil where nothing here can.
    public var lettering: LetteringReader?
    /// What routes do to pictures that they are told to leave alone, where that was measured.
    public var floors: [RouteFloor] = []
    /// The language models that stand before image models, by engine: they have a hand in the picture.
    public var helpers: [String: String] = [:]
    /// Draws random numbers, for the order of the questions.
    public var random: @Sendable () -> UInt64

    /// Creates a verifier.
    public init(
        judge: Judge? = nil,
        lettering: LetteringReader? = nil,
        random: @escaping @Sendable () -> UInt64
    ) {
        self.judge = judge
        self.lettering = lettering
        self.random = random
    }

    /// The same, its judge at the cost of a caller's key and within its budget.
    public func charging(_ caller: Caller, within budget: KeyBudget) -> Verifier {
        var verifier = self
        verifier.judge = judge?.charging(caller, within: budget)
        return verifier
    }

    /// What is compared.
    public struct Subject: Sendable {
        /// The picture's file.
        public var picture: [UInt8]
        /// The file of the picture that it was made from.
        public var parent: [UInt8]?
        /// Where it might change.
        public var mask: EditMask?
        /// The model that drew it, where that is known.
        public var drawnBy: String?
        /// The engine that the model was reached by, where that is known.
        public var engine: String?
        /// The language model that stood before it, where there was one.
        public var helper: String?

        /// Describes a picture and what it was made from.
        public init(
            _ picture: [UInt8], from parent: [UInt8]? = nil, mask: EditMask? = nil,
            drawnBy model: String? = nil, through engine: String? = nil
        ) {
            self.picture = picture
            self.parent = parent
            self.mask = mask
            drawnBy = model
            self.engine = engine
        }
    }

    /// Judges claims.
    ///
    /// - Parameters:
    ///   - claims: The claims.
    ///   - subject: The picture, and what it was made from.
    /// - Returns: A verdict for each claim, in their order.
    /// - Throws: `ImageError` for a picture that can't be decoded.
    public func judgement(on claims: [Claim], _ subject: Subject) async throws -> Judgement {
        let (picture, parent) = try subject.pixmaps()
        let floor = floors.floor(of: subject.engine, subject.drawnBy)
        let change = parent.map {
            PictureChange(from: $0, to: picture, mask: subject.mask, floor: floor)
        }
        let exhibits = Exhibits(
            picture: picture, parent: parent, mask: subject.mask, change: change,
            lettering: await read(claims, picture, parent))
        let claims = claims.numbered()
        var verdicts: [String: Verdict] = [:]
        for claim in claims { verdicts[claim.id] = await local(claim, exhibits) }
        let open = claims.filter { claim in
            (verdicts[claim.id]?.leavesOpen ?? true) && (!claim.needsParent || parent != nil)
        }
        var asked = false
        if let judge, !open.isEmpty, judge.knows(subject.picture) {
            var examination = Examination(
                judge, .init(file: subject.picture, pixmap: picture),
                parent: parent.flatMap { pixmap in
                    subject.parent.map { .init(file: $0, pixmap: pixmap) }
                }, random: random)
            let seen = await examination.verdicts(on: open)
            asked = !seen.isEmpty
            verdicts.merge(seen) { local, judged in judged.after(local) }
        }
        var told = claims.map { verdicts[$0.id] ?? unsettled($0, hasParent: parent != nil) }
        if let judge, let parent {
            let names = await LeakNames(judge: judge, picture: picture, parent: parent)
                .naming(told)
            (told, asked) = (names.verdicts, asked || names.asked)
        }
        var judgement = Judgement(of: Digest(of: subject.picture), told)
        judgement.judge = asked ? judge.map { JudgeNote($0, drawnBy: subject.makers) } : nil
        judgement.parent = subject.parent.map { Digest(of: $0) }
        judgement.comparison = change?.answer.rawValue
        judgement.floor = change?.floor?.note
        judgement.contradiction = Self.contradiction(claims, change)
        return judgement
    }

    /// The language model that stands before the one that draws; nil where there is none.
    public func helper(of order: Order) -> String? {
        order.options?["outer_model"]?.text ?? helpers[order.engine]
    }

    /// Every model that has a hand in what an order makes.
    public func makers(of order: Order) -> Set<String> {
        Set([order.model, helper(of: order)].compactMap(\.self))
    }

    /// What is written, where a claim asks for it; reading takes a third of a second.
    private func read(
        _ claims: [Claim], _ picture: Pixmap, _ parent: Pixmap?
    ) async -> ReadLettering? {
        guard let lettering, claims.contains(where: \.speaksOfLettering) else { return nil }
        return await ReadLettering(lettering, picture, parent: parent)
    }

    private func local(_ claim: Claim, _ exhibits: Exhibits) async -> Verdict? {
        for check in Check.all {
            if let verdict = await check.decide(claim, exhibits) { return verdict }
        }
        return nil
    }

    private func unsettled(_ claim: Claim, hasParent: Bool) -> Verdict {
        let reason: String
        if claim.needsParent, !hasParent {
            reason = "it speaks of a change, and no parent was given to compare with"
        } else if claim.speaksOfLettering, lettering == nil {
            reason = "nothing here reads lettering, and \(noJudge)"
        } else if claim.wordings.isEmpty {
            reason = "nothing here can tell it"
        } else {
            reason = "pixels can't say, and \(noJudge)"
        }
        return Verdict(claim, .inconclusive, by: "none", because: reason)
    }

    private var noJudge: String {
        guard let judge, judge.isRuleBased else { return "no judge is configured" }
        return "no judge is configured that looks: \(judge.name) knows its own pictures only"
    }

    /// Somebody said that it was done, and nothing changed.
    private static func contradiction(_ claims: [Claim], _ change: PictureChange?) -> String? {
        guard let change, change.isStill else { return nil }
        let deeds: Set<Claim.Kind> = [.changed, .removed, .added, .attribute]
        guard claims.contains(where: { $0.origin == .sentence && deeds.contains($0.kind) }) else {
            return nil
        }
        if change.isWithinFloor {
            return "The assistant said it fixed this. What differs is no more than this route does "
                + "to a picture that it is told to leave alone."
        }
        return change.isSurelyStill
            ? "The assistant said it fixed this. The picture did not change."
            : "The assistant said it fixed this. No change shows in the picture."
    }
}

extension Verdict {
    /// Whether a judge may still tell what was looked at and could not be told.
    ///
    /// Only where seeing better helps: that a shift explains a change is no matter of seeing.
    fileprivate var leavesOpen: Bool {
        outcome == .inconclusive && ["lettering", "palette", "ground", "recolour"].contains(check)
    }

    /// A judge's verdict with what was measured before he was asked.
    fileprivate func after(_ local: Verdict) -> Verdict {
        var verdict = self
        verdict.evidence = local.evidence + evidence
        verdict.reason += "; \(local.reason)"
        return verdict
    }
}

extension Verifier.Subject {
    /// Every model that had a hand in it, as far as that is known.
    fileprivate var makers: Set<String> { Set([drawnBy, helper].compactMap(\.self)) }
}
