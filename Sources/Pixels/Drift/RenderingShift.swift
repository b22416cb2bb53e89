internal import Foundation

/// How far a picture's rendering has moved from what it should be, in the measures' own units.
///
/// What an edit changes is measured from its picture on. Had that one drifted already, the edit's place
/// would seem less drifted than it is, and every edit would hide a little more. So what the rest of the
/// picture had moved by then is taken back from the place first.
public struct RenderingShift: Hashable, Sendable, Codable {
    /// The growth of the second octave of luma in cells with forms, as a logarithm of amplitudes.
    let texture: Double
    /// The growth of the third octave there.
    let forms: Double
    /// How much less sparse the slopes became there, as a logarithm.
    let sparsity: Double
    /// The growth of the finest octave in flat cells, in levels.
    let noise: Double
    /// The growth of the second octave there, in levels.
    let grain: Double

    /// Takes the rendering's measures, as far as the cells that told them speak for the whole.
    ///
    /// - Parameters:
    ///   - figures: The measures.
    ///   - weight: From 0 to 1.
    init(_ figures: StyleFigures, weight: Double) {
        texture = figures[.texture] * weight
        forms = figures[.forms] * weight
        sparsity = figures[.sparsity] * weight
        noise = figures[.noise] * weight
        grain = figures[.grain] * weight
    }
}

extension CellFigures {
    /// The same without what the rendering had moved by.
    func without(_ shift: RenderingShift) -> CellFigures {
        var out = self
        for cell in means.indices {
            if PairedFigures.isLively(self, cell) {
                let gains = SIMD3(0, -2 * shift.texture, -2 * shift.forms)
                out.bands[cell] *= SIMD3(1, Float(exp(gains.y)), Float(exp(gains.z)))
                out.sparsities[cell] -= Float(shift.sparsity)
            } else if PairedFigures.isFlat(self, cell) {
                let (finest, second) = (bands[cell].x.squareRoot(), bands[cell].y.squareRoot())
                out.bands[cell].x = Self.squared(finest - Float(shift.noise))
                out.bands[cell].y = Self.squared(second - Float(shift.grain))
            }
        }
        return out
    }

    /// An amplitude's energy; there is none below nothing.
    private static func squared(_ amplitude: Float) -> Float {
        amplitude > 0 ? amplitude * amplitude : 0
    }
}
