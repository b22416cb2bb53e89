/// One thing that a prompt asks to be absent.
struct Negation {
    /// Which rule it belongs to.
    enum Kind {
        /// A thing or a state is to be absent.
        case exclusion
        /// An edit is to leave something as it is.
        case keep
        /// The words are lettering, a sign or a title.
        case quoted
    }

    /// How the negation is built, which decides how its fix is worded.
    enum Frame {
        /// “no cars”, “without a hat”, “free of dust”: a cue and a list of things.
        case things
        /// “instead of water”: what should be there is already said.
        case contrast
        /// “not running”: a state or an act.
        case state
        /// “sleeveless”: one word.
        case affix
        /// “do not show cars”: an order to the painter.
        case order
        /// “slices missing”: the thing stands before its cue.
        case behind
        /// Korean: “사람 없이”.
        case korean
        /// Nothing that can be reworded.
        case bare
    }

    var kind: Kind
    var frame: Frame
    /// Tokens of the cue.
    var cue: Range<Int>
    /// Tokens of each thing that is to be absent.
    var things: [Range<Int>]
    /// Bytes of the cue where it is less than its tokens: Korean joins noun and cue.
    var cueBytes: Range<Int>?
    /// Bytes of the one thing where it is less than its tokens: Korean ends a noun in particles.
    var thingBytes: Range<Int>?

    /// All its tokens, from the first to the last.
    var tokens: Range<Int> {
        let first = min(cue.lowerBound, things.first?.lowerBound ?? cue.lowerBound)
        let last = max(cue.upperBound, things.last?.upperBound ?? cue.upperBound)
        return first..<last
    }
}

extension Reading {
    /// Everything the prompt asks to be absent, in English and Korean, in order.
    borrowing func negations() -> [Negation] {
        var english = EnglishNegations()
        english.read(self)
        if traits.contains(.koreanCue) {
            var korean = KoreanNegations()
            korean.read(self)
            english.found += korean.found
        }
        return english.found
    }
}

extension Findings {
    /// The prompt's negations, found once for the rules that share them.
    mutating func negations(_ reading: borrowing Reading) -> [Negation] {
        if let known = negations { return known }
        let list = reading.negations()
        negations = list
        return list
    }
}

extension Reading {
    /// A finding for each thing that a negation takes away; they share one fix.
    borrowing func report(_ negation: Negation, _ findings: inout Findings) {
        let cue = negation.cueBytes ?? range(negation.cue)
        var fix = fix(of: negation)
        if let edit = fix, isListItem(negation),
            isSaid(edit.replacement, near: edit.range) || !findings.isNew(edit.replacement)
        {
            fix = removal(of: negation.tokens) ?? edit
        }
        let message =
            fix == nil
            ? "Models tend to draw what is negated; no positive wording is known for this one."
            : "Models tend to draw what is negated; say what should be there instead."
        for thing in negation.things {
            findings.add(
                cue: cue, scope: negation.thingBytes ?? range(thing), message, fix: fix)
        }
    }
}
