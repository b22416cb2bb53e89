import Foundation

/// Reckons what was used into money.
///
/// Where a provider does not say which kind its tokens were, the figure is a range over the kinds
/// they may have been.
struct Settlement {
    private let price: Price
    private let way: Price.Way
    private let usage: [String: Int]
    private let takesPictures: Bool

    /// Creates the reckoning.
    ///
    /// - Parameters:
    ///   - price: The price.
    ///   - way: By itself or in a batch.
    ///   - usage: What the provider says it used, by its own names.
    ///   - takesPictures: Whether pictures of ours went in.
    init(price: Price, way: Price.Way, usage: [String: Int], takesPictures: Bool) {
        self.price = price
        self.way = way
        self.usage = Self.named(usage)
        self.takesPictures = takesPictures
    }

    /// The counts by OpenAI's names; Google and Anthropic have names of their own.
    private static func named(_ usage: [String: Int]) -> [String: Int] {
        if let read = usage["cache_read_input_tokens"] {
            // Anthropic counts what it had seen before apart.
            let written = usage["cache_creation_input_tokens"] ?? 0
            return usage.merging([
                "input_tokens": (usage["input_tokens"] ?? 0) + read + written,
                "input_cached_tokens": read,
            ]) { $1 }
        }
        if let prompt = usage["prompt_tokens"] {
            // OpenAI's Chat has older names for the same.
            var named = ["input_tokens": prompt]
            named["input_cached_tokens"] = usage["prompt_cached_tokens"]
            named["output_tokens"] = usage["completion_tokens"]
            return named
        }
        guard let prompt = usage["promptTokenCount"] else { return usage }
        var named = ["input_tokens": prompt]
        named["input_text_tokens"] = usage["prompt_text"]
        named["input_image_tokens"] = usage["prompt_image"]
        named["input_cached_tokens"] = usage["cachedContentTokenCount"]
        named["output_tokens"] = usage["candidatesTokenCount"].map {
            $0 + (usage["thoughtsTokenCount"] ?? 0)
        }
        named["output_image_tokens"] = usage["candidates_image"]
        return named
    }

    /// The cost; nil where the usage or a rate is unknown.
    var cost: Cost? {
        guard let input = inputs, let output = outputs else { return nil }
        if let most = price.upToTokens, (usage["input_tokens"] ?? 0) > most { return nil }
        return Cost(
            low: input.low + output.low, high: input.high + output.high, basis: .settled,
            source: "from the provider's usage at \(price.origin)")
    }

    private typealias Range = (low: Decimal, high: Decimal)

    private var inputs: Range? {
        let text = usage["input_text_tokens"]
        let image = usage["input_image_tokens"]
        guard let total = usage["input_tokens"] ?? sum(text, image) else { return nil }
        let rest = max(0, total - (text ?? 0) - (image ?? 0))
        guard
            let known = added(
                exactly(text ?? 0, .textIn), exactly(image ?? 0, .imageIn)),
            let unknown = between(rest, takesPictures ? [.textIn, .imageIn] : [.textIn])
        else { return nil }
        let full = (low: known.low + unknown.low, high: known.high + unknown.high)
        return discounted(full, text: text ?? rest, image: image ?? (takesPictures ? rest : 0))
    }

    /// Without what is cheaper because the provider had seen it before.
    private func discounted(_ full: Range, text: Int, image: Int) -> Range? {
        let cached = usage["input_cached_tokens"] ?? 0
        guard cached > 0 else { return full }
        let saved: [(count: Int, each: Decimal)] = [
            (text, saving(.textIn, .textInCached)), (image, saving(.imageIn, .imageInCached)),
        ].filter { $0.0 > 0 }.sorted { $0.1 > $1.1 }
        func total(_ order: [(count: Int, each: Decimal)]) -> Decimal {
            var left = cached
            return order.reduce(0) { sum, part in
                let count = min(left, part.count)
                left -= count
                return sum + part.each * Decimal(count)
            }
        }
        return (max(0, full.low - total(saved)), full.high - total(saved.reversed()))
    }

    /// What a token costs less; nothing where nobody says so.
    private func saving(_ kind: Price.TokenKind, _ cached: Price.TokenKind) -> Decimal {
        guard let full = price.amount(1, kind, way), let less = price.amount(1, cached, way)
        else { return 0 }
        return max(0, full - less)
    }

    private var outputs: Range? {
        let text = usage["output_text_tokens"]
        let image = usage["output_image_tokens"]
        guard let total = usage["output_tokens"] ?? sum(text, image) else { return nil }
        let rest = max(0, total - (text ?? 0) - (image ?? 0))
        return added(
            added(exactly(text ?? 0, .textOut), exactly(image ?? 0, .imageOut)),
            between(rest, [.imageOut, .textOut]))
    }

    private func exactly(_ count: Int, _ kind: Price.TokenKind) -> Range? {
        price.amount(count, kind, way).map { ($0, $0) }
    }

    /// The cost of tokens that may be of several kinds, as far as those are priced.
    private func between(_ count: Int, _ kinds: [Price.TokenKind]) -> Range? {
        let amounts = kinds.compactMap { price.amount(count, $0, way) }
        guard let low = amounts.min(), let high = amounts.max() else { return nil }
        return (low, high)
    }

    private func added(_ one: Range?, _ other: Range?) -> Range? {
        guard let one, let other else { return nil }
        return (one.low + other.low, one.high + other.high)
    }

    private func sum(_ one: Int?, _ other: Int?) -> Int? {
        one == nil && other == nil ? nil : (one ?? 0) + (other ?? 0)
    }
}

extension Price {
    /// What a speaker's or a judge's answer cost.
    ///
    /// - Parameters:
    ///   - usage: The tokens, by the names of ``EngineReport/usage``.
    ///   - takesPictures: Whether pictures went in.
    ///   - way: By itself or in a batch.
    /// - Returns: The cost; nil where the usage or a rate is unknown.
    public func settlement(
        of usage: [String: Int], takesPictures: Bool = false, _ way: Way = .direct
    ) -> Cost? {
        Settlement(price: self, way: way, usage: usage, takesPictures: takesPictures).cost
    }

    /// What a finished order cost; nil where it is unknown, which is never the same as free.
    func settlement(
        of order: Order, _ report: EngineReport, pictures count: Int, way: Way = .direct
    ) -> Cost? {
        if let cost = settlement(of: report.usage, takesPictures: order.isEdit, way) { return cost }
        let rates = rates(
            size: report.used["size"].flatMap { Size($0) } ?? order.size,
            quality: report.used["quality"] ?? order.quality)
        guard let low = rates.min(), let high = rates.max(), let share = share(way)
        else { return nil }
        let input = Estimate(price: self, order: order, past: [], way: way).input ?? (0, 0)
        let pictures = Decimal(count) * share
        return Cost(
            low: low * pictures + input.low, high: high * pictures + input.high,
            basis: .settled, source: "by the picture, for want of usage, at \(origin)")
    }

    /// The prices of one picture that fit what is known of it.
    func rates(size: Size?, quality: String?) -> [Decimal] {
        let quality = quality == "auto" ? nil : quality
        return pictures.filter { rate in
            (size == nil || rate.size == nil || rate.size == size)
                && (quality == nil || rate.quality == nil || rate.quality == quality)
        }.map(\.amount)
    }
}

extension PriceList {
    /// What a finished order cost on an engine.
    ///
    /// - Returns: The cost; nil where it is unknown, which is never the same as free.
    func settlement(
        of order: Order, _ answer: Answer, on engine: Engine, way: Price.Way = .direct
    ) -> Cost? {
        if engine.isFree { return .nothing(engine, .settled) }
        let usage = answer.report.usage
        // A vector file is written by a second model, which nobody prices.
        guard order.format != .svg, !usage.keys.contains(where: { $0.hasPrefix("svg_") }),
            let price = price(of: order.model, on: engine.id)
        else { return nil }
        let own = price.settlement(
            of: order, answer.report, pictures: answer.pictures.count, way: way)
        guard engine.outerModel != nil else { return own }
        let prefix = "outer_"
        let outer = usage.filter { $0.key.hasPrefix(prefix) }.map {
            (String($0.key.dropFirst(prefix.count)), $0.value)
        }
        let model = answer.report.used["outer_model"] ?? engine.outerModel ?? ""
        guard let own,
            let other = self.price(of: model, on: engine.id)?.settlement(
                of: Dictionary(uniqueKeysWithValues: outer), takesPictures: order.isEdit)
        else { return nil }
        return own.adding(other)
    }
}
