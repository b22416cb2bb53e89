import ArgumentParser
import Candid
import CandidIO
import Foundation
import Pixels

/// `candid show`: one receipt, by its name or by a picture.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show a receipt, by its name or a picture, a conversation or a verification.",
        discussion: """
            A picture is recognised by its bytes; one that was exported with --embed also by the \
            record it carries. A conversation with a judge shows every word that was said.

            Examples:
              candid show 7f3a9c
              candid show bicycle.png
            """)

    @Argument(help: "The start of a receipt's name, a picture's SHA-256, or a picture file.")
    var name: String

    @Flag(help: "Print the request as a curl command, with a variable where the key stood.")
    var curl = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        // A picture may come from somebody else, to a machine that has no ledger yet.
        let needsNone = FileManager.default.fileExists(atPath: name) && !settings.hasLedger
        let ledger = needsNone ? nil : try settings.openExistingLedger()
        if let ledger, try await tellOther(in: ledger) { return }
        switch try await Recall(ledger: ledger).find(name) {
        case .receipt(let receipt):
            guard let ledger else { return }
            if curl {
                let text = CurlText(receipt: receipt, settings: settings)
                return Terminal.output.say(try await text.command())
            }
            if common.json { return Console.printJSON(try await ledger.document(of: receipt)) }
            let files = receipt.pictures.map {
                settings.pictureStore.path(of: $0.digest, $0.format).path
            }
            let text = ReceiptText(receipt: receipt, terminal: Terminal.output, files: files)
            for line in text.lines { Terminal.output.say(line) }
            Terminal.output.say(try await Self.provenance(of: receipt, ledger))
        case .record(let record):
            if common.json { return Console.printJSON(record.receipt) }
            Terminal.error.say(
                "note: this ledger does not know the picture; what follows is what the file says "
                    + "of itself, and nothing here vouches for it.")
            Terminal.output.say(Console.json(record.receipt))
        }
    }

    /// Tells a conversation or a verification of the name, where it is no receipt's and no file's.
    private func tellOther(in ledger: SQLiteLedger) async throws -> Bool {
        guard !FileManager.default.fileExists(atPath: name),
            try await ledger.run(beginning: name) == .none
        else { return false }
        let talks = try await ledger.conversations(beginning: name)
        let records = try await ledger.verifications(beginning: name)
        let names = (talks.map(\.id) + records.map(\.id)).map(\.description)
        guard names.count < 2 else {
            throw CommandFailure(
                .badInput,
                "“\(name)” stands for several conversations or verifications: "
                    + names.joined(separator: ", ") + ".")
        }
        if let talk = talks.first { ConversationText(talk).tell(asJSON: common.json) }
        if let record = records.first {
            VerificationText(record, isInReceipt: false).tell(asJSON: common.json)
        }
        return !names.isEmpty
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

/// Finds what a person means by a name.
struct Recall {
    enum Find {
        case receipt(Receipt)
        case record(EmbeddedRecord)
    }

    /// Where to look; nil where there is none, so that only a file's own record can help.
    let ledger: SQLiteLedger?

    /// Finds a receipt by the start of its name, by a picture's digest, or by a picture file.
    func find(_ name: String) async throws -> Find {
        if FileManager.default.fileExists(atPath: name) { return try await find(file: name) }
        let match: LedgerMatch
        if let digest = Digest(name) {
            if let receipt = try await oldest(of: digest) { return .receipt(receipt) }
            match = .none
        } else {
            match = try await ledger?.run(beginning: name) ?? .none
        }
        guard let receipt = try await receipt(match, name) else {
            throw CommandFailure(
                .badInput,
                "there is no receipt or file “\(name)”. candid log lists the receipts.")
        }
        return .receipt(receipt)
    }

    /// The receipt of a name that must be one.
    func receipt(named name: String) async throws -> Receipt {
        guard case .receipt(let receipt) = try await find(name) else {
            throw CommandFailure(.badInput, "this ledger has no receipt for “\(name)”.")
        }
        return receipt
    }

    private func find(file path: String) async throws -> Find {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.badInput, "\(path) can't be read.")
        }
        let digest = Digest(of: data)
        if let receipt = try await oldest(of: digest) { return .receipt(receipt) }
        let record: EmbeddedRecord
        do {
            guard let text = try PictureRecord.read(from: [UInt8](data)) else {
                throw CommandFailure(
                    .badInput,
                    "\(path) is not in this ledger (sha256 \(digest)) and carries no record.")
            }
            record = try JSONDecoder().decode(EmbeddedRecord.self, from: Data(text.utf8))
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(
                .badInput, "\(path) is not in this ledger, and its record can't be read: \(error)")
        }
        if let own = Receipt(try await ledger?.entries(of: record.receipt.id) ?? []) {
            return .receipt(own)
        }
        if let receipt = try await oldest(of: record.picture) { return .receipt(receipt) }
        return .record(record)
    }

    /// The first receipt of a picture; an engine that draws the same twice has several.
    private func oldest(of digest: Digest) async throws -> Receipt? {
        let runs: [RunID]
        switch try await ledger?.runs(of: digest) {
        case nil, .some(.none): return nil
        case .run(let run): runs = [run]
        case .several(let list): runs = list
        }
        if runs.count > 1 {
            let others = runs.dropFirst().map(\.description).joined(separator: ", ")
            Terminal.error.say("note: the same picture also belongs to \(others)")
        }
        guard let first = runs.first else { return nil }
        return Receipt(try await ledger?.entries(of: first) ?? [])
    }

    private func receipt(_ match: LedgerMatch, _ name: String) async throws -> Receipt? {
        switch match {
        case .none: return nil
        case .run(let run): return Receipt(try await ledger?.entries(of: run) ?? [])
        case .several(let runs):
            throw CommandFailure(
                .badInput,
                "“\(name)” stands for several receipts: "
                    + runs.map(\.description).joined(separator: ", ") + ".")
        }
    }
}
