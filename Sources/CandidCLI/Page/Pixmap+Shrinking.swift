import Pixels

extension Pixmap {
    /// The picture at most so wide, each new pixel the mean of those that it covers; a narrower one
    /// as it is.
    func shrunk(toWidth limit: Int) -> Pixmap {
        guard width > limit, limit > 0 else { return self }
        let height = max(1, self.height * limit / width)
        var small: [UInt8] = []
        small.reserveCapacity(limit * height * 4)
        for y in 0..<height {
            let rows =
                y * self.height
                / height..<max(
                    (y + 1) * self.height / height, y * self.height / height + 1)
            for x in 0..<limit {
                small += mean(x * width / limit..<(x + 1) * width / limit, rows)
            }
        }
        return Pixmap(width: limit, height: height, rgba: small)
    }

    /// Colours count as far as they cover.
    private func mean(_ columns: Range<Int>, _ rows: Range<Int>) -> [UInt8] {
        var sums = (red: 0, green: 0, blue: 0, cover: 0)
        for y in rows {
            for x in columns {
                let place = (y * width + x) * 4
                let cover = Int(rgba[place + 3])
                sums.red += Int(rgba[place]) * cover
                sums.green += Int(rgba[place + 1]) * cover
                sums.blue += Int(rgba[place + 2]) * cover
                sums.cover += cover
            }
        }
        guard sums.cover > 0 else { return [0, 0, 0, 0] }
        let count = rows.count * columns.count
        return [sums.red, sums.green, sums.blue].map { UInt8(($0 + sums.cover / 2) / sums.cover) }
            + [UInt8((sums.cover + count / 2) / count)]
    }
}
