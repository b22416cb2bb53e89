public import ArgumentParser
public import Candid
import CandidIO
import Foundation

/// `candid keys list`: every key.
struct KeysListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the keys, the oldest first; revoked ones with --all.")

    @Flag(help: "Also those that are revoked.") var all = false
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let now = try settings.world().now()
        let keys = try await settings.openExistingLedger().keys()
            .filter { all || $0.revoked == nil }
        guard !common.json else {
            return Console.printJSON(KeyListDocument(keys: keys.map { KeyItem($0, now: now) }))
        }
        if keys.isEmpty { Terminal.error.say("There is no key. candid keys create makes one.") }
        for key in keys { Terminal.output.say(KeyText(key, .output, now: now).line) }
    }
}

/// `candid keys show`: one key.
struct KeysShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a key may do, and what it has spent.")

    @OptionGroup var named: NamedKey
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let ledger = try settings.openExistingLedger()
        try await ledger.show(
            try await named.key(in: ledger), asJSON: common.json, now: try settings.world().now())
    }
}

/// `candid keys audit`: whom the gateway turned away.
struct KeysAuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract:
            "List what the gateway turned away, the newest first: when, which key, what, why.",
        discussion: """
            Nothing of a request's content is kept, and of a key that is none of ours only the \
            beginning of its SHA-256. Requests alike within a minute are one line with their number.
            """)

    @Option(help: ArgumentHelp("Only this key, by name or digits.", valueName: "name"))
    var caller: String?

    @Option(
        help: ArgumentHelp(
            "Only for this reason: "
                + TurnedAway.Reason.allCases.map(\.rawValue).joined(separator: ", ") + ".",
            valueName: "word"))
    var reason: TurnedAway.Reason?

    @Option(
        name: .customShort("n"), help: ArgumentHelp("The most lines.", valueName: "number"))
    var limit = 100

    @OptionGroup var days: DayOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("-n must be more than 0.") }
    }

    func run() async throws {
        let ledger = try common.settings().openExistingLedger()
        var search = TurnedAwaySearch()
        if let caller { search.caller = try await ledger.key(called: caller).id }
        (search.reason, search.limit) = (reason, limit)
        (search.since, search.before) = (days.since, days.before)
        let entries = try await ledger.turnedAway(search)
        guard !common.json else { return Console.printJSON(KeyAuditDocument(entries)) }
        if entries.isEmpty { Terminal.error.say("Nothing was turned away.") }
        for entry in entries {
            guard case .turnedAway(let note) = entry.event else { continue }
            Terminal.output.say(Self.line(note, entry.time))
        }
    }

    private static func line(_ note: TurnedAway, _ time: Timestamp) -> String {
        let output = Terminal.output
        let who = note.caller?.name ?? note.fingerprint.map { "#\($0)" } ?? "no key"
        let what =
            Terminal.visible(note.route) + (note.model.map { " \(Terminal.visible($0))" } ?? "")
        let count = note.count > 1 ? "  ×\(note.count)" : ""
        let from = note.address.map { "  from \($0)" } ?? ""
        return "\(time.description.prefix(19).replacing("T", with: " "))  "
            + "\(output.yellow(KeyText.padded(note.reason.rawValue, 12)))  "
            + "\(output.bold(KeyText.padded(who, 16)))  \(what)\(count)\(from)"
    }
}

extension TurnedAway.Reason: ExpressibleByArgument {}

extension SQLiteLedger {
    /// The key of a name or of the beginning of its digits; those in force before revoked ones.
    ///
    /// - Throws: ``CommandFailure`` where there is none, or several.
    func key(called name: String) async throws -> CallerKey {
        let all = try await keys()
        let named = all.filter { $0.name == name }
        if let key = named.first(where: { $0.revoked == nil }) ?? named.last { return key }
        let found = name.utf8.count >= 4 ? all.filter { $0.id.description.hasPrefix(name) } : []
        guard found.count < 2 else {
            throw CommandFailure(
                .badInput, "“\(name)” fits \(found.count) keys. Give more of the digits.")
        }
        guard let key = found.first else {
            let names = all.filter { $0.revoked == nil }.map(\.name).prefix(12)
            throw CommandFailure(
                .badInput,
                "there is no key “\(Terminal.visible(name))”. "
                    + (names.isEmpty
                        ? "candid keys create makes one."
                        : "There are: \(names.joined(separator: ", "))."))
        }
        return key
    }

    /// Tells of a key, and of what it has spent.
    func show(_ key: CallerKey, asJSON: Bool, now: Date) async throws {
        let spent = try await spent(with: key.id, at: Timestamp(now))
        guard !asJSON else {
            return Console.printJSON(KeyDocument(key: KeyItem(key, now: now, spent: spent)))
        }
        for line in KeyText(key, .output, now: now).lines(spent) { Terminal.output.say(line) }
    }
}
