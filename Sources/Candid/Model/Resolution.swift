/// What was learnt of a run after it had ended, or had been cut off.
public struct Resolution: Hashable, Sendable, Codable {
    /// Whose word it is.
    public enum Source: String, Hashable, Sendable, Codable {
        /// The provider was asked.
        case provider
        /// The person says so.
        case person
    }

    /// Whose word it is.
    public var by: Source
    /// Whether it is charged; nil where nobody could say.
    public var charged: Bool?
    /// What it cost; nil is unknown.
    public var cost: Cost?
    /// Pictures that were fetched late.
    public var pictures: [Picture]
    /// What the engine said of its work.
    public var report: EngineReport?
    /// What was found, in words.
    public var note: String

    /// Creates the record.
    public init(
        by source: Source, charged: Bool?, cost: Cost? = nil, pictures: [Picture] = [],
        report: EngineReport? = nil, note: String
    ) {
        by = source
        self.charged = charged
        self.cost = cost
        self.pictures = pictures
        self.report = report
        self.note = note
    }
}
