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
        /// Why it was refused.
        public var reason: String
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

    /// Takes the claims that a speaker proposes for the words that none of ours covers.
    ///
    /// Refused, each with the reason: a claim whose words do not stand in the brief, or are
    /// negated there; one that asks about more than the brief says; one that covers nothing new.
    ///
    /// - Parameters:
    ///   - drafts: What the speaker proposes.
    ///   - brief: The brief that was read.
    ///   - reader: Who proposes it, and the model.
    mutating func add(_ drafts: [QuestionDraft], of brief: Prompt, by reader: String) {
        var names: [Int: String] = [:]
        for (index, draft) in drafts.enumerated() {
            if let objection = objection(to: draft, of: brief) {
                refused.append(
                    Refused(span: draft.span, question: draft.question, reason: objection))
                continue
            }
            guard let range = brief.text.utf8Range(of: draft.span) else { continue }
            var claim = Claim(
                draft.kind, subject: draft.subject, value: draft.value, number: draft.number
            ).resting(on: range, of: brief.text, .brief)
            claim.id = "c\(claims.count + 1)"
            claim.questions = [draft.question, draft.rephrased]
            claim.parents = draft.parents.compactMap { names[$0] }
            claim.inferred = reader
            names[index] = claim.id
            claims.append(claim)
        }
        uncovered = Self.uncovered(brief, claims)
    }

    /// What is wrong with a proposal; nil where nothing is.
    private func objection(to draft: QuestionDraft, of brief: Prompt) -> String? {
        guard let range = brief.text.utf8Range(of: draft.span) else {
            return "these words are not in the prompt"
        }
        let denied = claims.filter { $0.kind == .absent || $0.kind == .noLettering }
        guard !denied.compactMap(\.range).contains(where: { $0.overlaps(range) }) else {
            return "the prompt says that it is not to be seen"
        }
        let open = SaidWords(Prompt(draft.span)).words.map {
            String(decoding: Array(draft.span.utf8)[$0.range], as: UTF8.self)
        }
        guard open.contains(where: uncovered.contains) else {
            return "claims of ours cover these words"
        }
        let asked = Prompt("\(draft.question) \(draft.rephrased)")
        let strange = WordDrift(of: asked, brief: brief, said: [Self.askingWords]).strange
        guard strange.isEmpty else {
            return "it asks of “\(strange.joined(separator: ", "))”, which the prompt does not say"
        }
        return nil
    }

    /// What a question may say that no brief does.
    private static let askingWords: Prompt = """
        see seen visible shown show depicted present appear appears look looks like picture image \
        scene any kind set take takes place place found
        """

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
struct QuestionDraft {
    /// What kind of thing it says.
    var kind: Claim.Kind
    /// The words of the brief that it rests on, verbatim.
    var span: String
    /// The thing that it speaks of.
    var subject: String?
    /// The quality that it gives it.
    var value: String?
    /// How many.
    var number: Int?
    /// The places in the list, from 0, of the claims without which this one means nothing.
    var parents: [Int] = []
    /// A question that expects yes.
    var question: String
    /// The same in other words.
    var rephrased: String
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
