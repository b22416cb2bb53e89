extension WordDiff {
    /// The changes with a little of what stands around them, for a glance at a long text.
    ///
    /// - Parameter count: How many characters of a stretch stay at each of its ends.
    /// - Returns: The diff with “…” in the middle of what is longer. The texts can't be put together
    ///   again from it.
    public func excerpt(keeping count: Int = 28) -> WordDiff {
        let last = segments.indices.last
        let shortened = segments.enumerated().map { index, segment in
            Segment(
                kind: segment.kind,
                text: segment.excerpt(
                    count, head: segment.kind != .same || index > 0,
                    tail: segment.kind != .same || index != last))
        }
        return WordDiff(
            segments: shortened, kept: wordsKept, removed: wordsRemoved, added: wordsAdded)
    }
}

extension WordDiff.Segment {
    /// By scalars, so that nothing that was composed on purpose is put together.
    fileprivate func excerpt(_ count: Int, head: Bool, tail: Bool) -> String {
        let scalars = text.unicodeScalars
        guard scalars.count > 2 * count + 1 else { return text }
        var short = String.UnicodeScalarView()
        if head { short.append(contentsOf: scalars.prefix(count)) }
        short.append("…")
        if tail { short.append(contentsOf: scalars.suffix(count)) }
        return String(short)
    }
}
