/// What a brief asks to be seen, as claims that rest on its own words.
///
/// In the manner of Davidsonian scene graphs (Cho et al., ICLR 2024): atomic, each with the words
/// that it rests on, attributes and relations hanging on their things. What a model wrote is held
/// to the same: a claim whose words do not stand in the brief is refused.
public struct BriefReading: Hashable, Sendable {
    /// A claim that somebody proposed and that does not rest on the brief.
    public struct Refused: Hashable, Sendable {
        /// The words that it said it rests on.
        public var span: String
        /// What it asked.
        public var question: String
    }

    /// The claims, in the order of their words.
    public private(set) var claims: [Claim] = []
    /// Content words that no claim covers, in order.
    public private(set) var uncovered: [String] = []
    /// What was proposed and does not rest on the brief.
    public private(set) var refused: [Refused] = []

    /// Reads a brief by rules of our own, in English and Korean.
    ///
    /// Words that are negated become things that must not be seen; quoted words, lettering; numbers
    /// before things, counts; colours, materials and the like, attributes of the thing that follows.
    public init(_ brief: Prompt) {
        var reader = BriefReader(brief)
        reader.read()
        claims = reader.claims
        uncovered = Self.uncovered(brief, claims)
    }

    /// Takes the claims that a speaker drew from a brief.
    ///
    /// - Parameters:
    ///   - brief: The person's own words.
    ///   - drafts: What the speaker proposes.
    public init(_ brief: Prompt, drafts: [QuestionDraft]) {
        var names: [Int: String] = [:]
        for (index, draft) in drafts.enumerated() {
            guard let range = brief.text.utf8Range(of: draft.span) else {
                refused.append(Refused(span: draft.span, question: draft.question))
                continue
            }
            var claim = Claim(
                draft.kind, subject: draft.subject, value: draft.value, number: draft.number
            ).resting(on: range, of: brief.text, .brief)
            claim.id = "c\(claims.count + 1)"
            claim.questions = [draft.question, draft.rephrased]
            claim.parents = draft.parents.compactMap { names[$0] }
            names[index] = claim.id
            claims.append(claim)
        }
        uncovered = Self.uncovered(brief, claims)
    }

    private static func uncovered(_ brief: Prompt, _ claims: [Claim]) -> [String] {
        let covered = claims.compactMap(\.range)
        let said = SaidWords(brief)
        return said.content.filter { !BriefReader.leadsToLettering(said.words, $0) }
            .map { said.words[$0] }
            .filter { word in !covered.contains { $0.overlaps(word.range) } }
            .map { String(decoding: Array(brief.text.utf8)[$0.range], as: UTF8.self) }
    }
}

/// A claim as a speaker proposes it.
public struct QuestionDraft: Hashable, Sendable, Codable {
    /// What kind of thing it says.
    public var kind: Claim.Kind
    /// The words of the brief that it rests on, verbatim.
    public var span: String
    /// The thing that it speaks of.
    public var subject: String?
    /// The quality or the text that it gives it.
    public var value: String?
    /// How many.
    public var number: Int?
    /// The places in the list, from 0, of the claims without which this one means nothing.
    public var parents: [Int]
    /// A question that expects yes; for an absence, one that expects no.
    public var question: String
    /// The same in other words.
    public var rephrased: String

    /// Creates a proposal.
    public init(
        _ kind: Claim.Kind, span: String, question: String, rephrased: String, parents: [Int] = []
    ) {
        self.kind = kind
        self.span = span
        self.question = question
        self.rephrased = rephrased
        self.parents = parents
    }
}

extension String {
    /// Where another text stands in this one, byte for byte; nil where it does not, or is empty.
    func utf8Range(of other: String) -> Range<Int>? {
        let bytes = Array(utf8)
        let sought = Array(other.utf8)
        guard !sought.isEmpty, sought.count <= bytes.count else { return nil }
        for start in 0...bytes.count - sought.count
        where bytes[start] == sought[0]
            && bytes[start..<start + sought.count].elementsEqual(sought)
        {
            return start..<start + sought.count
        }
        return nil
    }
}
