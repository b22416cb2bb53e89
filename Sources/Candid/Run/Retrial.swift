public import Pixels

/// Chooses how it is tried again: the worst claim that does not hold, by the cheapest means.
///
/// It never adds a word that was not allowed: see ``RetryLeave``.
public struct Retrial: Sendable {
    /// One further attempt.
    public struct Step: Hashable, Sendable {
        /// By which means.
        public internal(set) var means: Means
        /// The claim that failed worst.
        public internal(set) var claim: Claim
        /// What failed, the means, and why nothing cheaper was taken.
        public internal(set) var reason: String
        /// The words that go behind the person's own, those that helped before first.
        public internal(set) var words: [String] = []
        /// What is sent in place of the brief, where a new picture is mended in a region.
        public internal(set) var instruction: Prompt?
        /// The region to draw again.
        public internal(set) var box: PictureBox?
        /// The picture to change, where a new picture is mended in a region.
        public internal(set) var base: InputPicture?
        /// The seed of a new draw.
        public internal(set) var seed: UInt64?
    }

    /// What is done next.
    public enum Choice: Hashable, Sendable {
        /// This.
        case step(Step)
        /// Nothing, because no attempt could help: why.
        case nothing(String)
    }

    let order: Order
    let model: Model
    let leave: RetryLeave
    /// Where things stand in the picture that is changed.
    let places: PicturePlaces
    /// Words and regions of attempts that were taken.
    private(set) var standing: (words: [String], box: PictureBox?) = ([], nil)
    private(set) var tried: Set<String> = []

    /// Prepares for further attempts.
    ///
    /// - Parameters:
    ///   - order: The first attempt's, with the person's own words.
    ///   - model: What the route's model takes.
    ///   - leave: Which words may be added.
    ///   - places: Where things stand in the picture that is changed, as far as that is known.
    public init(
        of order: Order, on model: Model, leave: RetryLeave, places: PicturePlaces? = nil
    ) {
        self.order = order
        self.model = model
        self.leave = leave
        self.places = places ?? PicturePlaces(nil)
    }

    /// Every word that attempts may add, to be shown before anything is sent.
    ///
    /// - Parameter claims: What is claimed of the picture.
    /// - Returns: The sentences, each once; the person's own first.
    public func possibleWords(for claims: [Claim]) -> [String] {
        guard leave.allowsEvidence else { return leave.words }
        let isKorean = order.prompt.isKorean
        let ours = claims.flatMap { claim -> [String?] in
            guard !order.isEdit else {
                return [true, false].map {
                    EditFeedback.sentence(claim, isRefuted: $0, isKorean: isKorean)
                }
            }
            let mends = model.mask ?? Model.MaskUse.none != .none
            return [
                BriefFeedback.sentence(claim, isKorean: isKorean),
                mends ? BriefFeedback.instruction(claim, isKorean: isKorean) : nil,
            ]
        }
        var seen: Set<String> = []
        return (leave.words + ours.compactMap(\.self)).filter { seen.insert($0).inserted }
    }

    /// The next attempt.
    ///
    /// - Parameter best: The best one so far, which was judged.
    /// - Returns: What is done, or why nothing is.
    public mutating func next(after best: Receipt) -> Choice {
        guard let judgement = best.judgements.first else { return .nothing("nothing was checked") }
        let failing = judgement.failing
        for verdict in failing {
            guard let step = step(for: verdict, judgement, best) else { continue }
            tried.insert(Self.key(step, best))
            return .step(step)
        }
        guard let worst = failing.first else { return .nothing("every claim holds") }
        return .nothing("no attempt can settle “\(worst.claim.words)”: \(worst.reason)")
    }

    /// Notes that an attempt was taken as the best, so that later ones keep its words and region.
    public mutating func accept(_ step: Step) {
        standing.words = step.words
        if step.base == nil { standing.box = step.box }
    }

    private static func key(_ step: Step, _ best: Receipt) -> String {
        switch step.means {
        case .repair: "repair \(best.id)"
        case .maskedEdit: "mask \(step.claim.content)"
        case .rewording: "words \(step.words)"
        case .newDraw: "draw \(best.id) \(step.seed.map { "\($0)" } ?? "")"
        }
    }

    private func step(
        for verdict: Verdict, _ judgement: Judgement, _ best: Receipt
    ) -> Step? {
        var notes: [String] = []
        for means in Means.allCases {
            var step = Step(means: means, claim: verdict.claim, reason: "")
            step.words = standing.words
            step.box = standing.box
            let outcome: Door
            switch means {
            case .repair: outcome = repair(step, verdict, best)
            case .maskedEdit: outcome = maskedEdit(step, verdict, judgement, best)
            case .rewording: outcome = rewording(step, verdict, judgement)
            case .newDraw: outcome = newDraw(step, verdict, judgement, best)
            }
            switch outcome {
            case .closed(let note): if let note { notes.append(note) }
            case .open(var step, let why):
                let cheaper = notes.isEmpty ? "" : " (\(notes.joined(separator: "; ")))"
                step.reason =
                    "“\(verdict.claim.words)” is \(verdict.outcome.rawValue): \(means.words), "
                    + why + cheaper
                guard !tried.contains(Self.key(step, best)) || means == .newDraw else { continue }
                return step
            }
        }
        return nil
    }
}

/// Whether a means can be taken, and why or why not.
private enum Door {
    case open(Retrial.Step, String)
    case closed(String?)
}

extension Retrial {
    private func repair(_ step: Step, _ verdict: Verdict, _ best: Receipt) -> Door {
        guard order.isEdit, verdict.claim.kind == .kept else { return .closed(nil) }
        guard best.order.mask != nil else { return .closed("no region to paste back around") }
        guard best.repairs == nil, !tried.contains("repair \(best.id)") else {
            return .closed("pasting back was tried")
        }
        guard best.order.inputs?.first?.size == best.pictures.first?.size else {
            return .closed("the picture came back in another size, so nothing can be pasted back")
        }
        guard best.order.format ?? .png == .png else {
            return .closed("pasting back makes a PNG, and another format was asked")
        }
        return .open(step, "which pastes the pixels before back and sends nothing")
    }

    private func maskedEdit(
        _ step: Step, _ verdict: Verdict, _ judgement: Judgement, _ best: Receipt
    ) -> Door {
        guard let use = model.mask, use != .none else { return .closed("the route takes no mask") }
        guard order.mask == nil, standing.box == nil else { return .closed(nil) }
        guard !tried.contains("mask \(verdict.claim.content)") else {
            return .closed("a masked edit was tried")
        }
        var step = step
        let parent = order.isEdit ? order.inputs?.first : best.pictures.first.map(InputPicture.init)
        guard let size = parent?.size, let box = region(of: verdict, best, in: size) else {
            return .closed("no place is known for a masked edit")
        }
        step.box = box
        let hint = use == .hint ? ", which \(model.name) takes as a hint" : ""
        let why = "because its place is known: \(box)\(hint)"
        guard !order.isEdit else {
            if let told = evidence(judgement) { step.words.append(told) }
            return .open(step, why)
        }
        let words = BriefFeedback.instruction(verdict.claim, isKorean: order.prompt.isKorean)
        guard let words else { return .closed("no instruction is known for a masked edit") }
        guard leave.allowsEvidence else {
            return .closed("a masked edit would send words of ours, which are not allowed")
        }
        step.base = parent
        step.words = []
        step.instruction = Prompt(words)
        return .open(step, why)
    }

    private func rewording(_ step: Step, _ verdict: Verdict, _ judgement: Judgement) -> Door {
        guard !judgement.isOpenForever(verdict) else { return .closed(nil) }
        guard verdict.claim.kind != .whole else { return .closed("words mend no blank picture") }
        var step = step
        let untried = leave.words.first { words in
            !standing.words.contains(words) && !tried.contains("words \(standing.words + [words])")
        }
        if let words = untried {
            step.words = standing.words + [words]
            return .open(step, "with words that you gave: “\(words)”")
        }
        guard leave.allowsEvidence else { return .closed("no words are left that may be added") }
        guard let words = evidence(judgement) else { return .closed("there are no words for it") }
        guard !standing.words.contains(words), !tried.contains("words \(standing.words + [words])")
        else { return .closed("its words were tried") }
        step.words = standing.words + [words]
        return .open(step, "which tells the evidence: “\(words)”")
    }

    /// The evidence in words, where they are allowed and there are some.
    private func evidence(_ judgement: Judgement) -> String? {
        guard leave.allowsEvidence else { return nil }
        return order.isEdit
            ? EditFeedback(on: judgement, for: order.prompt)?.words
            : BriefFeedback.words(judgement.failing, isKorean: order.prompt.isKorean)
    }

    private func newDraw(
        _ step: Step, _ verdict: Verdict, _ judgement: Judgement, _ best: Receipt
    ) -> Door {
        guard !judgement.isOpenForever(verdict) else { return .closed(nil) }
        var step = step
        guard model.takesSeed else {
            return .open(step, "of the same, because the route takes no seed")
        }
        let draws = tried.count { $0.hasPrefix("draw ") }
        step.seed = (order.seed ?? best.report?.seed ?? 1) &+ UInt64(draws) &+ 1
        return .open(step, "with the seed \(step.seed ?? 0)")
    }

    /// Shadows and reflections go with a thing, and lie outside its bounds.
    private static let margin = 0.25

    /// Where the failed claim's matter stands; nil where that is not known, or is most of the
    /// picture.
    private func region(of verdict: Verdict, _ best: Receipt, in size: Size) -> PictureBox? {
        let claim = verdict.claim
        guard !order.isEdit else {
            let isEverywhere =
                switch claim.facet {
                case nil, .subject, .everythingElse: false
                default: true
                }
            guard !isEverywhere, claim.kind != .whole else { return nil }
            let named = claim.subject.flatMap(places.box(of:))
            let box = named ?? places.box(namedIn: order.prompt)
            return box?.widened(by: claim.kind == .added ? 0.4 : Self.margin, in: size)
        }
        let seen = verdict.evidence.filter { evidence in
            evidence.name == "lettering" || evidence.answer == .yes
        }
        let box =
            PictureBox(around: seen.compactMap(\.box))
            ?? claim.subject.flatMap(PicturePlaces(best).box(of:))
        return box?.widened(by: Self.margin, in: size)
    }
}

extension Retrial.Step {
    /// The order of this attempt, without the words that go behind the person's own.
    ///
    /// - Parameters:
    ///   - order: The first attempt's.
    ///   - model: What the route's model takes.
    ///   - pictures: Where a mask is kept.
    /// - Returns: The order.
    /// - Throws: ``Refusal`` where the region makes no mask; whatever the store throws.
    public func order(
        from order: Order, on model: Model, keepingIn pictures: any PictureStore
    ) async throws -> Order {
        var order = order
        if let seed { order.seed = seed }
        if let base, let instruction {
            order.inputs = [base]
            order.prompt = instruction
            let kept = model.edits?.keeps ?? []
            if kept.contains("size") { order.size = nil }
            if kept.contains("style") { order.style = nil }
            if kept.contains("background") { order.background = nil }
        }
        if let box, let size = order.inputs?.first?.size {
            let mask = try EditMask(box, in: size)
            order.mask = InputPicture(mask.file)
            _ = try await pictures.put(mask.file, as: .png)
        }
        return order
    }

    /// The words that go behind the person's own; nil for none.
    public var feedback: EditFeedback? {
        words.isEmpty ? nil : EditFeedback(words.joined(separator: " "))
    }

    /// The record of this attempt.
    public func attempt(_ number: Int, after best: RunID) -> FurtherAttempt {
        FurtherAttempt(
            number: number, after: best, reason: reason, means: means, claim: claim.words)
    }
}
