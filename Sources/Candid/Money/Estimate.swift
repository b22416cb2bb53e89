import Foundation

/// What an earlier run used, to reckon a later one by.
public struct PastUse: Hashable, Sendable {
    let order: Order
    let pictures: Int
    let usage: [String: Int]

    /// The use of a finished run; nil where the provider did not count its pictures' tokens.
    public init?(_ receipt: Receipt) {
        guard receipt.state == .finished, !receipt.pictures.isEmpty,
            let report = receipt.report, Self.outputTokens(report.usage) != nil
        else { return nil }
        order = receipt.order
        pictures = receipt.pictures.count
        usage = report.usage
    }

    static func outputTokens(_ usage: [String: Int]) -> Int? {
        usage["output_image_tokens"] ?? usage["output_tokens"]
    }

    /// Whether its pictures say something of another order's.
    func resembles(_ other: Order) -> Bool {
        order.model == other.model && order.quality == other.quality && order.size == other.size
            && order.format == other.format && order.isEdit == other.isEdit
    }

    /// The tokens of one picture.
    var tokensPerPicture: Int { (Self.outputTokens(usage) ?? 0) / pictures }
}

/// Reckons before a run what it may cost.
struct Estimate {
    let price: Price
    let order: Order
    /// What earlier runs of the same engine used.
    let past: [PastUse]
    /// By itself or in a batch.
    var way = Price.Way.direct

    /// The range; nil where nobody knows what such a picture takes.
    var cost: Cost? {
        guard order.format != .svg, let output, let input else { return nil }
        let count = Decimal(order.count ?? 1)
        // OpenAI counts 100 tokens for each unfinished picture.
        let partials = price.amount(100 * (order.partialPictures ?? 0), .imageOut, way) ?? 0
        return Cost(
            low: output.low * count + input.low,
            high: (output.high + partials) * count + input.high, basis: .estimate,
            source: "\(output.words); \(price.origin)")
    }

    /// What the language model before the image model may cost; how much it says is our own guess.
    static func outer(_ price: Price, _ order: Order) -> Cost? {
        let bytes = order.prompt.text.utf8.count
        guard let least = price.amount(bytes / 8, .textIn),
            let most = price.amount(bytes + 4000, .textIn),
            let answer = price.amount(4000, .textOut)
        else { return nil }
        return Cost(
            low: least, high: most + answer, basis: .estimate,
            source: "and up to 8,000 tokens of \(price.model), which is our guess")
    }

    /// What goes in: a token is at least one byte of text, and rarely more than eight.
    var input: (low: Decimal, high: Decimal)? {
        guard !price.perMillion.isEmpty else { return (0, 0) }
        let bytes = order.prompt.text.utf8.count + (order.negative?.text.utf8.count ?? 0)
        let pictures = order.pictures.count
        // Published for gpt-image-1 only: 65 tokens and more, up to 6,240 with high fidelity.
        guard let fewest = price.amount(bytes / 8, .textIn, way),
            let most = price.amount(bytes + 32, .textIn, way),
            let lightest = price.amount(65 * pictures, .imageIn, way),
            let heaviest = price.amount(7000 * pictures, .imageIn, way)
        else { return price.perMillion[.textIn] == nil && pictures == 0 ? (0, 0) : nil }
        return (fewest + lightest, most + heaviest)
    }

    private typealias Output = (low: Decimal, high: Decimal, words: String)

    /// What one picture costs.
    private var output: Output? { learnt ?? published ?? reported }

    private var learnt: Output? {
        let tokens = past.filter { $0.resembles(order) }.map(\.tokensPerPicture)
        guard let least = tokens.min(), let most = tokens.max(),
            let low = price.amount(least, .imageOut, way),
            // The next picture may take a little more than any before.
            let high = price.amount(most + most / 5, .imageOut, way)
        else { return nil }
        let runs = tokens.count == 1 ? "1 run" : "\(tokens.count) runs"
        return (low, high, "learnt from \(runs) like it in your ledger")
    }

    private var published: Output? {
        let rates = price.rates(size: order.size, quality: order.quality)
        guard let low = rates.min(), let high = rates.max(), let share = price.share(way)
        else { return nil }
        return (low * share, high * share, "by the published price of a picture")
    }

    private var reported: Output? {
        guard let report = price.pictureTokens else { return nil }
        let quality = order.quality == "auto" ? nil : order.quality
        let ranges = report.ranges.filter { quality == nil || $0.key == quality }.map(\.value)
        guard let least = ranges.map(\.lowerBound).min(), let most = ranges.map(\.upperBound).max()
        else { return nil }
        // Larger pictures take more; of smaller ones nobody counted.
        let pixels = order.size.map { Double($0.width) * Double($0.height) }
        let scale = max(1, (pixels ?? 1024 * 1536) / (1024 * 1024))
        guard let low = price.amount(least, .imageOut, way),
            let high = price.amount(Int((Double(most) * scale).rounded(.up)), .imageOut, way)
        else { return nil }
        return (low, high, "by \(report.source)")
    }
}
