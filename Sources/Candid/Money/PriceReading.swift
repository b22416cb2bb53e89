public import Foundation

/// Reads a file of prices; whatever it does not know, it names.
enum PriceReading {
    static func prices(of json: JSONValue) throws(Refusal) -> [Price] {
        guard let rows = json["prices"]?.list, json.object?.count == 1 else {
            throw problem("it must hold “prices” and nothing else")
        }
        var prices: [Price] = []
        for (index, row) in rows.enumerated() {
            prices += try read(row, at: "prices[\(index)]")
        }
        return prices
    }

    private static let keys: Set<String> = [
        "model", "models", "engine", "engines", "per_million", "batch_per_million", "per_picture",
        "picture_tokens", "up_to_tokens", "source", "date",
    ]

    private static func read(_ row: JSONValue, at place: String) throws(Refusal) -> [Price] {
        try refuseUnknown(row, keys, at: place)
        let names =
            (row["models"]?.list ?? []).compactMap(\.text)
            + [row["model"]?.text].compactMap(\.self)
        guard !names.isEmpty else { throw problem("\(place) names no “model”") }
        guard let source = row["source"]?.text, let date = row["date"]?.text,
            date.wholeMatch(of: /\d{4}-\d{2}-\d{2}/) != nil
        else {
            throw problem("\(place) needs “source” and “date”, such as 2026-11-22 in quotes")
        }
        var price = Price(model: "", source: source, date: date)
        price.engines =
            (row["engines"]?.list ?? []).compactMap(\.text)
            + [row["engine"]?.text].compactMap(\.self)
        price.perMillion = try rates(row["per_million"], at: "\(place).per_million")
        price.batchPerMillion = try rates(
            row["batch_per_million"], at: "\(place).batch_per_million")
        for (index, picture) in (row["per_picture"]?.list ?? []).enumerated() {
            price.pictures += try pictures(picture, at: "\(place).per_picture[\(index)]")
        }
        price.pictureTokens = try report(row["picture_tokens"], at: "\(place).picture_tokens")
        price.upToTokens = row["up_to_tokens"]?.whole
        guard !(price.perMillion.isEmpty && price.pictures.isEmpty) else {
            throw problem("\(place) holds no price: give “per_million” or “per_picture”")
        }
        return names.map { name in
            var named = price
            named.model = name
            return named
        }
    }

    private static func rates(
        _ json: JSONValue?, at place: String
    ) throws(Refusal) -> [Price.TokenKind: Decimal] {
        guard let json else { return [:] }
        let kinds = Price.TokenKind.allCases
        try refuseUnknown(json, Set(kinds.map(\.rawValue)), at: place)
        var rates: [Price.TokenKind: Decimal] = [:]
        for kind in kinds {
            guard let value = json[kind.rawValue] else { continue }
            rates[kind] = try amount(value, at: "\(place).\(kind.rawValue)")
        }
        return rates
    }

    /// A row of one size: a price for each quality, or under `any` one for all.
    private static func pictures(
        _ json: JSONValue, at place: String
    ) throws(Refusal) -> [Price.PictureRate] {
        let size = json["size"]?.text
        if let size, Size(size) == nil { throw problem("\(place).size: “\(size)” is no size") }
        var rates: [Price.PictureRate] = []
        for (key, value) in (json.object ?? [:]).sorted(by: { $0.key < $1.key })
        where key != "size" {
            rates.append(
                Price.PictureRate(
                    size: size.flatMap { Size($0) }, quality: key == "any" ? nil : key,
                    amount: try amount(value, at: "\(place).\(key)")))
        }
        guard !rates.isEmpty else { throw problem("\(place) holds no price") }
        return rates
    }

    private static func report(
        _ json: JSONValue?, at place: String
    ) throws(Refusal) -> Price.TokenReport? {
        guard let json else { return nil }
        guard let source = json["source"]?.text else { throw problem("\(place) has no “source”") }
        var report = Price.TokenReport(ranges: [:], source: source)
        for (quality, value) in json.object ?? [:] where quality != "source" {
            let bounds = (value.list ?? []).compactMap(\.whole)
            guard bounds.count == 2, 0 <= bounds[0], bounds[0] <= bounds[1] else {
                throw problem("\(place).\(quality) must be two numbers such as [270, 1000]")
            }
            report.ranges[quality] = bounds[0]...bounds[1]
        }
        return report
    }

    private static func amount(_ json: JSONValue, at place: String) throws(Refusal) -> Decimal {
        guard let amount = json.decimal, amount >= 0 else {
            throw problem("\(place) must be an amount of US dollars from 0 on, such as 0.25")
        }
        return amount
    }

    private static func refuseUnknown(
        _ json: JSONValue, _ known: Set<String>, at place: String
    ) throws(Refusal) {
        guard let object = json.object else { throw problem("\(place) must be a group of keys") }
        if let odd = object.keys.sorted().first(where: { !known.contains($0) }) {
            throw problem(
                "\(place): unknown key “\(odd)”; there are \(known.sorted().joined(separator: ", "))"
            )
        }
    }

    private static func problem(_ reason: String) -> Refusal {
        Refusal(
            field: "prices", reason: reason,
            wayOut: "candid models --json shows how a price looks; docs/money.md explains it.")
    }
}

extension Decimal {
    /// Reads an amount in full, such as `0.25`; nil for anything with more behind it.
    public init?(amount text: String) {
        guard text.wholeMatch(of: /\d{1,12}(\.\d{1,12})?/) != nil,
            let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
        else { return nil }
        self = value
    }
}

extension JSONValue {
    /// The number as it is written in decimals, also where it stands in quotes.
    var decimal: Decimal? {
        switch self {
        case .text(let text): Decimal(amount: text)
        case .whole(let whole): Decimal(whole)
        // Swift writes the shortest digits that read back the same, which are those of the file.
        case .number(let number): Decimal(string: "\(number)")
        default: nil
        }
    }
}
