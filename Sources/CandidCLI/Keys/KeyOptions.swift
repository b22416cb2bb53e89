import ArgumentParser
import Candid
import Foundation

/// What a caller's key may do; what is not named stays as it is.
struct KeyOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("What you want to remember of it; none removes it.", valueName: "text"))
    var note: String?

    @Option(
        help: ArgumentHelp(
            "What it opens: images, responses, chat, files, batches, native (/api/v1), admin "
                + "(everything). Of a new key all of OpenAI's, the first five.", valueName: "words")
    )
    var scopes: String?

    @Option(
        help: ArgumentHelp(
            "The models that it may name, such as gpt-image-*,sketch-1; any allows all.",
            valueName: "patterns"))
    var models: String?

    @Option(
        help: ArgumentHelp(
            "Until when it counts: 90d, 12h, a day (UTC) such as 2027-01-01, or never.",
            valueName: "time"))
    var expires: String?

    @Option(help: ArgumentHelp("Requests a minute, or none.", valueName: "number"))
    var rate: String?

    @Option(help: ArgumentHelp("Requests at the same time, or none.", valueName: "number"))
    var atOnce: String?

    @Option(
        name: .customLong("budget"),
        help: ArgumentHelp(
            "The most that it may spend in US dollars: day=5, month=100 (UTC); day=none lifts it.",
            valueName: "amount"))
    var budgets: [String] = []

    @Option(
        help: ArgumentHelp(
            "verbatim: only routes that keep the words or tell what they used; confirmed: a picture "
                + "is handed over only if every claim about it is; both with a comma; or none.",
            valueName: "words"))
    var require: String?

    @Option(
        help: ArgumentHelp(
            "Whose words may be sent: verbatim, the request's own to the byte; approved, only those "
                + "of a lock; or none.", valueName: "word"))
    var mode: String?

    @Option(
        help: ArgumentHelp(
            "The lock that must hold every picture's order, or none.", valueName: "name"))
    var lock: String?

    @Option(
        help: ArgumentHelp(
            "The session that every picture joins, or none.", valueName: "name"))
    var session: String?

    @Option(
        help: ArgumentHelp(
            "Refuse prompts with findings from this severity on: error, warning, note, or none.",
            valueName: "word"))
    var lint: String?

    @Option(
        help: ArgumentHelp(
            "on: every picture is held to its brief before the answer ends; or off.",
            valueName: "word"))
    var verify: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of sentences that claim a change: annotate, replace, or off.",
            valueName: "word"))
    var firewall: String?

    @Option(
        help: ArgumentHelp(
            "on: answers carry a candid object; or off, unless the request asks for it.",
            valueName: "word"))
    var receipt: String?

    @Option(
        help: ArgumentHelp(
            "Whether equal orders with a seed or a lock are answered from the ledger: on, off, or "
                + "none: as the gateway does it.", valueName: "word"))
    var cache: String?

    @Option(
        help: ArgumentHelp(
            "What becomes of a run whose client has gone: cancel, finish, or none: as the "
                + "gateway does it.",
            valueName: "word"))
    var whenLeft: String?

    /// Changes a key's state as asked.
    ///
    /// - Throws: ``CommandFailure`` that names the option.
    func apply(to state: inout CallerKey.State, now: Date) throws {
        if let note { state.note = note == "none" ? nil : note }
        if let expires { state.expires = try Self.expiry(expires, now) }
        if let scopes { state.policy.scopes = try Self.scopes(scopes) }
        if let models { state.policy.models = try Self.models(models) }
        if let rate { state.policy.rate = try Self.count("--rate", rate, upTo: 1_000_000) }
        if let atOnce { state.policy.atOnce = try Self.count("--at-once", atOnce, upTo: 10_000) }
        for text in budgets { try Self.set(text, &state.policy.budget) }
        try applyWords(to: &state.policy)
        if let lint {
            state.policy.lint = try Self.choice(
                "--lint", lint, ["error": .error, "warning": .warning, "note": .note, "none": nil])
        }
        try applyProof(to: &state.policy)
        if let receipt {
            state.policy.receipt = try Self.choice("--receipt", receipt, ["on": true, "off": nil])
        }
        if let whenLeft {
            state.policy.cancelsWhenLeft = try Self.choice(
                "--when-left", whenLeft, ["cancel": true, "finish": false, "none": nil])
        }
    }
}

extension KeyOptions {
    private func applyProof(to policy: inout KeyPolicy) throws {
        if let verify {
            policy.verify = try Self.choice("--verify", verify, ["on": true, "off": nil])
        }
        if let firewall {
            policy.firewall = try Self.choice(
                "--firewall", firewall,
                ["annotate": .annotate, "replace": .replace, "off": nil])
        }
    }

    private func applyWords(to policy: inout KeyPolicy) throws {
        if let require {
            let words = require == "none" ? [] : try Self.words("--require", require)
            for word in words where !["verbatim", "confirmed"].contains(word) {
                throw CommandFailure(
                    .usage, "--require: “\(word)” is not one of verbatim, confirmed, none.")
            }
            policy.requiresVerbatim = words.contains("verbatim") ? true : nil
            policy.requiresConfirmed = words.contains("confirmed") ? true : nil
        }
        if let cache {
            policy.recalls = try Self.choice(
                "--cache", cache, ["on": true, "off": false, "none": nil])
        }
        if let mode {
            policy.mode = try Self.choice(
                "--mode", mode, ["verbatim": .verbatim, "approved": .approved, "none": nil])
        }
        if let lock { policy.lock = lock == "none" ? nil : lock }
        if let session {
            if session != "none" { try Session.check(name: session) }
            policy.session = session == "none" ? nil : session
        }
    }

    private static func choice<Value>(
        _ option: String, _ text: String, _ choices: KeyValuePairs<String, Value?>
    ) throws -> Value? {
        guard let choice = choices.first(where: { $0.key == text }) else {
            let names = choices.map(\.key).joined(separator: ", ")
            throw CommandFailure(.usage, "\(option): “\(text)” is not one of \(names).")
        }
        return choice.value
    }

    private static func words(_ option: String, _ text: String) throws -> [String] {
        let words = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        guard !words.isEmpty, !words.contains("") else {
            throw CommandFailure(.usage, "\(option): “\(text)” is no list such as a,b.")
        }
        return words
    }

    private static func scopes(_ text: String) throws -> Set<KeyScope> {
        Set(
            try words("--scopes", text).map { word in
                guard let scope = KeyScope(rawValue: word) else {
                    let all = KeyScope.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CommandFailure(.usage, "--scopes: “\(word)” is not one of \(all).")
                }
                return scope
            })
    }

    private static func models(_ text: String) throws -> [ModelPattern] {
        text == "any" ? [] : try words("--models", text).map(ModelPattern.init)
    }

    private static func count(_ option: String, _ text: String, upTo most: Int) throws -> Int? {
        if text == "none" { return nil }
        guard let count = Int(text), 1...most ~= count else {
            throw CommandFailure(
                .usage, "\(option): “\(text)” is no number from 1 to \(most), nor none.")
        }
        return count
    }

    private static func set(_ text: String, _ budget: inout KeyBudget) throws {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        let amount = parts.count == 2 && parts[1] != "none" ? Decimal(amount: parts[1]) : nil
        guard parts.count == 2, amount != nil || parts[1] == "none",
            ["day", "month"].contains(parts[0])
        else {
            throw CommandFailure(
                .usage, "--budget: “\(text)” is not day=5, month=100 or day=none.")
        }
        if parts[0] == "day" { budget.day = amount } else { budget.month = amount }
    }

    private static func expiry(_ text: String, _ now: Date) throws -> Timestamp? {
        if text == "never" { return nil }
        let time =
            Timestamp(text + "T00:00:00.000Z")
            ?? Span(text).map { Timestamp(now.addingTimeInterval($0.seconds)) }
        guard let time else {
            throw CommandFailure(
                .usage, "--expires: “\(text)” is not 90d, 12h, 2027-01-01 or never.")
        }
        guard time > Timestamp(now) else {
            throw CommandFailure(.usage, "--expires: \(time) is over already.")
        }
        return time
    }
}

/// A length of time such as 90d, 12h, 30m or 45s.
struct Span {
    let seconds: TimeInterval

    /// Reads a length; nil for anything else, and for more than a hundred years.
    init?(_ text: String) {
        let units: [Character: Double] = ["d": 86_400, "h": 3_600, "m": 60, "s": 1]
        guard let unit = text.last.flatMap({ units[$0] }),
            text.dropLast().wholeMatch(of: /\d{1,9}/) != nil,
            let count = Double(text.dropLast()), count * unit <= 36_525 * 86_400
        else { return nil }
        seconds = count * unit
    }
}
