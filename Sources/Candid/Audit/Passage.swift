/// How something came through a gateway; the worst first.
public enum Passage: String, Sendable, Codable, CaseIterable {
    /// One order reached the provider more than once, and would be paid more than once.
    case doubled
    /// Only its beginning arrived.
    case cut
    /// It did not arrive.
    case dropped
    /// Something else arrived.
    case altered
    /// Events of a stream were held back until later ones were there.
    case buffered
    /// The gateway said no, and passed nothing on.
    case refused
    /// It arrived as it was.
    case kept

    /// The worst of several; `kept` of none.
    static func worst(of passages: some Sequence<Passage>) -> Passage {
        let found = Set(passages)
        return allCases.first { found.contains($0) } ?? .kept
    }
}

/// One thing that was looked at, and how it came through.
public struct PassedPart: Sendable {
    /// Its name, such as `prompt`, `x_audit.ratio` or `header retry-after`.
    public let name: String
    /// How it came through.
    public let passage: Passage
    /// What happened, in words; empty where there is nothing to say.
    public let detail: String
    /// What became of its words, where they changed.
    public let diff: WordDiff?

    init(_ name: String, _ passage: Passage, _ detail: String = "", diff: WordDiff? = nil) {
        self.name = name
        self.passage = passage
        self.detail = detail
        self.diff = diff
    }
}
