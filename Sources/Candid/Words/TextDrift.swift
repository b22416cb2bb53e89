/// How far the text of a conversation has wandered from its brief, turn by turn.
///
/// Every figure is measured against the brief, never against the turn before: small steps add up,
/// and each looks harmless beside the last. A word counts as the brief's if the brief says it, as
/// the person's if one of their messages up to that turn does, and as the machine's if neither does.
/// Words are compared as `Embellishment` compares them.
///
///     let drift = TextDrift(brief: "a red barn", turns: [
///         .init(said: "add snow", sent: "a red barn in snow"),
///         .init(said: "at night", sent: "a majestic red barn in glittering snow at night, 8k"),
///     ])
///     drift.readings.last?.machineShare  // 0.43
public struct TextDrift: Hashable, Sendable, Codable {
    /// One turn: what the person said, and the text that was then sent to be drawn.
    public struct Turn: Hashable, Sendable, Codable {
        /// The person's message; nil if the machine went on by itself.
        public var said: Prompt?
        /// The text that was sent.
        public var sent: Prompt

        /// Creates a turn.
        public init(said: Prompt?, sent: Prompt) {
            self.said = said
            self.sent = sent
        }
    }

    /// What one turn's text is made of.
    public struct Reading: Hashable, Sendable, Codable {
        /// The turn, from 1.
        public let turn: Int
        /// Content words of the text, each counted once.
        public let words: Int
        /// The share of them that the brief says.
        public let briefShare: Double
        /// The share that the person said since.
        public let personShare: Double
        /// The share that neither said: the machine's own.
        public let machineShare: Double
        /// The share that is not in the brief, whoever said it (ν).
        public let novelty: Double
        /// Words of the text for each word of the brief; nil if the brief had none.
        public let growth: Double?
        /// Machine's words for each word of the brief (α without the person's); nil if it had none.
        public let additionsPerWord: Double?
        /// The share of the brief's words that are gone and that no message speaks of.
        public let loss: Double
        /// Words that brief and text share, out of all words of both (J).
        public let overlap: Double
        /// The machine's words of this turn, in the order of the text.
        public let machineWords: [String]
        /// The brief's words that are gone without a word from the person.
        public let lostWords: [String]
        /// How many different words the machine has put in up to this turn, gone or not (A).
        public let everAdded: Int
        /// Phrases that had to stay and are not there, verbatim or in other words.
        public let brokenPromises: [String]
        /// True if the style card stands in the text to the byte; nil if there is no card.
        public let keepsStyleCard: Bool?
    }

    /// The readings, one for each turn.
    public let readings: [Reading]

    /// Measures a conversation.
    ///
    /// - Parameters:
    ///   - brief: What was asked first.
    ///   - turns: The turns in order.
    ///   - mustStay: Phrases that must survive every turn.
    ///   - styleCard: A block of text that is appended to every prompt and must not change.
    public init(
        brief: Prompt, turns: [Turn], mustStay: [String] = [], styleCard: Prompt? = nil
    ) {
        var ledger = WordLedger(brief: brief, styleCard: styleCard, mustStay: mustStay)
        readings = turns.enumerated().map { ledger.read($0.element, number: $0.offset + 1) }
    }

    /// The first turn at which the machine's words are more than a share of the text.
    ///
    /// - Parameter share: By default a third: in a text of nine words, three are not yours.
    /// - Returns: The turn, from 1; nil if there is none.
    public func alarm(above share: Double = 1.0 / 3) -> Int? {
        readings.first { $0.machineShare > share }?.turn
    }
}
