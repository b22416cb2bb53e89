#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

func cubeRoot(_ value: Double) -> Double { cbrt(value) }

func logarithm(_ value: Double) -> Double { log(value) }

func sine(_ angle: Double) -> Double { sin(angle) }

func cosine(_ angle: Double) -> Double { cos(angle) }

/// The value on the way from `start` to `end`.
func mix(_ start: Double, _ end: Double, _ part: Double) -> Double { start + (end - start) * part }

extension Comparable {
    func clamped(to range: ClosedRange<Self>) -> Self {
        min(max(self, range.lowerBound), range.upperBound)
    }
}

/// A number as SVG writes it: at most two decimals, no locale.
struct Figure: CustomStringConvertible {
    let value: Double

    init(_ value: Double) { self.value = value }

    var description: String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((value * 100).rounded())
        let magnitude = abs(hundredths)
        let sign = hundredths < 0 ? "-" : ""
        let (whole, part) = (magnitude / 100, magnitude % 100)
        if part == 0 { return "\(sign)\(whole)" }
        if part % 10 == 0 { return "\(sign)\(whole).\(part / 10)" }
        return "\(sign)\(whole).\(part < 10 ? "0" : "")\(part)"
    }
}

extension DefaultStringInterpolation {
    /// Every coordinate goes through ``Figure``, so that two machines write the same text.
    mutating func appendInterpolation(_ value: Double) {
        appendInterpolation(Figure(value).description)
    }
}

/// SplitMix64: small, seeded, and the same everywhere.
struct Dice {
    private var state: UInt64

    init(seed: UInt64, stream: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in stream.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        state = seed ^ hash
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func unit() -> Double { Double(next() >> 11) / Double(1 << 53) }

    mutating func roll(_ range: ClosedRange<Double>) -> Double {
        mix(range.lowerBound, range.upperBound, unit())
    }

    mutating func coin() -> Bool { next() & 1 == 1 }
}
