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
    /// The finest octave against the second in flat cells, as a logarithm; measured in other light only.
    case fineness
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
        case .patterns, .gradients, .texture, .forms, .sharpness, .sparsity, .noise, .grain,
            .fineness:
            .rendering
        case .lightness, .contrast, .chroma, .whites: .tone
        }
    }

    /// The least spread that a reference has: flat pictures survive a saving unchanged, and would
    /// make an alarm of nothing.
    ///
    /// Chosen so that 2.5 of them are more than honest edits, savings, and small shifts and scalings
    /// came to in all but one in a hundred of 160 sessions of twelve turns, each played twice, about
    /// one half of the things that sketch draws; docs/drift.md tests them on the other half.
    var least: Double {
        switch self {
        case .histogram: 0.01
        case .movers: 0.95
        case .tint: 0.21
        case .patterns: 0.014
        case .gradients: 0.02
        case .texture: 0.029
        case .forms: 0.0235
        case .sharpness: 0.0215
        case .sparsity: 0.025
        case .noise: 0.235
        case .grain: 0.068
        case .fineness: 0.1
        case .lightness: 0.16
        case .contrast: 0.0068
        case .chroma: 0.014
        case .whites: 0.29
        }
    }

    /// The same where an edit asked for other light, for a figure that falls and for one that rises; nil
    /// for what light changes by rights.
    ///
    /// Night makes edges sharper, fog takes noise away, and either is no drift. Chosen on the same
    /// sessions, so that one in a hundred has an edit of the light alone that comes to 2.5 of them.
    var leastInOtherLight: (falling: Double, rising: Double)? {
        switch self {
        case .sharpness: (0.02, .infinity)
        case .sparsity: (0.028, .infinity)
        case .noise, .grain: (.infinity, 0.13)
        case .fineness: (0.1, 0.13)
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
