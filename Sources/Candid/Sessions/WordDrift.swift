/// How far what is sent has drifted from what the person said: the drift meter's scale of words.
///
/// A word is the person's if the brief, this turn's message, an edit that is still in force, or the
/// style card says it; the words of a contract are the person's choice of what must stay, and
/// count as theirs too. Every other word drifted in. Words are compared as ``Embellishment``
/// compares them.
public struct WordDrift: Hashable, Sendable, Codable {
    /// Different content words of what is sent.
    public var words: Int
    /// The share of them that drifted in, from 0 to 1.
    public var share: Double
    /// Words for each word of the brief; nil where the brief has none.
    public var growth: Double?
    /// The words that drifted in, in the order of the text.
    public var strange: [String]
    /// What contradicts the brief and no edit asked for, in words.
    public var contradictions: [String]

    /// Measures a turn.
    ///
    /// - Parameters:
    ///   - sent: What is sent.
    ///   - brief: What is to be drawn.
    ///   - said: The messages in force: this one and the edits, and the contract's words.
    ///   - card: The style card.
    public init(of sent: Prompt, brief: Prompt, said: [Prompt], card: StyleCard? = nil) {
        let turns =
            said.map { TextDrift.Turn(said: $0, sent: $0) } + [
                TextDrift.Turn(said: nil, sent: sent)
            ]
        let drift = TextDrift(brief: brief, turns: turns, styleCard: card?.text)
        let reading = drift.readings.last
        words = reading?.words ?? 0
        share = reading?.machineShare ?? 0
        // The card is appended to every text alike, and so is no growth.
        let bare = card?.use(in: sent).map { Prompt(sent.text.prefix(utf8: $0.start)) } ?? sent
        growth =
            TextDrift(brief: brief, turns: [.init(said: nil, sent: bare)]).readings.last?.growth
        strange = reading?.machineWords ?? []
        contradictions = Self.contradictions(brief, sent, own: [brief] + said)
    }

    /// What the text says against the brief, in words that nobody said: a person may change their
    /// mind as often as they like.
    private static func contradictions(
        _ brief: Prompt, _ sent: Prompt, own: [Prompt]
    ) -> [String] {
        let known = Set(own.flatMap { tokens(of: $0.text) })
        let both = Prompt(brief.text + "\n" + sent.text)
        let bytes = Array(both.text.utf8)
        return both.findings(by: [.contradiction]).compactMap { finding in
            let words = String(decoding: bytes[finding.range], as: UTF8.self)
            let isOwn = tokens(of: words).allSatisfy(known.contains)
            return isOwn ? nil : "“\(words)”: \(finding.message)"
        }
    }

    /// Words in lower case and numbers in digits, whichever way they are written.
    private static func tokens(of text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { word in
            NumberWords.value(of: WordHash.of(String(word))).map { "\($0)" } ?? String(word)
        }
    }

    /// Above this share it is an alarm: in a text of nine words, three are not yours.
    public static let alarm = 1.0 / 3
    /// From this share on it is worth an eye.
    public static let notice = 0.05

    /// How much it is; a contradiction is high.
    public var level: DriftLevel {
        if !contradictions.isEmpty || share > Self.alarm { return .high }
        return share < Self.notice ? .low : .rising
    }
}

extension String {
    /// The first bytes of a text, which must end where a character does.
    fileprivate func prefix(utf8 count: Int) -> String {
        String(decoding: utf8.prefix(count), as: UTF8.self)
    }
}

/// How much something has drifted.
public enum DriftLevel: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Nothing to worry about.
    case low
    /// Worth an eye.
    case rising
    /// The alarm: a reset is advised.
    case high

    /// Orders levels.
    public static func < (a: DriftLevel, b: DriftLevel) -> Bool { a.weight < b.weight }

    private var weight: Int {
        switch self {
        case .low: 0
        case .rising: 1
        case .high: 2
        }
    }
}
