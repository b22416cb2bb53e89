/// What a pixel of the canonical pictures is, as far as the question goes.
public enum Region: UInt8, CaseIterable, Sendable {
    /// Nothing was asked for here; without a mask, everywhere.
    case outside = 0
    /// Inside the mask.
    case inside = 1
    /// The soft edge around a mask, which is nobody's fault.
    case margin = 2
    /// Left out by order, or beyond the other picture's edge.
    case unseen = 3
}

/// The regions of a picture at canonical size.
struct RegionMap {
    let hasMask: Bool
    private(set) var regions: [UInt8]

    init(width: Int, height: Int, mask: Mask?, ignored: Mask?) {
        hasMask = mask != nil
        regions = [UInt8](repeating: Region.outside.rawValue, count: width * height)
        if let mask {
            let small = mask.resized(width: width, height: height)
            let grown = small.grown(by: PeerMeasures.margin)
            for index in regions.indices where grown.bits[index] == 1 {
                regions[index] = small.bits[index] == 1 ? 1 : 2
            }
        }
        if let ignored {
            let small = ignored.resized(width: width, height: height)
            for index in regions.indices where small.bits[index] == 1 { regions[index] = 3 }
        }
    }

    /// Which pixels may say how the pictures lie; nil for all.
    var steady: [Bool]? {
        guard regions.contains(where: { $0 != 0 }) else { return nil }
        let steady = regions.map { $0 == 0 }
        // Where nearly everything may change, everything has to be asked.
        return steady.count { $0 } * 8 >= steady.count ? steady : regions.map { $0 != 3 }
    }

    /// Leaves out what a map takes from beyond the other picture's edge.
    mutating func hide(beyond map: Affine, width: Int, height: Int) {
        guard map != .identity else { return }
        let half = Double(max(width, height)) / 2
        let centre = SIMD2(Double(width), Double(height)) / 2
        for y in 0..<height {
            for x in 0..<width {
                let point = (SIMD2(Double(x) + 0.5, Double(y) + 0.5) - centre) / half
                let place = map(point) * half + centre
                let isWithin =
                    place.x >= 0 && place.y >= 0 && place.x <= Double(width)
                    && place.y <= Double(height)
                if !isWithin { regions[y * width + x] = Region.unseen.rawValue }
            }
        }
    }
}
