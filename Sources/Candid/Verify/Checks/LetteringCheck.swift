extension Check {
    /// What is written in the picture, as far as it can be read.
    ///
    /// A reader misses bent, tiny and drawn letters and errs in single ones. So what it reads letter
    /// by letter confirms; what it surely reads instead refutes; that it reads nothing proves
    /// nothing, unless nothing in the picture stands in a row as letters do.
    static let lettering = Check(
        name: "lettering",
        summary: "Whether the asked words are read, or whether there is no lettering."
    ) { claim, exhibits in
        guard claim.speaksOfLettering, let read = exhibits.lettering else { return nil }
        guard let now = read.now else {
            return read.verdict(claim, .inconclusive, read.failure ?? "nothing could be read")
        }
        switch (claim.kind, claim.facet) {
        case (.lettering, _): return read.verdict(on: claim, now)
        case (.noLettering, _): return read.absence(claim, now)
        case (.removed, _): return read.removal(claim, now)
        case (.changed, .lettering), (.kept, .lettering): return read.comparison(claim, now)
        default: return nil
        }
    }
}

extension ReadLettering {
    fileprivate func verdict(
        _ claim: Claim, _ outcome: Verdict.Outcome, _ reason: String, _ more: [Evidence] = []
    ) -> Verdict {
        Verdict(claim, outcome, by: "lettering", because: reason, evidence + more)
    }

    /// Whether the asked words are read.
    fileprivate func verdict(on claim: Claim, _ now: FoundLettering) -> Verdict? {
        guard let asked = claim.value, let match = now.match(asked) else { return nil }
        let unknown = reader.unknownScripts(in: asked)
        guard unknown.isEmpty else {
            let names = unknown.map(\.rawValue).joined(separator: ", ")
            return verdict(
                claim, .inconclusive,
                "it is asked in \(names) letters, and those read here are \(languages)")
        }
        let more = [Evidence.figure("distance", match.distance)] + now.places
        if match.isExact {
            return verdict(claim, .confirmed, "it is read, letter by letter", more)
        }
        if match.isFound {
            return verdict(
                claim, .inconclusive,
                "nearly that is read: either the picture or the reader errs in a letter", more)
        }
        // Enough is surely read to be what was asked, and it is something else.
        let isOther =
            match.distance >= 0.5
            && FoldedText(now.text).letters.count >= FoldedText(asked).letters.count
        guard isOther else {
            return verdict(
                claim, .inconclusive,
                now.isPresent
                    ? "other words are read, and these may be bent, tiny or drawn"
                    : "nothing was read, and bent, tiny or drawn letters are often missed", more)
        }
        return verdict(claim, .refuted, "what is read is “\(now.text)”", more)
    }

    /// Whether there is no lettering.
    fileprivate func absence(_ claim: Claim, _ now: FoundLettering) -> Verdict {
        guard !now.isPresent else {
            return verdict(claim, .refuted, "“\(now.text)” is read", now.places)
        }
        guard now.words.isEmpty, now.rows.isEmpty else {
            let rows = now.rows.prefix(8).map { Evidence.place("row", $0) }
            return verdict(
                claim, .inconclusive,
                "nothing was surely read in \(languages), but something may be lettering",
                Array(rows))
        }
        return verdict(
            claim, .confirmed, "nothing is read, and nothing stands in a row as letters do")
    }

    /// Whether lettering that was there is gone.
    fileprivate func removal(_ claim: Claim, _ now: FoundLettering) -> Verdict {
        guard let before, before.isPresent else {
            return verdict(
                claim, .inconclusive, "no lettering was surely read in the picture before")
        }
        let more = [Evidence.words("read_before", before.text)]
        guard !now.isPresent else {
            return verdict(claim, .refuted, "“\(now.text)” is still read", more + now.places)
        }
        let isGone =
            now.words.isEmpty
            && before.text.split(separator: " ").allSatisfy { word in
                (now.match(String(word))?.distance ?? 1) > 0.5
            }
        return verdict(
            claim, isGone ? .confirmed : .inconclusive,
            isGone ? "“\(before.text)” is no longer read" : "something may still be lettering",
            more)
    }

    /// Whether the lettering is the same as before.
    fileprivate func comparison(_ claim: Claim, _ now: FoundLettering) -> Verdict? {
        guard let before else { return nil }
        let more = [Evidence.words("read_before", before.text)]
        // What the reader misses in both is the same nothing.
        guard before.isPresent || now.isPresent else {
            return verdict(claim, .inconclusive, "no lettering was surely read in either", more)
        }
        if FoldedText(before.text) == FoldedText(now.text) {
            let holds = claim.kind == .kept
            return verdict(
                claim, holds ? .confirmed : .refuted, "the same is read in both", more)
        }
        let lost = before.isPresent && (now.match(before.text)?.distance ?? 0) > 0.5
        let new = now.isPresent && (before.match(now.text)?.distance ?? 0) > 0.5
        guard lost || new else {
            return verdict(
                claim, .inconclusive, "nearly the same is read, and the reader may err", more)
        }
        let holds = claim.kind == .changed
        return verdict(
            claim, holds ? .confirmed : .refuted, "something else is read now",
            more + now.places)
    }
}
