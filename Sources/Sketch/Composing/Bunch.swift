/// Sets flowers in a vase: the tall ones behind, the short ones before, every head to be seen.
struct Bunch {
    let count: Int
    /// Width of the opening that they share.
    let opening: Double
    /// Size of the tallest.
    let size: (width: Double, height: Double)

    struct Spot {
        let x: Double
        let scale: Double
    }

    /// From back to front.
    var spots: [Spot] {
        let most = count < 4 ? count : (count < 9 ? 4 : 5)
        let rows = (count + most - 1) / most
        let step = min(size.width * 0.6, opening * 2.6 / Double(most))
        var left = count
        return (0..<rows).flatMap { row -> [Spot] in
            let here = left / (rows - row)
            left -= here
            return (0..<here).map { index in
                let middle = Double(index) - Double(here - 1) / 2
                let fall = abs(middle) * 0.07 + Double(row) * 0.2 + Double(index % 2) * 0.05
                return Spot(x: middle * step, scale: max(0.4, 1 - fall))
            }
        }
    }
}
