/// Which pixels are clearly darker or lighter than what surrounds them.
///
/// Letters stand out from their surroundings, whatever the light on the whole is: the rule compares
/// with the mean of a window, by a part of the window's standard deviation, as Niblack's does.
struct LocalContrast {
    /// The means of the windows.
    let means: [UInt8]
    /// 1 where darker, 2 where lighter, else 0.
    let marks: [UInt8]

    /// The mark of darker pixels.
    static let darker: UInt8 = 1
    /// The mark of lighter pixels.
    static let lighter: UInt8 = 2

    /// Compares every pixel with the square window of a radius about it.
    init(_ picture: GreyPicture, radius: Int) {
        let (width, height) = (picture.width, picture.height)
        let sums = SummedTable(picture, squared: false)
        let squares = SummedTable(picture, squared: true)
        var means = [UInt8](repeating: 0, count: width * height)
        var marks = means
        for y in 0..<height {
            let rows = max(0, y - radius)..<min(height, y + radius + 1)
            for x in 0..<width {
                let columns = max(0, x - radius)..<min(width, x + radius + 1)
                let count = Float(rows.count * columns.count)
                let mean = Float(sums.sum(rows, columns)) / count
                let spread = Float(squares.sum(rows, columns)) / count - mean * mean
                let bar = max(Self.leastContrast, Self.spreadShare * max(0, spread).squareRoot())
                let place = y &* width &+ x
                let below = mean - Float(picture.pixels[place])
                means[place] = UInt8(min(255, mean))
                marks[place] = below > bar ? Self.darker : -below > bar ? Self.lighter : 0
            }
        }
        self.means = means
        self.marks = marks
    }

    private static let leastContrast: Float = 12
    private static let spreadShare: Float = 0.35
}

/// Sums over rectangles in four look-ups.
///
/// The entries wrap around, which does no harm: a window's own sum fits.
private struct SummedTable {
    private let sums: [UInt32]
    private let width: Int

    init(_ picture: GreyPicture, squared: Bool) {
        width = picture.width + 1
        var sums = [UInt32](repeating: 0, count: width * (picture.height + 1))
        let width = width
        picture.pixels.withUnsafeBufferPointer { pixels in
            sums.withUnsafeMutableBufferPointer { sums in
                for y in 0..<picture.height {
                    var row: UInt32 = 0
                    for x in 0..<picture.width {
                        let value = UInt32(pixels[y &* picture.width &+ x])
                        row &+= squared ? value &* value : value
                        let place = (y &+ 1) &* width &+ x &+ 1
                        sums[place] = sums[place &- width] &+ row
                    }
                }
            }
        }
        self.sums = sums
    }

    @inline(__always)
    func sum(_ rows: Range<Int>, _ columns: Range<Int>) -> UInt32 {
        let (top, bottom) = (rows.lowerBound &* width, rows.upperBound &* width)
        return sums[bottom &+ columns.upperBound] &- sums[top &+ columns.upperBound]
            &- sums[bottom &+ columns.lowerBound] &+ sums[top &+ columns.lowerBound]
    }
}
