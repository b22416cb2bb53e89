import Pixels

/// Asks a judge about claims, one question at a time, and counts what it says.
///
/// It sees a picture and a question, and never the prompt, the claim or another answer. Each claim
/// is asked about twice in different words, in random order; an absence also on four tiles, where
/// small things can be seen. Two agreeing looks decide; anything else is unsure.
struct Examination {
    private let judge: Judge
    private let picture: Shown
    private let parent: Shown?
    private var order: RandomOrder
    /// Why the judge can't be asked any more; nil as long as it can.
    private(set) var failure: ProviderFailure?
    private var looks: [String: [Evidence]] = [:]

    /// A picture in the forms in which it is shown.
    struct Shown {
        var file: [UInt8]
        var pixmap: Pixmap
    }

    init(
        _ judge: Judge, _ picture: Shown, parent: Shown?, random: @escaping @Sendable () -> UInt64
    ) {
        self.judge = judge
        self.picture = picture
        self.parent = parent
        order = RandomOrder(draw: random)
    }

    /// Asks about claims, those that rest on others after them.
    mutating func verdicts(on claims: [Claim]) async -> [String: Verdict] {
        var verdicts: [String: Verdict] = [:]
        var waiting = claims.filter { !$0.wordings.isEmpty }
        let names = Set(waiting.map(\.id))
        while !waiting.isEmpty {
            let ready = waiting.filter { claim in
                claim.parents.allSatisfy { verdicts[$0] != nil || !names.contains($0) }
            }
            // Claims that rest on one another in a circle rest on nothing.
            let level = ready.isEmpty ? waiting : ready
            waiting.removeAll { claim in level.contains { $0.id == claim.id } }
            let asked = level.filter { claim in
                !claim.parents.contains { verdicts[$0]?.answer?.endsChildren == true }
            }
            await look(at: asked)
            for claim in level {
                let isAsked = asked.contains { $0.id == claim.id }
                verdicts[claim.id] = isAsked ? await verdict(on: claim) : Self.notApplicable(claim)
            }
        }
        return verdicts
    }

    private var outage: String? { failure.map { "the judge can't be asked: \($0.message)" } }

    private static func notApplicable(_ claim: Claim) -> Verdict {
        var verdict = Verdict(
            claim, .inconclusive, by: "judge", because: "what it rests on is not to be seen")
        verdict.answer = .notApplicable
        return verdict
    }

    /// Asks both questions about each claim, all of them in random order.
    private mutating func look(at claims: [Claim]) async {
        var questions = claims.flatMap { claim in claim.wordings.prefix(2).map { (claim.id, $0) } }
        questions.shuffle(using: &order)
        for (id, question) in questions {
            let evidence = await ask(question, picture.file, at: nil)
            looks[id, default: []].append(evidence)
        }
    }

    /// Asks once, and once more where the answer is none; what is none then is not being able to
    /// tell.
    private mutating func ask(
        _ question: String, _ file: [UInt8], at box: PictureBox?
    ) async -> Evidence {
        for attempt in 1...2 where failure == nil {
            do {
                let look = try await judge.ask(JudgeQuestion(question, about: file))
                return .look(look, at: box, asked: question)
            } catch .unreadable(_, let detail) {
                guard attempt == 2 else { continue }
                let look = Look(reason: "no answer was given: \(detail)", answer: .cannotTell)
                return .look(look, at: box, asked: question)
            } catch {
                failure = error
            }
        }
        let look = Look(reason: outage ?? "the judge was not asked", answer: .cannotTell)
        return .look(look, at: box, asked: question)
    }

    private mutating func verdict(on claim: Claim) async -> Verdict {
        var evidence = looks[claim.id] ?? []
        var answer = Self.agreed(evidence, expecting: claim.expectsNo ? .no : .yes)
        if claim.expectsNo, answer == .seen {
            let found = await search(claim)
            evidence += found
            if let worst = Self.worst(found) { answer = worst }
            // A place that nobody could look at may hold it.
            if failure != nil, answer == .seen { answer = .unsure }
        }
        if answer == .seen, claim.needsParent, let parent {
            let (holds, before) = await wasOtherwise(claim, parent)
            evidence += before
            if !holds { return unsure(claim, evidence, Self.beforeWords(claim)) }
        }
        return verdict(claim, answer, evidence)
    }

    private func verdict(
        _ claim: Claim, _ answer: Verdict.Answer, _ evidence: [Evidence]
    ) -> Verdict {
        guard answer != .unsure else {
            return unsure(claim, evidence, outage ?? doubt(evidence))
        }
        let looks = evidence.count { $0.name == "look" }
        let isHeld = answer == .seen
        var verdict = Verdict(
            claim, isHeld ? .confirmed : .refuted, by: "judge",
            because: words(claim, isHeld: isHeld, looks), evidence)
        verdict.answer = answer
        return verdict
    }

    /// Rules say exactly what they could not tell; eyes only that they could not.
    private func doubt(_ evidence: [Evidence]) -> String {
        let reason = evidence.first { $0.answer == .cannotTell }?.text
        return judge.isRuleBased
            ? reason ?? "the record says two things" : "the judge's looks do not agree"
    }

    private func unsure(_ claim: Claim, _ evidence: [Evidence], _ reason: String) -> Verdict {
        var verdict = Verdict(claim, .inconclusive, by: "judge", because: reason, evidence)
        verdict.answer = .unsure
        return verdict
    }

    private func words(_ claim: Claim, isHeld: Bool, _ looks: Int) -> String {
        let thing = claim.subject ?? claim.value ?? "it"
        guard !judge.isRuleBased else {
            let isThere = claim.expectsNo ? !isHeld : isHeld
            return "the picture's own record \(isThere ? "has it" : "does not have it"); nobody "
                + "looked (\(looks) questions)"
        }
        guard claim.expectsNo else {
            return (isHeld ? "the judge sees it" : "the judge does not see it")
                + " (\(looks) looks)"
        }
        return "looked for \(thing): \(isHeld ? "not found" : "found") (\(looks) looks)"
    }

    /// Two looks that say what is hoped for, two that say the contrary, or neither.
    private static func agreed(
        _ looks: [Evidence], expecting hoped: Look.Answer
    ) -> Verdict.Answer {
        let answers = looks.compactMap(\.answer)
        guard answers.count >= 2, let first = answers.first, first != .cannotTell,
            answers.allSatisfy({ $0 == first })
        else { return .unsure }
        return first == hoped ? .seen : .missing
    }
}

extension Examination {
    /// Looks for a thing on four tiles that overlap, twice where one seems to hold it.
    private mutating func search(_ claim: Claim) async -> [Evidence] {
        var found: [Evidence] = []
        for box in picture.pixmap.tiles {
            guard let tile = picture.pixmap.file(of: box), judge.knows(tile) else { continue }
            let first = await ask(claim.wordings[0], tile, at: box)
            found.append(first)
            guard first.answer == .yes else { continue }
            found.append(await ask(claim.wordings[1], tile, at: box))
        }
        return found
    }

    /// What tiles change about an absence: two looks at one that see it, or one that does.
    private static func worst(_ tiles: [Evidence]) -> Verdict.Answer? {
        let seen = tiles.filter { $0.answer == .yes }
        let isTwice = seen.contains { look in seen.count { $0.box == look.box } >= 2 }
        if isTwice { return .missing }
        return seen.isEmpty ? nil : .unsure
    }

    /// Whether the parent showed the contrary: what was taken out was there, what was put in was
    /// not.
    private mutating func wasOtherwise(
        _ claim: Claim, _ parent: Shown
    ) async -> (Bool, [Evidence]) {
        guard claim.kind == .removed || claim.kind == .added else { return (true, []) }
        var before: [Evidence] = []
        for question in claim.wordings.prefix(2) {
            var evidence = await ask(question, parent.file, at: nil)
            evidence.name = "look_at_parent"
            before.append(evidence)
        }
        let hoped: Look.Answer = claim.kind == .removed ? .yes : .no
        return (before.allSatisfy { $0.answer == hoped }, before)
    }

    private static func beforeWords(_ claim: Claim) -> String {
        claim.kind == .removed
            ? "it is not to be seen, but nor is it certain that it was there before"
            : "it is to be seen, but it may have been there before"
    }
}

extension Verdict.Answer {
    /// Whether claims that rest on this one mean nothing.
    fileprivate var endsChildren: Bool { self == .missing || self == .notApplicable }
}

/// Random numbers from the world.
private struct RandomOrder: RandomNumberGenerator {
    let draw: @Sendable () -> UInt64

    mutating func next() -> UInt64 { draw() }
}

extension Pixmap {
    /// Four rectangles that cover the picture and overlap by a tenth, so that no seam cuts a thing.
    var tiles: [PictureBox] {
        let halves = (max(1, width / 2), max(1, height / 2))
        return [(0, 0), (1, 0), (0, 1), (1, 1)].map { column, row in
            PictureBox(
                x: column * (width - halves.0), y: row * (height - halves.1), width: halves.0,
                height: halves.1
            ).grown(by: max(width, height) / 20, width: width, height: height)
        }
    }

    /// A rectangle of the picture.
    func cropped(to box: PictureBox) -> Pixmap {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(box.area * 4)
        for y in box.y..<box.y + box.height {
            let start = (y * width + box.x) * 4
            bytes += rgba[start..<start + box.width * 4]
        }
        return Pixmap(width: box.width, height: box.height, rgba: bytes)
    }

    /// A rectangle of the picture as a PNG; nil where it can't be written.
    func file(of box: PictureBox) -> [UInt8]? {
        try? cropped(to: box).png()
    }
}
