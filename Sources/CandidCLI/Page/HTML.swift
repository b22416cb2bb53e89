import Candid

/// A piece of a page.
///
/// Whatever text is put into it is escaped, so that no prompt and no provider's answer can become a
/// part of the page's own making.
///
///     let line: HTML = "<p>\(prompt.text)</p>"
struct HTML: ExpressibleByStringInterpolation, Sendable {
    /// The markup.
    let text: String

    init(stringLiteral value: String) { text = value }

    init(stringInterpolation: Interpolation) { text = stringInterpolation.text }

    /// Markup that was escaped by whoever made it.
    init(escaped text: String) { self.text = text }

    /// A diff as `ins` and `del` elements.
    init(_ diff: WordDiff) { self.init(escaped: diff.html) }

    /// A prompt with what can't be seen shown by signs.
    init(_ prompt: Prompt) { self.init(WordDiff(from: prompt, to: prompt)) }

    /// Nothing.
    static let none: HTML = ""

    /// Collects the pieces.
    struct Interpolation: StringInterpolationProtocol {
        fileprivate(set) var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity)
        }

        mutating func appendLiteral(_ literal: String) { text += literal }

        /// Markup stands as it is.
        mutating func appendInterpolation(_ piece: HTML) { text += piece.text }

        /// Pieces stand one after another.
        mutating func appendInterpolation(_ pieces: [HTML]) {
            for piece in pieces { text += piece.text }
        }

        /// Anything else is text.
        mutating func appendInterpolation(_ value: some CustomStringConvertible) {
            text += Terminal.visible(value.description).escapedForHTML
        }
    }
}
