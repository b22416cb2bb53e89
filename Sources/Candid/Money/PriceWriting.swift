import Foundation

extension Price {
    /// The price as a row of a price file, which ``PriceList/merging(_:)`` reads.
    public var json: JSONValue {
        var row: [String: JSONValue] = ["model": .text(model)]
        if !engines.isEmpty { row["engines"] = .list(engines.map { .text($0) }) }
        row["per_million"] = Self.json(perMillion)
        row["batch_per_million"] = Self.json(batchPerMillion)
        if !pictures.isEmpty { row["per_picture"] = .list(pictures.map(\.json)) }
        row["picture_tokens"] = pictureTokens?.json
        row["up_to_tokens"] = upToTokens.map { .whole(Int64($0)) }
        row["source"] = .text(source)
        row["date"] = .text(date)
        return .object(row)
    }

    private static func json(_ rates: [TokenKind: Decimal]) -> JSONValue? {
        guard !rates.isEmpty else { return nil }
        return .object(
            Dictionary(uniqueKeysWithValues: rates.map { ($0.rawValue, .text("\($1)")) }))
    }

    /// The price in words, such as `text in 5, image out 30 USD a million tokens`.
    public var words: String {
        var parts: [String] = []
        if !perMillion.isEmpty {
            let rates = TokenKind.allCases.compactMap { kind in
                perMillion[kind].map {
                    "\(kind.rawValue.replacing("_", with: " ")) \($0)"
                }
            }
            parts.append(rates.joined(separator: ", ") + " USD a million tokens")
        }
        let amounts = pictures.map(\.amount)
        if let least = amounts.min(), let most = amounts.max() {
            let bounds = least == most ? "\(least)" : "\(least) to \(most)"
            parts.append("\(bounds) USD a picture")
        }
        return parts.joined(separator: "; ")
    }
}

extension Price.PictureRate {
    fileprivate var json: JSONValue {
        var row: [String: JSONValue] = [quality ?? "any": .text("\(amount)")]
        row["size"] = size.map { .text($0.description) }
        return .object(row)
    }
}

extension Price.TokenReport {
    fileprivate var json: JSONValue {
        var row = ranges.mapValues { range in
            JSONValue.list([.whole(Int64(range.lowerBound)), .whole(Int64(range.upperBound))])
        }
        row["source"] = .text(source)
        return .object(row)
    }
}
