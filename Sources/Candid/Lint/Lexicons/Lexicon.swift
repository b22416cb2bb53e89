extension Lexicon {
    /// Every word that some rule knows.
    static let all: [Lexicon] =
        grammar + idioms + affixes + things + marks + looks + embellishments + manners + korean
        + koreanIdioms + koreanLooks
}
