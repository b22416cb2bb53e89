import Testing

@testable import Pixels

@Suite struct OKLabDistanceTests {
    /// The short way answers for most pixels of a recompressed picture, and never wrongly.
    @Test(arguments: [0.02, 0.1, 0.3])
    func `what is surely near is near`(limit: Double) {
        let distance = OKLabDistance(limit: limit)
        var numbers = Pictures.Numbers(state: 11)
        var near = 0
        for _ in 0..<60_000 {
            let apart = Int.random(in: 0...12, using: &numbers)
            var pixels: (SIMD4<UInt8>, SIMD4<UInt8>) = (
                .init(repeating: 255), .init(repeating: 255)
            )
            for channel in 0..<3 {
                let level = Int.random(in: 0...255, using: &numbers)
                let other = level + Int.random(in: -apart...apart, using: &numbers)
                pixels.0[channel] = UInt8(level)
                pixels.1[channel] = UInt8(min(max(other, 0), 255))
            }
            guard distance.areSurelyNear(pixels.0, pixels.1) else { continue }
            near += 1
            #expect(distance.between(pixels.0, pixels.1) <= limit)
        }
        #expect(near > 1000)
    }
}
