import Candid
import Foundation

/// One engine's models: `docs/schemas/models.v1.json`.
struct ModelPage {
    /// The provider's own list.
    enum List {
        case unasked
        case told([ListedModel])
        case failed(String)

        var problem: String? {
            if case .failed(let problem) = self { problem } else { nil }
        }

        var models: [ListedModel]? {
            if case .told(let models) = self { models } else { nil }
        }

        func complain(of engine: Engine) {
            guard let problem else { return }
            Terminal.error.say(
                "\(Terminal.error.yellow("warning:")) \(engine.id) gave no list of its own: "
                    + Terminal.visible(problem))
        }
    }

    /// One model, by the catalogue, the prices and the provider.
    struct Row {
        let name: String
        let model: Model?
        let price: Price?
        let retirement: Retirement?
        /// Whether the provider lists it; nil where it was not asked.
        let isListed: Bool?
    }

    let engine: Engine
    let list: List
    let rows: [Row]

    init(_ engine: Engine, _ prices: PriceList, _ list: List, now: Timestamp) {
        self.engine = engine
        self.list = list
        let listed = list.models
        let others = (listed ?? []).filter { other in
            !engine.models.contains { $0.name == other.name }
        }
        let known = engine.models.map { model in
            let own = listed?.first { $0.name == model.name }
            // The provider knows best when it ends.
            let day = own?.shutdownDate ?? model.shutdownDate
            return Row(
                name: model.name, model: model, price: prices.price(of: model.name, on: engine.id),
                retirement: day.flatMap {
                    Retirement(
                        of: model.name, on: $0, replacement: model.replacement, now: now)
                }, isListed: listed.map { _ in own != nil })
        }
        rows =
            known
            + others.map { other in
                Row(
                    name: other.name, model: nil,
                    price: prices.price(of: other.name, on: engine.id),
                    retirement: other.shutdownDate.flatMap {
                        Retirement(of: other.name, on: $0, replacement: nil, now: now)
                    }, isListed: true)
            }
    }

    func lines(_ terminal: Terminal, inFull: Bool) -> [String] {
        var lines = ["\(terminal.bold(engine.id))  \(engine.summary)"]
        if inFull { lines.append("  words: \(engine.promises.words)") }
        for row in rows {
            // A provider of many things lists many; only those of pictures are ours to tell.
            guard inFull || row.model != nil else { continue }
            lines.append("  " + line(row, terminal))
            if inFull { lines += (row.model?.capabilities ?? []).map { "      \($0)" } }
        }
        let more = rows.count { $0.model == nil }
        if !inFull, more > 0 {
            lines.append(
                terminal.dim(
                    "  and \(more) that only the provider lists: candid models \(engine.id)"))
        }
        lines += engine.retired.map {
            terminal.dim("  \($0.name)  gone since \($0.since); \($0.replacement) took its place")
        }
        return lines
    }

    private func line(_ row: Row, _ terminal: Terminal) -> String {
        var parts = [terminal.bold(Terminal.visible(row.name))]
        if row.name == engine.defaultModel { parts.append("(default)") }
        parts.append(price(of: row))
        if row.model == nil { parts.append(terminal.dim("not in the catalogue")) }
        if row.isListed == false {
            parts.append(terminal.yellow("not in the provider's own list"))
        }
        if let retirement = row.retirement {
            parts.append(
                retirement.isNear ? terminal.yellow(retirement.words) : retirement.words)
        }
        return parts.joined(separator: "  ")
    }

    private func price(of row: Row) -> String {
        if engine.isFree { return "free" }
        return row.price.map { "\($0.words) (\($0.origin))" } ?? "unpriced"
    }
}

extension ModelPage {
    struct Document: Encodable {
        let schema = "candid/models/1"
        let engines: [EngineDocument]
    }

    struct EngineDocument: Encodable {
        struct Entry: Encodable {
            let name: String
            let `default`: Bool
            let known: Bool
            let free: Bool
            @Nullable var price: JSONValue?
            @Nullable var shutdown_date: String?
            @Nullable var days_left: Int?
            @Nullable var replacement: String?
            @Nullable var listed: Bool?
        }

        let id: String
        /// The engine as its catalogue entry.
        let catalogue: JSONValue
        let models: [Entry]
        let asked: Bool
        @Nullable var problem: String?
    }

    var document: EngineDocument {
        EngineDocument(
            id: engine.id, catalogue: engine.json,
            models: rows.map { row in
                EngineDocument.Entry(
                    name: row.name, default: row.name == engine.defaultModel,
                    known: row.model != nil, free: engine.isFree, price: row.price?.json,
                    shutdown_date: row.retirement?.day, days_left: row.retirement?.daysLeft,
                    replacement: row.retirement?.replacement, listed: row.isListed)
            }, asked: list.models != nil || list.problem != nil, problem: list.problem)
    }
}
