import Candid
import Foundation
import Pixels

/// What a drifting editor damages.
enum DriftKind: String, CaseIterable, Sendable {
    /// A yellow cast.
    case cast
    /// Softer edges.
    case blur
    /// The subject's look: its hue and its breadth.
    case identity
}

/// A rectangle of whole pixels.
struct PixelArea: Sendable {
    let left: Int
    let top: Int
    let width: Int
    let height: Int

    var json: JSONValue { .list([left, top, width, height].map { .whole(Int64($0)) }) }
}

extension Pixmap {
    static func flat(_ size: Size) -> Pixmap {
        let grey: [UInt8] = [128, 128, 128, 255]
        return Pixmap(
            width: size.width, height: size.height,
            rgba: Array(repeatElement(grey, count: size.width * size.height).joined()))
    }

    /// Each kind of damage as often as it was done.
    func damaged(_ damage: [DriftKind: Int], subject: [Int]?) -> Pixmap {
        var out = self
        if let steps = damage[.identity] { out = out.identity(steps, box: subject) }
        if let steps = damage[.blur] { out = out.blurred(radius: steps).blurred(radius: steps) }
        if let steps = damage[.cast] { out.tint(steps) }
        return out
    }

    private mutating func tint(_ steps: Int) {
        let gains = [1.012, 0.995, 0.94].map { pow($0, Double(steps)) }
        let tables = gains.map { gain in (0...255).map { UInt8(min(255, Double($0) * gain)) } }
        for pixel in 0..<(width * height) {
            for channel in 0..<3 {
                rgba[pixel * 4 + channel] = tables[channel][Int(rgba[pixel * 4 + channel])]
            }
        }
    }

    /// One pass of a box along rows and columns; two passes come close to a Gaussian.
    private func blurred(radius: Int) -> Pixmap {
        var out = self
        for channel in 0..<4 {
            for row in 0..<height {
                let line = (0..<width).map { Int(rgba[(row * width + $0) * 4 + channel]) }
                for (column, value) in Self.means(line, radius).enumerated() {
                    out.rgba[(row * width + column) * 4 + channel] = value
                }
            }
            for column in 0..<width {
                let line = (0..<height).map { Int(out.rgba[($0 * width + column) * 4 + channel]) }
                for (row, value) in Self.means(line, radius).enumerated() {
                    out.rgba[(row * width + column) * 4 + channel] = value
                }
            }
        }
        return out
    }

    private static func means(_ line: [Int], _ radius: Int) -> [UInt8] {
        let reach = min(radius, line.count)
        func at(_ index: Int) -> Int { line[min(max(index, 0), line.count - 1)] }
        var sum = (-reach...reach).reduce(0) { $0 + at($1) }
        return line.indices.map { index in
            defer { sum += at(index + reach + 1) - at(index - reach) }
            return UInt8((sum + reach) / (2 * reach + 1))
        }
    }

    /// Another look for the subject: it grows by three hundredths a step about its middle, and its
    /// channels turn by a tenth towards one another.
    private func identity(_ steps: Int, box: [Int]?) -> Pixmap {
        let place = box ?? [width / 3, height / 3, width / 3, height / 3]
        let middle = place[0] + place[2] / 2
        let growth = 1 + 0.03 * Double(steps)
        let turn = min(0.5, 0.1 * Double(steps))
        var out = self
        for row in max(0, place[1])..<min(height, place[1] + place[3]) {
            for column in max(0, place[0])..<min(width, place[0] + place[2]) {
                let from = middle + Int((Double(column - middle) / growth).rounded())
                let source = (row * width + min(max(from, 0), width - 1)) * 4
                let target = (row * width + column) * 4
                for channel in 0..<3 {
                    let own = Double(rgba[source + channel])
                    let next = Double(rgba[source + (channel + 1) % 3])
                    out.rgba[target + channel] = UInt8(own * (1 - turn) + next * turn)
                }
            }
        }
        return out
    }

    // MARK: Leaks

    /// One of the places that a change left alone, whichever the choice falls on; nil if it left none.
    func leakPlace(percent: Int, before: Pixmap, choice: UInt64) -> PixelArea? {
        guard (before.width, before.height) == (width, height) else { return nil }
        let side = max(2, min(width, height) * percent / 100)
        let steps = (
            down: stride(from: 0, through: height - side, by: max(1, side / 2)),
            right: stride(from: 0, through: width - side, by: max(1, side / 2))
        )
        let places = steps.down.flatMap { top in
            steps.right.map { PixelArea(left: $0, top: top, width: side, height: side) }
        }.filter { isAsBefore($0, before) }
        return places.isEmpty ? nil : places[Int(choice % UInt64(places.count))]
    }

    private func isAsBefore(_ area: PixelArea, _ before: Pixmap) -> Bool {
        (area.top..<area.top + area.height).allSatisfy { row in
            let start = (row * width + area.left) * 4
            let range = start..<start + area.width * 4
            return rgba[range] == before.rgba[range]
        }
    }

    /// A disc of the opposite colour.
    mutating func blot(_ area: PixelArea) {
        let radius = area.width / 2
        for row in area.top..<area.top + area.height {
            for column in area.left..<area.left + area.width {
                let (x, y) = (column - area.left - radius, row - area.top - radius)
                guard x * x + y * y <= radius * radius else { continue }
                for channel in 0..<3 { rgba[(row * width + column) * 4 + channel] ^= 0x80 }
                rgba[(row * width + column) * 4 + 3] = 255
            }
        }
    }
}
