import Candid
import Pixels

/// How much of a picture differs from another, by more than eight of 255 levels in a channel.
struct Difference {
    var share: Double
    /// Shares of the two sides of the mask; nil without one.
    var inside: Double?
    var outside: Double?

    var json: JSONValue {
        .object([
            "share": .number(share), "inside_mask": inside.map { .number($0) } ?? .null,
            "outside_mask": outside.map { .number($0) } ?? .null,
        ])
    }
}

extension Pixmap {
    func difference(from other: Pixmap, mask: Pixmap?) -> Difference {
        guard (other.width, other.height) == (width, height) else {
            return Difference(share: 1)
        }
        var (changed, pixels) = ([0, 0], [0, 0])
        for pixel in 0..<(width * height) {
            let isOutside = mask.map { $0.rgba[pixel * 4 + 3] >= 128 } ?? false
            pixels[isOutside ? 1 : 0] += 1
            let differs = (0..<4).contains { channel in
                abs(Int(rgba[pixel * 4 + channel]) - Int(other.rgba[pixel * 4 + channel])) > 8
            }
            if differs { changed[isOutside ? 1 : 0] += 1 }
        }
        func share(_ side: Int) -> Double { Double(changed[side]) / Double(max(1, pixels[side])) }
        return Difference(
            share: Double(changed[0] + changed[1]) / Double(max(1, width * height)),
            inside: mask == nil ? nil : share(0), outside: mask == nil ? nil : share(1))
    }

    /// The picture at another size, each pixel the mean of those it covers, or of the four about it.
    func scaled(to size: Size) -> Pixmap {
        guard (width, height) != (size.width, size.height) else { return self }
        let (across, down) = (
            Double(width) / Double(size.width), Double(height) / Double(size.height)
        )
        let looks = max(2, Int(max(across, down).rounded(.up)))
        var out = [UInt8](repeating: 0, count: size.width * size.height * 4)
        for row in 0..<size.height {
            for column in 0..<size.width {
                var sum = [0, 0, 0, 0]
                for look in 0..<looks * looks {
                    let x = (Double(column) + (Double(look % looks) + 0.5) / Double(looks)) * across
                    let y = (Double(row) + (Double(look / looks) + 0.5) / Double(looks)) * down
                    let source =
                        (min(height - 1, Int(y)) * width + min(width - 1, Int(x))) * 4
                    for channel in 0..<4 { sum[channel] += Int(rgba[source + channel]) }
                }
                for channel in 0..<4 {
                    out[(row * size.width + column) * 4 + channel] = UInt8(
                        sum[channel] / (looks * looks))
                }
            }
        }
        return Pixmap(width: size.width, height: size.height, rgba: out)
    }
}
