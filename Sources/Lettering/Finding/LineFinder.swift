/// Finds what looks like lines of lettering, in any script, at any slant up to steep ones, dark on
/// light and light on dark.
struct LineFinder {
    private let picture: GreyPicture

    init(_ picture: GreyPicture) {
        self.picture = picture
    }

    /// The lines, those that look most like lettering first, no line twice.
    func lines() -> [LetterLine] {
        var found: [LetterLine] = []
        for radius in Self.radii {
            let contrast = LocalContrast(picture, radius: radius)
            for mark in [LocalContrast.darker, LocalContrast.lighter] {
                found += lines(of: mark, contrast)
            }
        }
        var kept: [LetterLine] = []
        for line in found.sorted(by: { $0.score > $1.score }) {
            guard line.score >= Self.leastScore else { break }
            if !kept.contains(where: { $0.covers(line) }) { kept.append(line) }
            if kept.count == Self.mostLines { break }
        }
        return kept
    }

    /// Windows for letters of 10 to some 30 pixels, and of up to 100.
    private static let radii = [12, 40]
    private static let leastScore = 1.0
    private static let mostLines = 60
    /// Beyond this a picture is all texture, and pairing would take too long.
    private static let mostBlobs = 5000

    private func lines(of mark: UInt8, _ contrast: LocalContrast) -> [LetterLine] {
        let all = Blob.all(of: mark, in: contrast.marks, picture)
        let parts = all.filter { isPart($0) }
        let letters = parts.filter { isLetter($0) }
        guard parts.count <= Self.mostBlobs else { return [] }
        var chains = Self.chains(letters)
        if let joined = Syllables.joined(parts) {
            chains += Self.chains(joined.filter { $0.height >= Self.leastHeight })
        }
        return chains.map { chain in
            LetterLine(
                chain, isDark: mark == LocalContrast.darker, contrast: stand(chain, contrast))
        }
    }

    private static let leastHeight = 10

    private func isPart(_ blob: Blob) -> Bool {
        max(blob.width, blob.height) >= 6 && min(blob.width, blob.height) >= 2
            && Double(blob.height) <= 0.8 * Double(picture.height)
            && Double(blob.width) <= 0.5 * Double(picture.width)
            && Double(blob.area) >= 0.12 * Double(blob.width * blob.height)
    }

    private func isLetter(_ blob: Blob) -> Bool {
        blob.height >= Self.leastHeight && blob.width <= 4 * blob.height
            && blob.height <= 12 * blob.width
    }

    /// By how many greys a chain stands out from what surrounds it.
    private func stand(_ chain: [Blob], _ contrast: LocalContrast) -> Double {
        var sum = 0.0
        for blob in chain {
            let x = (blob.left + blob.right) / 2
            let y = (blob.top + blob.bottom) / 2
            sum += abs(Double(blob.grey) - Double(contrast.means[y * picture.width + x]))
        }
        return sum / Double(chain.count)
    }

    /// Joins every blob to its nearest right neighbour that fits, each to one at most.
    private static func chains(_ blobs: [Blob]) -> [[Blob]] {
        guard blobs.count >= 2 else { return [] }
        let blobs = blobs.sorted { ($0.left, $0.top) < ($1.left, $1.top) }
        var next = [Int?](repeating: nil, count: blobs.count)
        var hasBefore = [Bool](repeating: false, count: blobs.count)
        for link in links(blobs) where next[link.from] == nil && !hasBefore[link.to] {
            next[link.from] = link.to
            hasBefore[link.to] = true
        }
        return blobs.indices.filter { !hasBefore[$0] && next[$0] != nil }.map { start in
            var chain = [blobs[start]]
            var place = start
            while let following = next[place] {
                chain.append(blobs[following])
                place = following
            }
            return chain
        }
    }

    private struct Link {
        let from: Int
        let to: Int
        let distance: Double
    }

    private static func links(_ blobs: [Blob]) -> [Link] {
        var links: [Link] = []
        let reach = Double(blobs.map(\.height).max() ?? 0) * 1.2
        for from in blobs.indices {
            let one = blobs[from]
            for to in (from + 1)..<max(from + 1, blobs.count) {
                let two = blobs[to]
                if Double(two.left - one.right) > reach { break }
                if let distance = distance(one, two) {
                    links.append(Link(from: from, to: to, distance: distance))
                }
            }
        }
        return links.sorted { ($0.distance, $0.from, $0.to) < ($1.distance, $1.from, $1.to) }
    }

    /// How far the right one is from being the left one's next letter; nil if it can't be.
    private static func distance(_ left: Blob, _ right: Blob) -> Double? {
        let (low, high) = (
            Double(min(left.height, right.height)), Double(max(left.height, right.height))
        )
        let gap = Double(right.left - left.right)
        let rise = abs(right.centreY - left.centreY)
        guard high <= 2.2 * low, gap <= 1.2 * low, right.centreX > left.centreX + 0.2 * low,
            rise <= 0.65 * low, abs(left.grey - right.grey) <= 36
        else { return nil }
        return max(gap, 0) + 2 * rise + high - low
    }
}
