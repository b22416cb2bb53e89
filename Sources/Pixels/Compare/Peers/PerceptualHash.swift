internal import Foundation

/// A 64-bit fingerprint that pictures which look alike nearly share, equal to imagehash's.
///
/// It answers "the same picture?", never "the same content?": a change of a hundredth of the
/// picture mostly leaves it as it is.
public struct PerceptualHash: Sendable, Equatable, CustomStringConvertible {
    /// The bits, the first at the top.
    public let bits: UInt64

    /// Sixteen hexadecimal digits, as imagehash prints them.
    public var description: String {
        let digits = String(bits, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The number of bits that differ.
    public func distance(to other: PerceptualHash) -> Int { (bits ^ other.bits).nonzeroBitCount }

    private init(_ flags: some Sequence<Bool>) {
        bits = flags.reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
    }

    /// `imagehash.phash`: which of the 64 lowest frequencies lie above their median.
    public static func frequencies(of picture: Pixmap) -> PerceptualHash {
        frequencies(of: GreyPicture(picture))
    }

    fileprivate static func frequencies(of picture: GreyPicture) -> PerceptualHash {
        let side = 32
        let grey = picture.resized(width: side, height: side).bytes.map { Double($0) }
        let basis = (0..<8).map { k in
            (0..<side).map { cos(Double.pi * Double(k) * Double(2 * $0 + 1) / Double(2 * side)) }
        }
        var low: [Double] = []
        for row in 0..<8 {
            let column = (0..<side).map { x in
                (0..<side).reduce(0.0) { $0 + 2 * basis[row][$1] * grey[$1 * side + x] }
            }
            for k in 0..<8 {
                low.append((0..<side).reduce(0.0) { $0 + 2 * basis[k][$1] * column[$1] })
            }
        }
        let sorted = low.sorted()
        let median = (sorted[31] + sorted[32]) / 2
        return PerceptualHash(low.map { $0 > median })
    }

    /// `imagehash.average_hash`: which of 8x8 pixels are lighter than their mean.
    public static func averages(of picture: Pixmap) -> PerceptualHash {
        averages(of: GreyPicture(picture))
    }

    fileprivate static func averages(of picture: GreyPicture) -> PerceptualHash {
        let grey = picture.resized(width: 8, height: 8).bytes.map { Double($0) }
        let mean = grey.reduce(0, +) / 64
        return PerceptualHash(grey.map { $0 > mean })
    }

    /// `imagehash.dhash`: which of 8x8 pixels are lighter than the one to their left.
    public static func differences(of picture: Pixmap) -> PerceptualHash {
        differences(of: GreyPicture(picture))
    }

    fileprivate static func differences(of picture: GreyPicture) -> PerceptualHash {
        let grey = picture.resized(width: 9, height: 8).bytes
        return PerceptualHash(
            (0..<64).map { grey[$0 / 8 * 9 + $0 % 8 + 1] > grey[$0 / 8 * 9 + $0 % 8] })
    }
}

/// All three hashes of a picture, whose grey is made once.
struct PerceptualHashes {
    let frequencies: PerceptualHash
    let averages: PerceptualHash
    let differences: PerceptualHash

    init(of picture: Pixmap) {
        let grey = GreyPicture(picture)
        frequencies = .frequencies(of: grey)
        averages = .averages(of: grey)
        differences = .differences(of: grey)
    }
}

/// A picture in Pillow's mode L, and Pillow's way to resize it.
private struct GreyPicture {
    let width: Int
    let height: Int
    let bytes: [UInt8]

    private init(width: Int, height: Int, bytes: [UInt8]) {
        self.width = width
        self.height = height
        self.bytes = bytes
    }

    /// Luma of BT.601 in 16-bit fixed point; transparency is not looked at.
    init(_ picture: Pixmap) {
        width = picture.width
        height = picture.height
        bytes = picture.rgba.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: picture.width * picture.height) { out, count in
                count = picture.width * picture.height
                for index in 0..<count {
                    let at = index &* 4
                    let sum =
                        19595 &* UInt32(source[at]) &+ 38470 &* UInt32(source[at &+ 1])
                        &+ 7471 &* UInt32(source[at &+ 2])
                    out[index] = UInt8(truncatingIfNeeded: (sum &+ 32768) >> 16)
                }
            }
        }
    }

    /// Lanczos with three lobes, along rows first, eight bits between.
    func resized(width: Int, height: Int) -> GreyPicture {
        turned(columns: width).turned(columns: height)
    }

    /// Resizes rows, and lays the result down on its side, so that twice gives both.
    private func turned(columns: Int) -> GreyPicture {
        let taps = Self.taps(from: width, to: columns)
        let out = bytes.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: columns * height) { out, count in
                count = columns * height
                for (column, tap) in taps.enumerated() {
                    tap.weights.withUnsafeBufferPointer { weights in
                        for y in 0..<height {
                            let from = y &* width &+ tap.start
                            var sum = 1 << 21
                            for index in 0..<weights.count {
                                sum = sum &+ weights[index] &* Int(source[from &+ index])
                            }
                            out[column &* height &+ y] = UInt8(min(max(sum >> 22, 0), 255))
                        }
                    }
                }
            }
        }
        return GreyPicture(width: height, height: columns, bytes: out)
    }

    private struct Tap {
        let start: Int
        /// In 22-bit fixed point.
        let weights: [Int]
    }

    private static func taps(from size: Int, to count: Int) -> [Tap] {
        let scale = Double(size) / Double(count)
        let stretch = max(scale, 1)
        let support = 3 * stretch
        return (0..<count).map { index in
            let centre = (Double(index) + 0.5) * scale
            let start = max(0, Int(centre - support + 0.5))
            let end = min(size, Int(centre + support + 0.5))
            let raw = (start..<end).map { lanczos((Double($0) - centre + 0.5) / stretch) }
            let sum = raw.reduce(0, +)
            return Tap(
                start: start,
                weights: raw.map { value in
                    let fixed = value / sum * Double(1 << 22)
                    return Int(fixed < 0 ? fixed - 0.5 : fixed + 0.5)
                })
        }
    }

    private static func lanczos(_ x: Double) -> Double {
        guard x != 0 else { return 1 }
        guard x >= -3, x < 3 else { return 0 }
        let angle = x * .pi
        return sin(angle) / angle * sin(angle / 3) / (angle / 3)
    }
}
