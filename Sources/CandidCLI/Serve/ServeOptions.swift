import ArgumentParser
import Candid
import CandidIO
import CandidServer
import Foundation

/// Who may use the gateway, and how much of it.
struct ServeOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "required: callers need a key of candid keys; optional: whoever comes with one is held to "
                + "it; off. Optional on this machine alone, otherwise required.",
            valueName: "word"))
    var keys: String?

    @Option(
        name: .customLong("name"),
        help: ArgumentHelp(
            "A name under which the gateway is reached, beside localhost and addresses.",
            valueName: "host"))
    var names: [String] = []

    @Option(
        name: .customLong("allow-origin"),
        help: ArgumentHelp(
            "A page that may call it from a browser, such as https://studio.example.",
            valueName: "origin"))
    var origins: [String] = []

    @Option(help: ArgumentHelp("Orders under way at the same time; 256.", valueName: "number"))
    var atOnce: String?

    @Option(help: ArgumentHelp("Orders that may wait for their turn; 256.", valueName: "number"))
    var waiting: String?

    /// The settings that the flags mean, over others.
    func apply(to flags: inout Configuration) {
        flags.serve.keys = keys
        if !names.isEmpty { flags.serve.names = names.joined(separator: ",") }
        if !origins.isEmpty { flags.serve.origins = origins.joined(separator: ",") }
        flags.serve.at_once = atOnce
        flags.serve.waiting = waiting
    }
}

extension Settings {
    /// Who may come in through the gateway.
    ///
    /// - Parameters:
    ///   - ledger: Where the keys are.
    ///   - address: The address that it listens on.
    /// - Returns: The door.
    /// - Throws: ``CommandFailure`` where it would be open to everybody, or a value is off.
    func door(_ ledger: SQLiteLedger, listeningOn address: String) async throws -> Door {
        let isLocal = Self.isThisMachine(address)
        let asking = try asking(isLocal: isLocal, address)
        var door = Door(ledger, asking: asking, world: try world())
        door.names = Set(Self.list(values.serve.names).map { $0.lowercased() })
        door.origins = Set(try Self.list(values.serve.origins).map(origin(of:)))
        door.atOnce = try count("serve.at_once", values.serve.at_once) ?? door.atOnce
        door.waiting = try count("serve.waiting", values.serve.waiting, from: 0) ?? door.waiting
        if door.origins.contains("*"), asking != .required {
            throw CommandFailure(
                .badInput,
                "every page may call the gateway (\(origin("serve.origins"))), and nobody needs a "
                    + "key: name the pages, or use --keys required.")
        }
        if !isLocal, try await !hasKeys(ledger) {
            throw CommandFailure(
                .badInput,
                "\(address) can be reached from other machines, and there is no key to ask for. Make "
                    + "one with candid keys create NAME, or leave out --address.")
        }
        return door
    }

    private func hasKeys(_ ledger: SQLiteLedger) async throws -> Bool {
        let now = Timestamp(try world().now())
        return try await ledger.keys().contains { $0.standing(at: now) == .valid }
    }

    private func asking(isLocal: Bool, _ address: String) throws -> Door.Asking {
        guard let text = values.serve.keys else { return isLocal ? .optional : .required }
        guard let asking = Door.Asking(rawValue: text) else {
            throw CommandFailure(
                .badInput,
                "serve.keys is “\(text)”; it takes required, optional or off "
                    + "(\(origin("serve.keys"))).")
        }
        guard isLocal || asking == .required else {
            throw CommandFailure(
                .badInput,
                "\(address) can be reached from other machines, so keys are required there; they are "
                    + "\(asking.rawValue) (\(origin("serve.keys"))). Leave out one of the two.")
        }
        return asking
    }

    /// An origin is a scheme and a host, and a port where it is not the usual one: no path.
    private func origin(of text: String) throws -> String {
        guard text == "*" || text.wholeMatch(of: /https?:\/\/[^\/\s]+/) != nil else {
            throw CommandFailure(
                .badInput,
                "“\(text)” is no origin such as https://studio.example "
                    + "(\(origin("serve.origins"))).")
        }
        return text
    }

    private func count(_ key: String, _ text: String?, from least: Int = 1) throws -> Int? {
        guard let text else { return nil }
        guard let count = Int(text), least...100_000 ~= count else {
            throw CommandFailure(
                .badInput,
                "\(key) is “\(text)”; it takes a number from \(least) to 100000 (\(origin(key))).")
        }
        return count
    }

    private static func list(_ text: String?) -> [String] {
        (text ?? "").split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    static func isThisMachine(_ address: String) -> Bool {
        address == "localhost" || address == "::1"
            || address.wholeMatch(of: /127\.\d{1,3}\.\d{1,3}\.\d{1,3}/) != nil
    }
}
