/// What an engine says of its own work, beside the pictures.
public struct EngineReport: Hashable, Sendable, Codable {
    /// The engine's own version, where it names one.
    public var version: String?
    /// The parameters it says it used, by their names on the wire.
    public var used: [String: String]
    /// The seed it used.
    public var seed: UInt64?
    /// The provider's own identifier of the request.
    public var requestID: String?
    /// What it said beside the pictures, in words; never proof of anything.
    public var said: String?
    /// Tokens or other units used, by the provider's names.
    public var usage: [String: Int]
    /// Words of the prompt that it says it did not draw.
    public var notDrawn: [UndrawnWord]
    /// For each picture what was drawn where, as JSON, where the engine knows.
    public var scenes: [String]

    /// Creates a report; what is left out is unknown.
    public init(
        version: String? = nil, used: [String: String] = [:], seed: UInt64? = nil,
        requestID: String? = nil, said: String? = nil, usage: [String: Int] = [:],
        notDrawn: [UndrawnWord] = [], scenes: [String] = []
    ) {
        self.version = version
        self.used = used
        self.seed = seed
        self.requestID = requestID
        self.said = said
        self.usage = usage
        self.notDrawn = notDrawn
        self.scenes = scenes
    }
}

extension EngineReport {
    /// The report of both: later figures are added, later words win.
    func merged(with later: EngineReport) -> EngineReport {
        EngineReport(
            version: later.version ?? version,
            used: used.merging(later.used) { $1 },
            seed: later.seed ?? seed,
            requestID: later.requestID ?? requestID,
            said: later.said ?? said,
            usage: usage.merging(later.usage, uniquingKeysWith: +),
            notDrawn: later.notDrawn.isEmpty ? notDrawn : later.notDrawn,
            scenes: scenes + later.scenes)
    }
}

/// A word of the prompt that an engine says it did not draw.
public struct UndrawnWord: Hashable, Sendable, Codable {
    /// The word as it stands in the prompt.
    public var word: String
    /// Where it starts, in UTF-8 bytes from the prompt's beginning.
    public var start: Int
    /// Where it ends, in UTF-8 bytes from the prompt's beginning.
    public var end: Int
    /// Why it was not drawn.
    public var reason: String

    /// Creates the record of a word.
    public init(word: String, start: Int, end: Int, reason: String) {
        self.word = word
        self.start = start
        self.end = end
        self.reason = reason
    }
}
