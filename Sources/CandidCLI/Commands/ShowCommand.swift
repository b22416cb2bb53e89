import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid show`: one receipt, by its name or by a picture.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a receipt, by its name or a picture, a conversation or a verification.",
        discussion: """
            A picture is recognised by its bytes; one that was exported with --embed also by the \
            record it carries. A conversation with a judge shows every word that was said. --html \
            makes one page of it that needs nothing else: picture, texts, diffs, proof, digests.

            Examples:
              candid show 7f3a9c
              candid show bicycle.png
              candid show bicycle.png --html bicycle.html
            """)

    @Argument(help: "The start of a receipt's name, a picture's SHA-256, or a picture file.")
    var name: String

    @Flag(help: "Print the request as a curl command, with a variable where the key stood.")
    var curl = false

    @Option(help: ArgumentHelp("Write it as one page; - is standard output.", valueName: "file"))
    var html: String?

    @Flag(help: "Write over a page that is there.")
    var force = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard [curl, common.json, html != nil].count(where: { $0 }) < 2 else {
            throw ValidationError("--curl, --json and --html are three forms. Choose one.")
        }
    }

    func run() async throws {
        let settings = try common.settings()
        // A picture may come from somebody else, to a machine that has no ledger yet.
        let needsNone = FileManager.default.fileExists(atPath: name) && !settings.hasLedger
        let ledger = needsNone ? nil : try settings.openExistingLedger()
        if let ledger, try await tellOther(in: ledger, settings) { return }
        switch try await Recall(ledger: ledger).find(name) {
        case .receipt(let receipt):
            guard let ledger else { return }
            try await tell(receipt, ledger, settings)
        case .record(let record):
            guard html == nil else {
                throw CommandFailure(
                    .badInput,
                    "this ledger does not know the picture, and a page is made of what a ledger "
                        + "vouches for. Leave --html out to read what the file says of itself.")
            }
            if common.json { return Console.printJSON(record.receipt) }
            Terminal.error.say(
                "note: this ledger does not know the picture; what follows is what the file says "
                    + "of itself, and nothing here vouches for it.")
            Terminal.output.say(Console.json(record.receipt))
        }
    }

    private func tell(
        _ receipt: Receipt, _ ledger: SQLiteLedger, _ settings: Settings
    ) async throws {
        if curl {
            let text = CurlText(receipt: receipt, settings: settings)
            return Terminal.output.say(try await text.command())
        }
        if common.json { return Console.printJSON(try await ledger.document(of: receipt)) }
        if let html {
            let page = try await ReceiptPage(receipt, ledger, settings)
            return try PageFile(html, overwrites: force).write(page.text)
        }
        let files = receipt.pictures.map {
            settings.pictureStore.path(of: $0.digest, $0.format).path
        }
        let text = ReceiptText(receipt: receipt, terminal: Terminal.output, files: files)
        for line in text.lines { Terminal.output.say(line) }
        Terminal.output.say(try await Self.provenance(of: receipt, ledger))
    }

    /// Tells a conversation, a verification or a calibration of the name, where it is no receipt's and no file's.
    private func tellOther(
        in ledger: SQLiteLedger, _ settings: Settings
    ) async throws -> Bool {
        guard !FileManager.default.fileExists(atPath: name),
            try await ledger.run(beginning: name) == .none
        else { return false }
        let talks = try await ledger.conversations(beginning: name)
        let records = try await ledger.verifications(beginning: name)
        let measured = try ledger.calibrations().filter { $0.id.description.hasPrefix(name) }
        let names = (talks.map(\.id) + records.map(\.id) + measured.map(\.id)).map(\.description)
        guard names.count < 2 else {
            throw CommandFailure(
                .badInput,
                "“\(name)” stands for several conversations, verifications or calibrations: "
                    + names.joined(separator: ", ") + ".")
        }
        if let talk = talks.first { try await tell(talk, settings) }
        if let record = records.first {
            try refuse(
                unless: !curl && html == nil, "a verification, and has no page and no request")
            VerificationText(record, isInReceipt: false).tell(asJSON: common.json)
        }
        if let record = measured.first {
            try refuse(
                unless: !curl && html == nil, "a calibration, and has no page and no request")
            let now = Timestamp(try settings.world().now())
            try CalibrationLine(record, at: now, settings).tell(asJSON: common.json)
        }
        return !names.isEmpty
    }

    private func tell(_ talk: ConversationRecord, _ settings: Settings) async throws {
        try refuse(unless: !curl, "a conversation, and --curl shows the requests of receipts only")
        guard let html else { return ConversationText(talk).tell(asJSON: common.json) }
        let page = try await ConversationPage(talk, settings)
        try PageFile(html, overwrites: force).write(page.text)
    }

    private func refuse(unless isFine: Bool, _ reason: String) throws {
        guard !isFine else { return }
        throw CommandFailure(.badInput, "\(name) is \(reason).")
    }

    private static func provenance(
        of receipt: Receipt, _ ledger: SQLiteLedger
    ) async throws
        -> String
    {
        var lines = ["model      \(receipt.order.engine) \(receipt.order.model)"]
        if let version = receipt.report?.version { lines.append("version    \(version)") }
        if let seed = receipt.report?.seed ?? receipt.order.seed {
            lines.append("seed       \(seed)")
        }
        let asked = receipt.order.parameters.sorted { $0.key < $1.key }
        if !asked.isEmpty {
            let list = asked.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            lines.append("ordered    \(list)")
        }
        if let sent = receipt.sent {
            lines.append("body       \(sent.bytes) bytes to \(sent.url)")
            lines.append("           sha256 \(sent.body)")
        }
        if let replays = receipt.replays { lines.append("replays    \(replays)") }
        lines.append("time       \(receipt.began), \(receipt.milliseconds) ms")
        if let hashes = try await ledger.hashes(of: receipt.id) {
            lines.append("hash       \(hashes.own)")
            lines.append("after      \(hashes.previous?.description ?? "none, this is the first")")
        }
        return lines.joined(separator: "\n")
    }
}
