/// One turn of a session: what was said, what was made of it, and what came of it.
public struct SessionTurn: Hashable, Sendable, Codable {
    /// What a turn does.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// Draws a new brief.
        case new
        /// Changes a picture.
        case edit
        /// Draws the brief and its net edits anew.
        case draw
    }

    /// What came of a turn.
    public enum Outcome: String, Hashable, Sendable, Codable, CaseIterable {
        /// There is a picture.
        case finished
        /// There is none.
        case failed
        /// The person ended it.
        case cancelled
        /// The program ended before it was known; perhaps it was charged.
        case lost
    }

    /// Its number, from 1.
    public var number: Int
    /// The turn whose picture it changed; nil for a new picture.
    public var parent: Int?
    /// What it does.
    public var kind: Kind
    /// The person's message, to the byte; nil where the brief was drawn again.
    public var said: Prompt?
    /// The words of the order that are the person's own: messages, brief and accepted edits.
    public var asked: Prompt
    /// What is sent: asked, then the contract's words, then the style card.
    public var sent: Prompt
    /// What the edit may change and must keep.
    public var contract: EditContract?
    /// The picture that is changed.
    public var base: SessionPicture?
    /// Where it alone may be changed, as a mask's file.
    public var mask: InputPicture?
    /// What goes along out of earlier turns.
    public var carried: Carried
    /// How it is sent.
    public var form: WireForm
    /// The run that carries it out.
    public var run: RunID
    /// When it began.
    public var time: Timestamp
    /// What came of it; nil as long as it goes on.
    public var outcome: Outcome?
    /// The picture.
    public var picture: InputPicture?
    /// What the checks say of it; nil where nothing was checked.
    public var verdict: Verdict.Outcome?
    /// How far the words have drifted.
    public var words: WordDrift?
    /// How far the pixels have drifted.
    public var pixels: PixelDrift?
}
