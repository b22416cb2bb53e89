/// Breaks lettering into lines so that it fills its box best.
struct LetterLayout {
    let typesetter: Typesetter

    struct Setting: Sendable {
        let path: String
        /// Where the ink lies, in the coordinates of the box.
        let box: Box
        let scale: Double
        let missing: [Character]
    }

    /// The setting with the largest letters, in at most five lines.
    func setting(
        of text: String, in box: Box, face: Typesetter.Face
    ) throws(SketchError) -> Setting? {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard !words.isEmpty, box.width > 0, box.height > 0 else { return nil }
        var best: (outline: Typesetter.Outline, scale: Double)?
        for lines in 1...min(words.count, 5) {
            let broken = Self.broken(words, into: lines)
            let outline = try typesetter.outline(broken, face: face)
            guard outline.width > 0, outline.height > 0 else { continue }
            let scale = min(box.width / outline.width, box.height / outline.height)
            if scale > (best?.scale ?? 0) { best = (outline, scale) }
        }
        guard let (outline, scale) = best else {
            let outline = try typesetter.outline(text, face: face)
            return Setting(path: "", box: box, scale: 0, missing: outline.missing)
        }
        let size = (width: outline.width * scale, height: outline.height * scale)
        let ink = Box(
            x: box.middle - size.width / 2, y: box.y + (box.height - size.height) / 2,
            width: size.width, height: size.height)
        return Setting(path: outline.path, box: ink, scale: scale, missing: outline.missing)
    }

    /// The words in lines of about equal length.
    static func broken(_ words: [String], into lines: Int) -> String {
        let total = words.reduce(0) { $0 + $1.count + 1 }
        var out: [[String]] = [[]]
        var length = 0
        for (index, word) in words.enumerated() {
            let left = lines - out.count
            let goal = Double(total * out.count) / Double(lines)
            let middle = Double(length) + Double(word.count) / 2
            if left > 0, out[out.count - 1].isEmpty == false,
                middle > goal || words.count - index <= left
            {
                out.append([])
            }
            out[out.count - 1].append(word)
            length += word.count + 1
        }
        return out.map { $0.joined(separator: " ") }.joined(separator: "\n")
    }
}
