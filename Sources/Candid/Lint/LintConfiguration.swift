/// What a project or a prompt file changes about linting.
public struct LintConfiguration: Hashable, Sendable, Codable {
    /// Rules that are switched off, by id.
    public var off: Set<LintRule.ID>
    /// Severities that differ from the rules' own, by id.
    public var severities: [LintRule.ID: Finding.Severity]
    /// The most characters that the model takes.
    public var promptLimit: Int
    /// From how many characters on a prompt is called long.
    public var longPrompt: Int
    /// How many comma-separated descriptors a prompt may have.
    public var descriptorLimit: Int
    /// How many things of a kind a model can be trusted to draw.
    public var countLimit: Int
    /// How many words of lettering a model can be trusted to spell.
    public var letteringLimit: Int
    /// What the prompt will be sent with, as far as it is known.
    public var parameters: Parameters

    /// Creates a configuration; without arguments it is the one that `candid lint` starts from.
    public init(
        off: Set<LintRule.ID> = [], severities: [LintRule.ID: Finding.Severity] = [:],
        parameters: Parameters = Parameters()
    ) {
        self.off = off
        self.severities = severities
        self.parameters = parameters
        promptLimit = 32_000
        longPrompt = 1_000
        descriptorLimit = 30
        countLimit = 4
        letteringLimit = 8
    }

    /// The parameters that a prompt can contradict; nil is “not sent”.
    public struct Parameters: Hashable, Sendable, Codable {
        /// Width in pixels.
        public var width: Int?
        /// Height in pixels.
        public var height: Int?
        /// How many pictures are asked for.
        public var count: Int?
        /// The engine's own word for a style.
        public var style: String?
        /// The engine's own word for the ground, such as `transparent`.
        public var background: String?

        /// Creates parameters, of which none is set.
        public init() {}
    }
}

extension LintConfiguration {
    /// The ids that it names and that no rule has, so that a typing mistake does not pass in silence.
    public var unknownRules: [LintRule.ID] {
        let known = Set(LintRule.all.map(\.id))
        return off.union(severities.keys).filter { !known.contains($0) }.sorted()
    }
}
