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

    @Option(help: ArgumentHelp("Orders under way at the same time; 4096.", valueName: "number"))
    var atOnce: String?

    @Option(help: ArgumentHelp("Orders that may wait for their turn; 256.", valueName: "number"))
    var waiting: String?

    @Option(
        name: .customLong("trusted-proxy"),
        help: ArgumentHelp(
            "A proxy before the gateway, such as 10.0.0.0/8: its X-Forwarded fields are believed, and "
                + "keys are required.", valueName: "range"))
    var proxies: [String] = []

    @Option(
        help: ArgumentHelp(
            "A PEM file with the gateway's certificate, to be reached by https.", valueName: "file")
    )
    var tlsCert: String?

    @Option(help: ArgumentHelp("A PEM file with its private key.", valueName: "file"))
    var tlsKey: String?

    @Option(
        name: .customLong("fetch"),
        help: ArgumentHelp(
            "From where pictures that orders only name may be fetched for verdicts: public, or a range "
                + "such as 10.1.0.0/16. Nowhere without it.", valueName: "place"))
    var fetch: [String] = []

    @Option(
        help: ArgumentHelp(
            "The file of locks that x-candid-lock names; candid.lock.", valueName: "file"))
    var lockFile: String?

    @Option(
        help: ArgumentHelp(
            "Whether an order with a seed or a lock that is equal to the byte is answered from the "
                + "ledger: own, what came with the same key; shared, with any; off.",
            valueName: "word"))
    var cache: String?

    @Option(
        help: ArgumentHelp(
            "How old what is answered from the ledger may be, such as 12h or 30d; any age without it.",
            valueName: "time"))
    var cacheMaxAge: String?

    @Option(
        help: ArgumentHelp(
            "Where spans of requests are sent by OTLP over HTTP, such as http://127.0.0.1:4318.",
            valueName: "address"))
    var traces: String?

    @Option(
        help: ArgumentHelp(
            "json: a line on standard error for every request, without its prompt; off.",
            valueName: "word"))
    var log: String?

    /// The settings that the flags mean, over others.
    func apply(to flags: inout Configuration) {
        flags.serve.keys = keys
        if !names.isEmpty { flags.serve.names = names.joined(separator: ",") }
        if !origins.isEmpty { flags.serve.origins = origins.joined(separator: ",") }
        flags.serve.at_once = atOnce
        flags.serve.waiting = waiting
        if !proxies.isEmpty { flags.serve.trusted_proxies = proxies.joined(separator: ",") }
        (flags.serve.tls_cert, flags.serve.tls_key) = (tlsCert, tlsKey)
        if !fetch.isEmpty { flags.serve.fetch = fetch.joined(separator: ",") }
        (flags.serve.lock_file, flags.serve.cache) = (lockFile, cache)
        flags.serve.cache_max_age = cacheMaxAge
        (flags.tracing.endpoint, flags.serve.log) = (traces, log)
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
        let proxies = try trustedProxies()
        // Whoever stands behind a proxy can be reached by all whom the proxy lets in.
        let isLocal = Self.isThisMachine(address) && proxies.isEmpty
        let asking = try asking(isLocal: isLocal, address)
        var door = Door(ledger, asking: asking, world: try world())
        door.trustedProxies = proxies
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
                    + "one with candid keys create NAME, or leave out --address and --trusted-proxy."
            )
        }
        return door
    }

    /// The certificate for https; nil is in the clear.
    func certificate() throws -> HostCertificate? {
        let (certificate, key) = (values.serve.tls_cert, values.serve.tls_key)
        guard certificate != nil || key != nil else { return nil }
        guard let certificate, let key else {
            throw CommandFailure(
                .badInput, "a certificate and its key go together: --tls-cert and --tls-key.")
        }
        return try HostCertificate(
            certificate: Self.expanded(certificate), key: Self.expanded(key))
    }

    private func trustedProxies() throws -> [AddressRange] {
        try Self.list(values.serve.trusted_proxies).map { text in
            guard let range = AddressRange(text) else {
                throw CommandFailure(
                    .badInput,
                    "“\(text)” is no address and no range such as 10.0.0.0/8 "
                        + "(\(origin("serve.trusted_proxies"))).")
            }
            return range
        }
    }

    /// What fetches pictures that orders only name; nil where nothing may.
    ///
    /// - Throws: ``CommandFailure`` for what is no range.
    func pictureFetcher() throws -> PictureFetcher? {
        let places = Self.list(values.serve.fetch)
        guard !places.isEmpty else { return nil }
        let ranges = try places.filter { $0 != "public" }.map { text in
            guard let range = AddressRange(text) else {
                throw CommandFailure(
                    .badInput,
                    "“\(text)” is neither public nor a range such as 10.1.0.0/16 "
                        + "(\(origin("serve.fetch"))).")
            }
            return range
        }
        return .live(
            takingPublic: places.contains("public"),
            allowing: { address in ranges.contains { $0.contains(address.text) } },
            network: try network())
    }

    /// Where equal orders are looked up.
    ///
    /// - Throws: ``CommandFailure`` for another word.
    func orderRecall(_ ledger: SQLiteLedger) throws -> OrderRecall {
        let text = values.serve.cache ?? OrderRecall.Sharing.off.rawValue
        guard let sharing = OrderRecall.Sharing(rawValue: text) else {
            throw CommandFailure(
                .badInput,
                "serve.cache is “\(text)”; it takes off, own or shared (\(origin("serve.cache"))).")
        }
        var recall = OrderRecall(sharing) { try await ledger.runs(asking: $0) }
        recall.mostAge = try values.serve.cache_max_age.map { text in
            guard let span = Span(text) else {
                throw CommandFailure(
                    .badInput,
                    "serve.cache_max_age is “\(text)”; it takes a time such as 12h or 30d "
                        + "(\(origin("serve.cache_max_age"))).")
            }
            return span.seconds
        }
        return recall
    }

    /// What reads the locks, whose file may change while the gateway runs.
    func lockReading() throws -> @Sendable () throws -> LockFile {
        let path = Self.expanded(values.serve.lock_file ?? LockPlace.standard)
        return { try LockPlace.file(at: path) }
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
