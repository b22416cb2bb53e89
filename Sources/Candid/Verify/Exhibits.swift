import Pixels

/// Everything that a check may look at.
public struct Exhibits: Sendable {
    /// The picture that is spoken of.
    let picture: Pixmap
    /// The picture that it was made from.
    let parent: Pixmap?
    /// Where it might change.
    let mask: EditMask?
    /// What differs from the parent; nil without one.
    let change: PictureChange?
    /// What is written in it; nil where nothing here reads, or no claim asks.
    let lettering: ReadLettering?
}

/// One way of telling whether a claim is true, without asking anybody.
public struct Check: Sendable {
    /// Its name in verdicts.
    public let name: String
    /// What it tells, in one sentence.
    public let summary: String
    /// The verdict; nil where this check can't say, so that the next one is asked.
    let decide: @Sendable (Claim, Exhibits) async -> Verdict?

    /// Every check, in the order in which they are asked.
    public static let all: [Check] = [
        .blank, .stillness, .shift, .region, .colourChange, .lettering, .palette, .ground, .facets,
    ]
}
