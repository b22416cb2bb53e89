internal import Foundation

/// One figure of a picture's look.
enum StyleMeasure: Int, CaseIterable, Sendable {
    /// χ² of the histograms in L*a*b*.
    case histogram
    /// The earth mover's distances of L*, a* and b*, in units of these.
    case movers
    /// How far a* and b* moved over the whole.
    case tint
    /// χ² of local binary patterns.
    case patterns
    /// χ² of the gradients' magnitudes.
    case gradients
    /// The energy of the second octave of luma in cells with forms, as a logarithm.
    case texture
    /// The energy of the third octave there, as a logarithm.
    case forms
    /// The second octave against the third there, as a logarithm.
    case sharpness
    /// How few of the slopes make up all there, as a logarithm.
    case sparsity
    /// The finest octave in flat cells, in levels.
    case noise
    /// The second octave in flat cells, in levels.
    case grain
    /// L*.
    case lightness
    /// The gain of L*, as a logarithm.
    case contrast
    /// Chroma, as a logarithm.
    case chroma
    /// b* of near-whites.
    case whites

    enum Channel { case palette, rendering, tone }

    var channel: Channel {
        switch self {
        case .histogram, .movers, .tint: .palette
        case .patterns, .gradients, .texture, .forms, .sharpness, .sparsity, .noise, .grain:
            .rendering
        case .lightness, .contrast, .chroma, .whites: .tone
        }
    }

    /// The least spread that a reference has: flat pictures survive a saving unchanged, and would
    /// make an alarm of nothing.
    ///
    /// Chosen so that 2.5 of them are more than honest edits, savings, and small shifts and scalings
    /// came to in 58 sessions of twelve turns, each played twice, about one half of the things that sketch draws;
    /// docs/drift.md tests them on the other half.
    var least: Double {
        switch self {
        case .histogram: 0.01
        case .movers: 0.95
        case .tint: 0.21
        case .patterns: 0.014
        case .gradients: 0.02
        case .texture: 0.032
        case .forms: 0.026
        case .sharpness: 0.024
        case .sparsity: 0.028
        case .noise: 0.26
        case .grain: 0.076
        case .lightness: 0.16
        case .contrast: 0.0064
        case .chroma: 0.014
        case .whites: 0.29
        }
    }

    /// The same where an edit asked for other light, for a figure that falls and for one that rises; nil
    /// for what light changes by rights.
    ///
    /// Night makes edges sharper, fog takes noise away, and either is no drift. Chosen on the same
    /// sessions, in which no edit of the light alone comes to 2.5 of them; of other sessions three in
    /// a hundred have one that does.
    var leastInOtherLight: (falling: Double, rising: Double)? {
        switch self {
        case .sharpness: (0.02, 0.06)
        case .sparsity: (0.026, 0.056)
        case .noise: (.infinity, 0.28)
        case .grain: (.infinity, 0.26)
        default: nil
        }
    }
}

/// A figure for each measure.
struct StyleFigures: Sendable, Equatable {
    private var values = [Double](repeating: 0, count: StyleMeasure.allCases.count)

    subscript(measure: StyleMeasure) -> Double {
        get { values[measure.rawValue] }
        set { values[measure.rawValue] = newValue }
    }

    /// A channel in multiples of a spread: the largest of its measures.
    func reading(_ channel: StyleMeasure.Channel, over spread: StyleFigures) -> Double {
        StyleMeasure.allCases.filter { $0.channel == channel }
            .map { abs(self[$0]) / max(abs(spread[$0]), $0.least) }.max() ?? 0
    }

    /// So many times the figures.
    func scaled(by factor: Double) -> StyleFigures {
        var out = self
        out.values = values.map { $0 * factor }
        return out
    }

    /// For each measure the largest.
    static func largest(of figures: [StyleFigures]) -> StyleFigures {
        var out = StyleFigures()
        for measure in StyleMeasure.allCases {
            out[measure] = figures.map { abs($0[measure]) }.max() ?? 0
        }
        return out
    }
}
