/// A picture's score from yes-or-no questions of which some rest on others, in the manner of
/// Davidsonian scene graphs (Cho et al., 2024): a question whose parent was answered no counts as no.
///
/// The parents' own answers decide, before any of them was turned to no, as in the reference code.
public struct DependentScore: Sendable {
    /// One question's answer.
    public struct Answer: Hashable, Sendable {
        /// The question's number.
        public let id: Int
        /// The numbers of those that it rests on; 0 is none.
        public let parents: [Int]
        /// Whether it was answered yes.
        public let isYes: Bool

        /// Creates an answer.
        public init(_ id: Int, parents: [Int], isYes: Bool) {
            self.id = id
            self.parents = parents
            self.isYes = isYes
        }
    }

    /// What becomes of a question whose parent was answered no.
    public enum Rule: String, Sendable, CaseIterable {
        /// Nothing: every answer counts.
        case none
        /// It is a no.
        case direct
        /// It is a no, and so are those that rest on it.
        case transitive
        /// It is left out.
        case skipped
    }

    private let answers: [Answer]

    /// Takes a picture's answers.
    public init(_ answers: [Answer]) {
        self.answers = answers
    }

    /// The share of yes; nil where no question is left.
    public func share(_ rule: Rule) -> Double? {
        let said = Dictionary(answers.map { ($0.id, $0.isYes) }) { $1 }
        var counted: [Bool] = []
        var masked = said
        for answer in answers {
            let table = rule == .transitive ? masked : said
            let stands = answer.parents.allSatisfy { $0 == 0 || table[$0] ?? true }
            if rule == .skipped, !stands { continue }
            let isYes = answer.isYes && (rule == .none || stands)
            masked[answer.id] = isYes
            counted.append(isYes)
        }
        guard !counted.isEmpty else { return nil }
        return Double(counted.count { $0 }) / Double(counted.count)
    }
}
