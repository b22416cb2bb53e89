/// Finds what stands between quotation marks.
enum QuotedSpans {
    /// A quotation: its text in UTF-8 offsets, and the pieces of it.
    struct Span {
        var inside: Range<Int>
        var pieces: Range<Int>
    }

    private static let closings: [String: String] = [
        "\"": "\"", "“": "”", "„": "”", "「": "」", "『": "』", "«": "»", "‘": "’", "'": "'",
        "《": "》",
    ]

    /// The quotations of a text, in order; a mark without a partner opens none.
    static func spans(in pieces: [Piece], of bytes: [UInt8]) -> [Span] {
        var spans: [Span] = []
        var open: (index: Int, closing: String)?
        for (index, piece) in pieces.enumerated() where piece.kind == .mark {
            let text = String(decoding: bytes[piece.range], as: UTF8.self)
            if let start = open, text == start.closing, closes(index, pieces, text) {
                open = nil
                guard start.index + 1 < index else { continue }
                spans.append(
                    Span(
                        inside: pieces[start.index].range.upperBound..<piece.range.lowerBound,
                        pieces: start.index + 1..<index))
            } else if open == nil, let closing = closings[text], opens(index, pieces, text) {
                open = (index, closing)
            }
        }
        return spans
    }

    /// A straight mark opens after a space or another mark, so that feet and inches don't.
    private static func opens(_ index: Int, _ pieces: [Piece], _ text: String) -> Bool {
        guard index + 1 < pieces.count else { return false }
        guard text == "'" || text == "\"" || text == "‘" else { return true }
        let isFree = index == 0 || !pieces[index - 1].isWord
        return isFree && (text == "\"" || !pieces[index + 1].isBlank)
    }

    private static func closes(_ index: Int, _ pieces: [Piece], _ text: String) -> Bool {
        guard text == "'" || text == "’" else { return true }
        let isFree = index + 1 == pieces.count || pieces[index + 1].kind != .word
        return isFree && !pieces[index - 1].isBlank
    }
}
