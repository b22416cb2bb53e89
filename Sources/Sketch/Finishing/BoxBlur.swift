/// Box blur of RGBA bytes in sixteen-bit sums: first along the rows, then down the columns.
enum BoxBlur {
    /// The picture blurred, over a radius of 1 to 60 pixels.
    static func blurred(_ source: [UInt8], width: Int, height: Int, radius: Int) -> [UInt8] {
        let line = width * 4
        var rows = source
        source.withUnsafeBufferPointer { from in
            rows.withUnsafeMutableBufferPointer { to in
                guard let from = from.baseAddress, let to = to.baseAddress else { return }
                for y in 0..<height {
                    along(from + y * line, to + y * line, count: width, radius: radius)
                }
            }
        }
        return down(rows, line: line, height: height, radius: radius)
    }

    /// What a sum is multiplied by, in 65536ths, to be divided by the pixels in it.
    private static func share(_ radius: Int) -> UInt32 {
        UInt32(65_536 / (2 * radius + 1) + 1)
    }

    private static func along(
        _ from: UnsafePointer<UInt8>, _ to: UnsafeMutablePointer<UInt8>, count: Int, radius: Int
    ) {
        let share = share(radius)
        let last = (count &- 1) &* 4
        let reach = radius &* 4
        var channel = 0
        while channel < 4 {
            var sum = UInt32(from[channel]) &* UInt32(radius) &+ UInt32(radius)
            var at = 0
            while at < reach {
                sum = sum &+ UInt32(from[min(at, last) &+ channel])
                at = at &+ 4
            }
            at = 0
            while at <= last {
                sum = sum &+ UInt32(from[min(at &+ reach, last) &+ channel])
                to[at &+ channel] = UInt8(truncatingIfNeeded: (sum &* share) >> 16)
                sum = sum &- UInt32(from[max(at &- reach, 0) &+ channel])
                at = at &+ 4
            }
            channel = channel &+ 1
        }
    }

    private static func down(
        _ source: [UInt8], line: Int, height: Int, radius: Int
    ) -> [UInt8] {
        let share = share(radius)
        var sums = [UInt16](repeating: UInt16(radius), count: line)
        for row in -radius..<radius {
            let start = row.clamped(to: 0...(height - 1)) * line
            for index in 0..<line { sums[index] += UInt16(source[start + index]) }
        }
        return [UInt8](unsafeUninitializedCapacity: line * height) { to, count in
            source.withUnsafeBufferPointer { from in
                sums.withUnsafeMutableBufferPointer { sums in
                    guard let from = from.baseAddress, let to = to.baseAddress else { return }
                    for y in 0..<height {
                        let next = from + min(y + radius, height - 1) * line
                        let past = from + max(y - radius, 0) * line
                        slide(sums, adding: next, taking: past, share, to: to + y * line)
                    }
                }
            }
            count = line * height
        }
    }

    private static func slide(
        _ sums: UnsafeMutableBufferPointer<UInt16>, adding next: UnsafePointer<UInt8>,
        taking past: UnsafePointer<UInt8>, _ share: UInt32, to out: UnsafeMutablePointer<UInt8>
    ) {
        var index = 0
        while index < sums.count {
            let sum = sums[index] &+ UInt16(next[index])
            out[index] = UInt8(truncatingIfNeeded: (UInt32(sum) &* share) >> 16)
            sums[index] = sum &- UInt16(past[index])
            index = index &+ 1
        }
    }
}
