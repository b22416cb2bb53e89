internal import Candid
internal import Pixels

/// Puts the looks' words together to what is found in the picture.
struct Assembly {
    private let seen: [SeenWord]
    private let rows: [PictureBox]
    private let width: Int
    private let height: Int

    init(_ found: PictureLooks.Found, width: Int, height: Int) {
        seen = found.words
        rows = found.rows
        self.width = width
        self.height = height
    }

    /// The words in reading order, and every look's lines.
    var found: FoundLettering {
        let words = places().compactMap { WordVote($0) }.filter { $0.confidence >= 20 }
        let distinct = withoutFragments(words.sorted { rank($0) > rank($1) })
        return FoundLettering(
            words: inReadingOrder(distinct).map { vote in
                FoundLettering.Word(
                    vote.text, box: box(vote.box), confidence: vote.confidence, looks: vote.looks,
                    isSure: vote.isSure(on: rows))
            }, readings: readings, rows: rows)
    }

    private func rank(_ vote: WordVote) -> Double {
        (vote.isSure ? 1000 : 0) + vote.confidence + 20 * Double(vote.looks)
            + min(20, Double(vote.text.count))
    }

    /// The words that stand on one another.
    private func places() -> [[SeenWord]] {
        var places: [[SeenWord]] = []
        for word in seen.filter(\.votes).sorted(by: { $0.confidence > $1.confidence }) {
            let place = places.firstIndex { other in
                guard let first = other.first else { return false }
                let sizes = max(first.area, word.area) / max(1, min(first.area, word.area))
                return sizes < 3 && first.overlap(word) > 0.6
            }
            if let place { places[place].append(word) } else { places.append([word]) }
        }
        return places
    }

    /// The words without those that lie mostly under a better one.
    private func withoutFragments(_ votes: [WordVote]) -> [WordVote] {
        var kept: [WordVote] = []
        for vote in votes where !kept.contains(where: { $0.box.overlap(vote.box) > 0.5 }) {
            kept.append(vote)
        }
        return kept
    }

    /// Lines from the top, words from the left.
    private func inReadingOrder(_ votes: [WordVote]) -> [WordVote] {
        var lines: [[WordVote]] = []
        for vote in votes.sorted(by: { $0.box.middle < $1.box.middle }) {
            if let last = lines.last?.last,
                vote.box.middle - last.box.middle < 0.5 * min(vote.box.height, last.box.height)
            {
                lines[lines.count - 1].append(vote)
            } else {
                lines.append([vote])
            }
        }
        return lines.flatMap { $0.sorted { $0.box.left < $1.box.left } }
    }

    private var readings: [String] {
        var lines: [String] = []
        for (index, word) in seen.enumerated() {
            let isNew = index == 0 || word.startsLine || seen[index - 1].look != word.look
            if isNew || lines.isEmpty {
                lines.append(word.text)
            } else {
                lines[lines.count - 1] += " " + word.text
            }
        }
        return lines
    }

    private func box(_ word: SeenWord) -> PictureBox {
        let left = min(max(0, Int(word.left.rounded(.down))), width - 1)
        let top = min(max(0, Int(word.top.rounded(.down))), height - 1)
        let right = min(max(left + 1, Int(word.right.rounded(.up))), width)
        let bottom = min(max(top + 1, Int(word.bottom.rounded(.up))), height)
        return PictureBox(x: left, y: top, width: right - left, height: bottom - top)
    }
}
