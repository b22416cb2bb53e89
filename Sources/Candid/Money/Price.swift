public import Foundation

/// What a model's work costs in US dollars, as one source gave it on one day.
public struct Price: Hashable, Sendable {
    /// What a provider counts.
    public enum TokenKind: String, Hashable, Sendable, CaseIterable {
        /// Words of ours.
        case textIn = "text_in"
        /// Words of ours that the provider had seen before.
        case textInCached = "text_in_cached"
        /// Pictures of ours.
        case imageIn = "image_in"
        /// Pictures of ours that the provider had seen before.
        case imageInCached = "image_in_cached"
        /// Pictures that come back.
        case imageOut = "image_out"
        /// Words that come back.
        case textOut = "text_out"
    }

    /// What one picture costs, where that is what is published.
    public struct PictureRate: Hashable, Sendable {
        /// The size; nil is any.
        public var size: Size?
        /// The quality; nil is any.
        public var quality: String?
        /// The price of one picture, in US dollars.
        public var amount: Decimal
    }

    /// How many tokens a picture of 1024x1024 may take, by quality, where somebody counted.
    public struct TokenReport: Hashable, Sendable {
        /// The fewest and the most tokens, by quality.
        public var ranges: [String: ClosedRange<Int>]
        /// Who says so.
        public var source: String
    }

    /// The model's name on the wire.
    public var model: String
    /// The engines for which it holds; empty is any.
    public var engines: [String] = []
    /// US dollars for a million tokens of each kind; what is not listed is unknown.
    public var perMillion: [TokenKind: Decimal] = [:]
    /// The same, for the Batch API.
    public var batchPerMillion: [TokenKind: Decimal] = [:]
    /// The prices of single pictures; they do not hold what goes in.
    public var pictures: [PictureRate] = []
    /// How many tokens a picture may take.
    public var pictureTokens: TokenReport?
    /// The most tokens in one request for which the price holds; nil is any.
    public var upToTokens: Int?
    /// Who says so.
    public var source: String
    /// When it was looked up, such as `2026-11-22`.
    public var date: String
    /// Whether it is the person's own.
    public var isOwn = false

    /// Where the price comes from, in words.
    public var origin: String {
        (isOwn ? "your prices, " : "") + "\(source), \(date)"
    }

    /// The price of so many tokens of a kind, in US dollars; nil where the kind is unpriced.
    func amount(_ count: Int, _ kind: TokenKind, _ way: Way = .direct) -> Decimal? {
        if count == 0 { return 0 }
        let rates = way == .batch ? batchPerMillion : perMillion
        return rates[kind].map { $0 * Decimal(count) / 1_000_000 }
    }

    /// What part of a picture's usual price is paid; nil where nobody says.
    func share(_ way: Way) -> Decimal? {
        guard way == .batch else { return 1 }
        guard let whole = perMillion[.imageOut], let part = batchPerMillion[.imageOut], whole > 0
        else { return nil }
        return part / whole
    }

    /// How a request goes.
    public enum Way: Hashable, Sendable {
        /// By itself.
        case direct
        /// In a batch, which is cheaper and may take a day.
        case batch
    }
}
