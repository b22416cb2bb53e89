internal import Foundation

/// Where a picture's content lies in another one, and how its light was stretched.
///
/// Editors hand back frames that are shifted and scaled by fractions: compared as they lie, every
/// picture that nobody touched would look changed. The map has six parameters; it is found by
/// inverse-compositional Lucas-Kanade (Baker and Matthews 2004) with Tukey's weights, so that what
/// was edited does not pull, from coarse to fine.
struct Alignment {
    /// From the first picture's points to the second's.
    var map = Affine.identity
    var light = Light()

    /// How levels of the second picture become the first's.
    struct Light {
        var gain = 1.0
        var offset = 0.0
    }

    /// Below this many pixels at the corners nothing is moved: that is within what the search errs.
    private static let leastReach = 0.15

    /// Finds the map.
    ///
    /// - Parameters:
    ///   - before: The first picture's luma.
    ///   - after: The second's, of the same size.
    ///   - counts: Whether a pixel may speak; what was to be edited may not.
    init(_ before: Plane, _ after: Plane, counts: [Bool]?) {
        guard min(before.width, before.height) >= 24 else { return }
        var levels = [Level(before, after, counts)]
        while let last = levels.last, min(last.before.width, last.before.height) >= 48,
            levels.count < 4
        {
            levels.append(last.halved)
        }
        guard let coarsest = levels.last, let finest = levels.first else { return }
        let still = Self.refined(Self(), levels.reversed())
        var best = still
        if coarsest.error(of: still) > 0.5 * coarsest.spread {
            let moved = Self.refined(Self(at: coarsest.bestShift()), levels.reversed())
            if finest.error(of: moved) < 0.8 * finest.error(of: still) { best = moved }
        }
        var unmoved = Self()
        unmoved.light = finest.light(for: unmoved)
        let gains = finest.error(of: best) < 0.95 * finest.error(of: unmoved)
        let reach = best.map.reach(width: before.width, height: before.height)
        self = gains && reach >= Self.leastReach ? best : unmoved
    }

    private init() {}

    private init(at shift: SIMD2<Double>) { map.shift = shift }

    private static func refined(_ start: Self, _ levels: some Sequence<Level>) -> Self {
        var alignment = start
        for level in levels {
            for _ in 0..<12 {
                guard let (next, step) = level.step(from: alignment) else { break }
                alignment = next
                if step < 0.005 { break }
            }
        }
        return alignment
    }
}

extension Alignment {
    /// A level of the second picture in the first's light.
    func lit(_ level: Double, about middle: Double) -> Double {
        light.gain * (level - middle) + middle + light.offset
    }
}
