/// A connected piece of marked pixels: perhaps a letter, or a part of one.
struct Blob: Sendable {
    var left: Int
    var top: Int
    /// One beyond the last column.
    var right: Int
    /// One beyond the last row.
    var bottom: Int
    var area: Int
    /// The mean grey of its pixels.
    var grey: Float

    var width: Int { right - left }
    var height: Int { bottom - top }
    var centreX: Double { Double(left + right) / 2 }
    var centreY: Double { Double(top + bottom) / 2 }

    /// Both together.
    func joined(_ other: Blob) -> Blob {
        let whole = area + other.area
        return Blob(
            left: min(left, other.left), top: min(top, other.top),
            right: max(right, other.right), bottom: max(bottom, other.bottom), area: whole,
            grey: (grey * Float(area) + other.grey * Float(other.area)) / Float(max(1, whole)))
    }
}

extension Blob {
    /// The connected pieces of pixels with a mark, touching at edges or corners, in scan order.
    static func all(of mark: UInt8, in marks: [UInt8], _ picture: GreyPicture) -> [Blob] {
        var runs = RunList()
        marks.withUnsafeBufferPointer { marks in
            for y in 0..<picture.height { runs.add(row: y, of: mark, in: marks, picture.width) }
        }
        return runs.blobs(picture)
    }
}

/// The rows of marked pixels, joined to pieces where they touch (union by the lower index).
private struct RunList {
    private struct Run {
        let y: Int
        let left: Int
        let right: Int
    }

    private var runs: [Run] = []
    private var parents: [Int] = []
    private var lastRow = 0..<0

    mutating func add(
        row y: Int, of mark: UInt8, in marks: UnsafeBufferPointer<UInt8>, _ width: Int
    ) {
        let start = runs.count
        var (x, above) = (0, lastRow.lowerBound)
        let base = y &* width
        while x < width {
            guard marks[base &+ x] == mark else {
                x = x &+ 1
                continue
            }
            let left = x
            while x < width, marks[base &+ x] == mark { x = x &+ 1 }
            append(Run(y: y, left: left, right: x), &above)
        }
        lastRow = start..<runs.count
    }

    private mutating func append(_ run: Run, _ above: inout Int) {
        let own = runs.count
        runs.append(run)
        parents.append(own)
        while above < lastRow.upperBound, runs[above].right < run.left { above += 1 }
        var other = above
        while other < lastRow.upperBound, runs[other].left <= run.right {
            let (one, two) = (root(own), root(other))
            parents[max(one, two)] = min(one, two)
            other += 1
        }
    }

    private mutating func root(_ index: Int) -> Int {
        var index = index
        while parents[index] != index {
            parents[index] = parents[parents[index]]
            index = parents[index]
        }
        return index
    }

    mutating func blobs(_ picture: GreyPicture) -> [Blob] {
        var places: [Int: Int] = [:]
        var blobs: [Blob] = []
        for index in runs.indices {
            let run = runs[index]
            var sum = 0
            for x in run.left..<run.right {
                sum &+= Int(picture.pixels[run.y &* picture.width &+ x])
            }
            let count = run.right - run.left
            let piece = Blob(
                left: run.left, top: run.y, right: run.right, bottom: run.y + 1, area: count,
                grey: Float(sum) / Float(count))
            let root = root(index)
            if let place = places[root] {
                blobs[place] = blobs[place].joined(piece)
            } else {
                places[root] = blobs.count
                blobs.append(piece)
            }
        }
        return blobs
    }
}
