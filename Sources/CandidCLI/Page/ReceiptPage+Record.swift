import Candid
import Foundation

/// What it cost, with what it was made, and the digests that prove it.
extension ReceiptPage {
    var money: HTML {
        guard hasArrived != false else {
            return Self.section(
                "Cost",
                """
                <p class="figure">not charged</p><p class="hint">Nothing reached the provider. It \
                would have cost \(receipt.cost?.figure ?? "an unknown price").</p>
                """)
        }
        let figure: HTML = receipt.cost.map { "\($0.figure)" } ?? "unpriced"
        let source = receipt.cost.map {
            $0.basis == .estimate ? "an estimate; \($0.source)" : $0.source
        }
        var rows: [(String, HTML)] = []
        if let estimate = receipt.estimate, receipt.cost?.basis == .settled, estimate.high != 0 {
            rows.append(("Estimated before", "\(estimate.figure)"))
        }
        let usage = (receipt.report?.usage ?? [:]).filter { $0.value != 0 }
        for (name, count) in usage.sorted(by: { $0.key < $1.key }) {
            rows.append((Self.title(name), "\(count)"))
        }
        let note: HTML = source.map { "<p class=\"hint\">\($0)</p>" } ?? .none
        let perhaps: HTML =
            receipt.perhapsCharged ? "<p class=\"pill warn\">perhaps charged</p>" : .none
        return Self.section(
            "Cost", "<p class=\"figure\">\(figure)</p>\(perhaps)\(note)\(Self.facts(rows))")
    }

    /// Whether the request can have reached the provider; nil where nothing was to be sent.
    var hasArrived: Bool? {
        guard receipt.sent != nil else { return nil }
        return receipt.failure?.kind != .unreachable || receipt.perhapsCharged
    }

    var record: HTML {
        let report = receipt.report
        var rows: [(String, HTML)] = [
            ("Engine", "\(receipt.order.engine)"), ("Model", "\(receipt.order.model)"),
        ]
        func add(_ name: String, _ value: (some CustomStringConvertible)?) {
            if let value { rows.append((name, "\(value)")) }
        }
        add("Version", report?.version)
        add("Seed", report?.seed ?? receipt.order.seed)
        // Pictures and texts stand above, and need no second place.
        let shown: Set = [
            "seed", "image", "mask", "markup", "negative_prompt", "instructions",
            "previous_response_id", "previous_call",
        ]
        let used = report?.used ?? [:]
        for (name, value) in receipt.order.parameters.sorted(by: { $0.key < $1.key })
        where !shown.contains(name) {
            let other = used[name].flatMap { $0 == value ? nil : ", used \($0)" } ?? ""
            add(Self.title(name), value + other)
        }
        if let contract = receipt.contract {
            add("Only", contract.only.isEmpty ? nil : Self.list(contract.only))
            add("Kept", contract.kept.isEmpty ? nil : Self.list(contract.kept))
            add("Region", contract.box)
        }
        add("Lock", receipt.lock?.name)
        add("Directive", receipt.directive)
        add("Replays", receipt.replays)
        add("Repairs", receipt.repairs)
        add("Given again from", receipt.recalls)
        add("Project", receipt.project)
        add("Unfinished pictures", receipt.partials.isEmpty ? nil : receipt.partials.count)
        add("Sent to", receipt.sent.map { "\($0.url), \($0.bytes) bytes" })
        add("Job", receipt.job)
        add("Request", report?.requestID)
        add("Began", receipt.began)
        add("Took", String(format: "%.1f s", Double(receipt.milliseconds) / 1000))
        return Self.section("Record", Self.facts(rows))
    }

    var digests: HTML {
        var rows: [(String, Digest)] = [("Asked", receipt.asked.digest)]
        if let sent = receipt.sent {
            rows += [("Sent", sent.prompt.digest), ("Body", sent.body)]
        }
        rows += receipt.pictures.map { ("Picture", $0.digest) }
        if let lock = receipt.lock { rows.append(("Lock", lock.digest)) }
        if let hashes {
            rows.append(("This receipt", hashes.own))
            if let previous = hashes.previous { rows.append(("The one before", previous)) }
        }
        let items: [HTML] = rows.map {
            "<dt>\($0.0)</dt><dd class=\"digest\">\($0.1)</dd>"
        }
        return Self.section("SHA-256", "<dl class=\"digests\">\(items)</dl>")
    }

    /// A name on the wire as a row's name.
    private static func title(_ name: String) -> String {
        let words = name.replacing("_", with: " ")
        return words.prefix(1).uppercased() + words.dropFirst()
    }

    private static func list(_ facets: [Facet]) -> String {
        facets.map(\.description).joined(separator: ", ")
    }
}
