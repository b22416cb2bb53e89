import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid keys`: with what applications call the gateway.
struct KeysCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Make, list, change and revoke the keys that applications call the gateway with.",
        discussion: """
            A key is shown once; the ledger keeps its SHA-256, what it opens, and what it may cost.

            Examples:
              candid keys create shop --models "gpt-image-*" --budget day=5 --rate 60
              candid keys list
              candid keys edit shop --budget day=10
              candid keys rotate shop --overlap 24h
              candid keys revoke shop
              candid keys audit
            """,
        subcommands: [
            KeysCreateCommand.self, KeysListCommand.self, KeysShowCommand.self,
            KeysEditCommand.self, KeysRotateCommand.self, KeysRevokeCommand.self,
            KeysAuditCommand.self,
        ])
}

/// `candid keys create`: a new one.
struct KeysCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create", abstract: "Make a key, and show it this once.",
        discussion: """
            Only the key goes to standard output, so that a script can catch it.

            Examples:
              candid keys create shop --expires 90d --budget day=5 --budget month=80
              candid keys create studio --scopes admin
            """)

    @Argument(help: "Its name: letters, digits, . _ and -, up to 64.")
    var name: String

    @OptionGroup(title: "What it may do") var options: KeyOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        try KeyName.check(name)
        let settings = try common.settings()
        let world = try settings.world()
        var state = CallerKey.State(name: name, policy: KeyPolicy())
        try options.apply(to: &state, now: world.now())
        let issued = try await keyRefusals {
            try await settings.openLedger().issue(state, in: world)
        }
        issued.tell("made", asJSON: common.json, now: world.now())
    }
}

/// `candid keys edit`: changes what it may do.
struct KeysEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Change a key's name, note, expiry or policy; it stays the same key.")

    @OptionGroup var named: NamedKey

    @Option(help: ArgumentHelp("Its new name.", valueName: "name"))
    var rename: String?

    @OptionGroup(title: "What it may do") var options: KeyOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let (ledger, now) = (try settings.openExistingLedger(), try settings.world().now())
        let key = try await named.key(in: ledger)
        var state = key.state
        if let rename {
            try KeyName.check(rename)
            state.name = rename
        }
        try options.apply(to: &state, now: now)
        guard state != key.state else {
            throw CommandFailure(.usage, "nothing to change is named; --help lists what there is.")
        }
        let edited = try await keyRefusals {
            try await ledger.edit(key, to: state, in: try settings.world())
        }
        try await ledger.show(edited, asJSON: common.json, now: now)
    }
}

/// `candid keys rotate`: a new secret.
struct KeysRotateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Give a key a new secret, and show it this once; everything else stays.")

    @OptionGroup var named: NamedKey

    @Option(help: ArgumentHelp("How long the old one counts, too, such as 24h.", valueName: "time"))
    var overlap: String?

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let (ledger, world) = (try settings.openExistingLedger(), try settings.world())
        let span = try overlap.map { text in
            guard let span = Span(text) else {
                throw CommandFailure(.usage, "--overlap: “\(text)” is not 24h, 30m or 7d.")
            }
            return Duration.seconds(span.seconds)
        }
        let key = try await named.key(in: ledger)
        let issued = try await keyRefusals {
            try await ledger.rotate(key, overlap: span ?? .zero, in: world)
        }
        issued.tell("rotated", asJSON: common.json, now: world.now())
    }
}

/// `candid keys revoke`: takes one back.
struct KeysRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Take a key back, for ever and at once, also where candid serve runs already.")

    @OptionGroup var named: NamedKey
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let (ledger, world) = (try settings.openExistingLedger(), try settings.world())
        let key = try await named.key(in: ledger)
        let revoked = try await keyRefusals { try await ledger.revoke(key, in: world) }
        guard !common.json else {
            return Console.printJSON(KeyDocument(key: KeyItem(revoked, now: world.now())))
        }
        Terminal.output.say("revoked \(Terminal.output.bold(revoked.name)) \(revoked.id)")
    }
}

/// Which key is meant.
struct NamedKey: ParsableArguments {
    @Argument(help: "Its name, or the beginning of its digits.")
    var key: String

    func key(in ledger: SQLiteLedger) async throws -> CallerKey {
        try await ledger.key(called: key)
    }
}

/// What a key may be called.
enum KeyName {
    /// - Throws: ``CommandFailure`` for a name that could not be typed or told apart.
    static func check(_ name: String) throws {
        guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{0,63}/) != nil else {
            throw CommandFailure(
                .usage,
                "“\(Terminal.visible(name))” can't be a key's name: it takes up to 64 letters, "
                    + "digits, “.”, “_” and “-”, and begins with a letter or digit.")
        }
    }
}

/// A name that is taken and a key that is gone are refusals, not bad input.
private func keyRefusals<Value: Sendable>(
    _ act: () async throws -> Value
) async throws -> Value {
    do { return try await act() } catch let refusal as Refusal {
        throw CommandFailure(.refusedByUs, "\(refusal.reason). \(refusal.wayOut)")
    }
}

extension IssuedKey {
    fileprivate func tell(_ word: String, asJSON: Bool, now: Date) {
        guard !asJSON else {
            return Console.printJSON(
                KeyDocument(key: KeyItem(key, now: now), secret: secret.revealed))
        }
        Terminal.error.say(
            "\(word) \(Terminal.error.bold(key.name)) \(key.id); it is not shown again:")
        Terminal.output.say(secret.revealed)
    }
}
