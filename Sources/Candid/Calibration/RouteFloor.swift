public import Pixels

/// What a route does to a picture that it is told to leave exactly as it is.
///
/// What differs by no more than that proves neither an edit nor a leak: it may be the route's own
/// doing. So a floor only ever takes certainty away; it confirms nothing that stood open without it.
public struct RouteFloor: Hashable, Sendable, Codable {
    /// An engine and its model, such as `openai/gpt-image-2`.
    public struct Route: Hashable, Sendable, Codable, CustomStringConvertible {
        /// The engine's name.
        public var engine: String
        /// The engine's own name for the model.
        public var model: String

        /// Names a route.
        public init(engine: String, model: String) {
            self.engine = engine
            self.model = model
        }

        /// The route in words.
        public var description: String { "\(engine)/\(model)" }
    }

    /// The engine and its model.
    public var route: Route
    /// The words that asked for nothing.
    public var instruction: Prompt
    /// What came of each no-op edit; at least one.
    public var trials: [NoOpTrial]
    /// The day (UTC) on which it was measured, such as `2026-11-25`.
    public var day: String

    /// Creates the floor from what came of no-op edits.
    public init(_ route: Route, _ instruction: Prompt, _ trials: [NoOpTrial], day: String) {
        self.route = route
        self.instruction = instruction
        self.trials = trials
        self.day = day
    }

    /// The words that a no-op edit asks with: they say what stays, and nothing that could be drawn.
    public static let instruction: Prompt =
        "Leave this picture exactly as it is: the same pixels, the same colours, the same size."
}

extension RouteFloor {
    /// Whether it draws most of a picture anew that it is told to leave alone, so that no pixel proves
    /// an edit of its.
    public var repaints: Bool {
        trials.contains { $0.comparison == .recomposed || $0.changedCells >= 0.5 }
    }

    /// The strongest difference that it made, as a multiple of what shows.
    public var score: Double { trials.map(\.score).max() ?? 0 }

    /// Whether its no-op edits stay below what surely is no change, so that the usual limits hold.
    public var isQuiet: Bool { !repaints && score <= PictureChange.surelyStill }

    /// The limits that call what the route does by itself surely no change.
    ///
    /// They are raised by those cells only that the gate can't explain as a codec's noise, each to the
    /// share of it that is surely still; they are never lower than the usual ones.
    public var limits: Comparison.Limits {
        func raised(_ figure: KeyPath<NoOpTrial, Double>) -> Double {
            (trials.map { $0[keyPath: figure] }.max() ?? 0) / PictureChange.surelyStill
        }
        var limits = Comparison.Limits()
        limits.colour = limits.colour.raised(to: raised(\.unexplainedColour))
        limits.structure = limits.structure.raised(to: raised(\.unexplainedStructure))
        limits.cast = max(limits.cast, raised(\.cast))
        limits.move = max(limits.move, raised(\.move))
        return limits
    }

    /// The largest share, over its no-op edits, by which something moved of itself, with the same
    /// margin as the limits.
    func share(_ figure: KeyPath<NoOpTrial, Double>) -> Double {
        (trials.map { $0[keyPath: figure] }.max() ?? 0) / PictureChange.surelyStill
    }

    /// What is noted of it beside verdicts.
    public var note: FloorNote { FloorNote(route: route, day: day, repaints: repaints) }
}

extension [RouteFloor] {
    /// The floor of a route; nil where nobody measured it.
    public func floor(of engine: String?, _ model: String?) -> RouteFloor? {
        first { $0.route.engine == engine && $0.route.model == model }
    }
}

/// Which noise floor verdicts were held against.
public struct FloorNote: Hashable, Sendable, Codable, CustomStringConvertible {
    /// The engine and its model.
    public var route: RouteFloor.Route
    /// The day (UTC) on which it was measured.
    public var day: String
    /// Whether the route draws everything anew.
    public var repaints: Bool

    /// The floor in words, such as `noise floor of openai/gpt-image-2, measured 2026-11-25`.
    public var description: String {
        "noise floor of \(route), measured \(day)"
            + (repaints
                ? "; told to leave a picture alone it draws it anew, so pixels prove no edit of its"
                : "")
    }
}

/// What came of one edit that asked for nothing.
public struct NoOpTrial: Hashable, Sendable, Codable {
    /// The run, with its receipt.
    public var run: RunID
    /// What the gate says, by its usual limits.
    public var comparison: Comparison.Answer
    /// The strongest difference, as a multiple of what shows.
    public var score: Double
    /// How far the mean colour of the worst cell moved, ΔE2000.
    public var worstColour: Double
    /// How much structure the worst cell lost: 1 - SSIM without its luminance term.
    public var worstStructure: Double
    /// The same among the cells that the gate can't explain as noise; 0 where it explains all.
    public var unexplainedColour: Double
    /// Likewise for structure.
    public var unexplainedStructure: Double
    /// How far the whole moved in colour, ΔE2000.
    public var cast: Double
    /// How far the frame was moved or stretched; 1 is just beyond what editors do unasked.
    public var move: Double
    /// The share of the cells that show a difference, 0 to 1.
    public var changedCells: Double
    /// The share of the cells that became lighter or darker, 0 to 1.
    public var lighterOrDarker: Double
    /// The share of the cells that took on another colour, 0 to 1.
    public var otherColour: Double
    /// How much of the large forms' order was lost, 0 to 1.
    public var structureLost: Double
    /// What detail is left, by the variance of the Laplacian; nil for a flat picture.
    public var sharpness: Double?

    /// Measures what a run made of a picture.
    ///
    /// - Parameters:
    ///   - parent: The picture that was to be left alone.
    ///   - answer: What came back.
    ///   - run: The run.
    public init(_ parent: Pixmap, _ answer: Pixmap, run: RunID) {
        let compared = Comparison(parent, answer)
        let cells = compared.cells
        let shown = cells.filter { $0.score > PictureChange.surelyStill }
        self.run = run
        comparison = compared.answer
        score = compared.score
        worstColour = cells.map(\.distance).max() ?? 0
        worstStructure = cells.map(\.lostStructure).max() ?? 0
        unexplainedColour = shown.map(\.distance).max() ?? 0
        unexplainedStructure = shown.map(\.lostStructure).max() ?? 0
        cast = compared.castDistance
        move = compared.moveScore
        changedCells = Double(cells.count { $0.score > 1 }) / Double(max(1, cells.count))
        lighterOrDarker = compared.lighterOrDarker
        otherColour = compared.otherColour
        structureLost = compared.structureLost
        sharpness = compared.sharpness
    }

    private enum CodingKeys: String, CodingKey {
        case run, comparison, score, cast, move, sharpness
        case worstColour = "worst_colour"
        case worstStructure = "worst_structure"
        case unexplainedColour = "unexplained_colour"
        case unexplainedStructure = "unexplained_structure"
        case changedCells = "changed_cells"
        case lighterOrDarker = "lighter_or_darker"
        case otherColour = "other_colour"
        case structureLost = "structure_lost"
    }
}

extension ClosedRange<Double> {
    /// The range with both ends at least at a value.
    fileprivate func raised(to value: Double) -> ClosedRange<Double> {
        Swift.max(lowerBound, value)...Swift.max(upperBound, value)
    }
}
