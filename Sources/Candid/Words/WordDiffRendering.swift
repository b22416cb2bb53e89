/// How the parts of a diff are set off from each other in plain text.
public struct DiffStyle: Hashable, Sendable {
    /// What stands before and after a stretch of text.
    public struct Frame: Hashable, Sendable {
        var opening: String
        var closing: String

        /// Creates a frame.
        public init(_ opening: String, _ closing: String) {
            self.opening = opening
            self.closing = closing
        }
    }

    /// Around what is in both texts.
    public var same: Frame
    /// Around what is in the first only.
    public var removed: Frame
    /// Around what is in the second only.
    public var added: Frame

    /// Creates a style.
    public init(same: Frame = Frame("", ""), removed: Frame, added: Frame) {
        self.same = same
        self.removed = removed
        self.added = added
    }

    /// `[-removed-]` and `{+added+}`, as in `git diff --word-diff`.
    public static let markers = DiffStyle(removed: Frame("[-", "-]"), added: Frame("{+", "+}"))

    /// Red and struck through, green and underlined, by ANSI escape sequences.
    public static let ansi = DiffStyle(
        removed: Frame("\u{1B}[31;9m", "\u{1B}[0m"), added: Frame("\u{1B}[32;4m", "\u{1B}[0m"))
}

extension WordDiff {
    /// The diff as text for a terminal.
    ///
    /// Changed white space and invisible characters are shown by signs (␣ ⇥ ↵ or the character's
    /// number), control characters always, so that a prompt can't steer the terminal. Nothing is
    /// hidden, but for the exact bytes read the segments or the JSON.
    public func rendered(_ style: DiffStyle) -> String {
        var result = ""
        for index in segments.indices {
            let frame = style.frame(segments[index].kind)
            result += frame.opening + visible(index) + frame.closing
        }
        return result
    }

    /// The diff as HTML: `del` and `ins` elements among escaped text.
    ///
    /// Where white space alone changed, the element has the class `blank` and shows signs.
    public var html: String {
        var result = ""
        for index in segments.indices {
            let text = visible(index).escapedForHTML
            let mark = segments[index].isBlank ? " class=\"blank\"" : ""
            switch segments[index].kind {
            case .same: result += text
            case .removed: result += "<del\(mark)>\(text)</del>"
            case .added: result += "<ins\(mark)>\(text)</ins>"
            }
        }
        return result
    }

    private func visible(_ index: Int) -> String {
        let segment = segments[index]
        guard segment.kind != .same else { return VisibleText.plain(segment.text) }
        if segment.isBlank { return VisibleText.signs(segment.text) }
        let other = index + (segment.kind == .removed ? 1 : -1)
        let isTwin =
            segments.indices.contains(other) && segments[other].kind != .same
            && segments[other].text == segment.text
        return isTwin ? VisibleText.numbers(segment.text) : VisibleText.changed(segment.text)
    }
}

extension DiffStyle {
    fileprivate func frame(_ kind: WordDiff.Segment.Kind) -> Frame {
        switch kind {
        case .same: same
        case .removed: removed
        case .added: added
        }
    }
}
