internal import Candid
internal import Pixels

/// All the looks at one picture: as a page, as scattered words, and line by line.
struct PictureLooks {
    private let picture: GreyPicture
    /// Pixels of the worked-on picture for one of the given one.
    private let scale: Double

    /// Brings a picture to a size at which its letters can be told apart.
    init(_ given: GreyPicture) {
        let side = Double(max(given.width, given.height))
        scale = Self.scale(side)
        picture = scale == 1 ? given : given.scaled(by: scale)
    }

    /// Small pictures are enlarged, because tesseract wants letters of 20 pixels and more; huge ones
    /// are reduced, because their letters are.
    private static func scale(_ side: Double) -> Double {
        if side < 1000 { return min(4, 1200 / side) }
        return side > 2400 ? 2400 / side : 1
    }

    /// The most lines that are looked at one by one, the likeliest first.
    private static let mostStrips = 24
    /// The longest side at which the whole is looked at; the lines' own strips are finer.
    private static let pageSide = 1600.0

    /// Everything that the looks found.
    struct Found {
        var words: [SeenWord] = []
        /// Where letter-like forms stand in a row, in pixels of the given picture.
        var rows: [PictureBox] = []
    }

    /// Looks.
    func found(_ engine: isolated TesseractEngine) -> Found {
        let lines = LineFinder(picture).lines()
        return Found(
            words: wholeWords(engine) + words(engine, in: lines),
            rows: lines.filter { $0.blobs.count >= 3 && $0.score >= Self.rowScore }.map(place))
    }

    /// From this score on a line counts as a row of letter-like forms.
    private static let rowScore = 2.0

    private func place(_ line: LetterLine) -> PictureBox {
        func given(_ length: Int) -> Int { Int(Double(length) / scale) }
        return PictureBox(
            x: given(line.left), y: given(line.top), width: max(1, given(line.right - line.left)),
            height: max(1, given(line.bottom - line.top)))
    }

    private func wholeWords(_ engine: isolated TesseractEngine) -> [SeenWord] {
        var seen: [SeenWord] = []
        let side = Double(max(picture.width, picture.height))
        let reduction = side > Self.pageSide ? Self.pageSide / side : 1
        let page = reduction == 1 ? picture : picture.scaled(by: reduction)
        for (layout, look) in [
            (TesseractEngine.Layout.page, SeenWord.Look.page), (.scattered, .scattered),
        ] {
            seen += engine.words(in: page, as: layout).map { word in
                let box = word.box
                return self.seen(
                    word, look,
                    (Double(box.left), Double(box.top), Double(box.right), Double(box.bottom)),
                    scale * reduction)
            }
        }
        return seen
    }

    private func words(
        _ engine: isolated TesseractEngine, in lines: [LetterLine]
    ) -> [SeenWord] {
        lines.prefix(Self.mostStrips).flatMap { line -> [SeenWord] in
            guard let strip = LineStrip(line, of: picture) else { return [] }
            let grey = words(engine, in: strip.grey, of: strip, .strip)
            let binarised = words(engine, in: strip.grey.binarised(), of: strip, .binarisedStrip)
            let seen = grey + binarised
            return Self.agree(grey, binarised) ? seen : seen + moreWords(engine, in: line)
        }
    }

    /// Looks that cost time, at a line on which the first ones do not agree: as it is, because an
    /// outline tells letters from a lively ground, and along its curve, because letters on an arc
    /// are turned.
    private func moreWords(_ engine: isolated TesseractEngine, in line: LetterLine) -> [SeenWord] {
        var seen: [SeenWord] = []
        if let plain = LineStrip(line, of: picture, .plain) {
            seen += words(engine, in: plain.grey, of: plain, .plainStrip)
        }
        if let turned = LineStrip(line, of: picture, .turned) {
            seen += words(engine, in: turned.grey, of: turned, .turnedStrip)
            seen += words(
                engine, in: turned.grey.binarised(), of: turned, .binarisedTurnedStrip)
        }
        return seen
    }

    /// Whether two looks read the same, and surely.
    private static func agree(_ one: [SeenWord], _ two: [SeenWord]) -> Bool {
        !one.isEmpty && one.map(\.text) == two.map(\.text)
            && (one + two).allSatisfy { $0.confidence >= sureConfidence }
    }

    /// From this confidence on what two looks read alike needs no third.
    private static let sureConfidence = 85.0

    private func words(
        _ engine: isolated TesseractEngine, in picture: GreyPicture, of strip: LineStrip,
        _ look: SeenWord.Look
    ) -> [SeenWord] {
        engine.words(in: picture, as: .line).enumerated().map { index, word in
            seen(word, look, strip.place(word.box), scale, starts: index == 0)
        }
    }

    private func seen(
        _ word: TesseractEngine.Word, _ look: SeenWord.Look,
        _ box: (left: Double, top: Double, right: Double, bottom: Double), _ scale: Double,
        starts: Bool? = nil
    ) -> SeenWord {
        SeenWord(
            text: word.text, confidence: word.confidence, left: box.left / scale,
            top: box.top / scale, right: box.right / scale, bottom: box.bottom / scale,
            look: look, startsLine: starts ?? word.startsLine)
    }
}
