import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid ledger`: looking after the record.
struct LedgerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ledger",
        abstract: "Prove, back up, export and tidy the ledger.",
        subcommands: [Path.self, Verify.self, Backup.self, Export.self, Tidy.self])

    struct Path: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "path", abstract: "Print the ledger's folder.")

        @OptionGroup(title: "Settings") var common: CommonOptions

        private struct Document: Encodable {
            let schema = "candid/ledger-path/1"
            let folder: String
            let origin: String
        }

        func run() throws {
            let settings = try common.settings()
            let folder = settings.ledgerFolder.path
            guard !common.json else {
                return Console.printJSON(
                    Document(folder: folder, origin: settings.origin("ledger")))
            }
            Terminal.output.say(folder)
        }
    }

    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Prove the chain, every receipt and every picture; name what is damaged.",
            discussion: "Exit code 0 if all is sound, 7 if anything is damaged.")

        @Option(
            help: ArgumentHelp(
                "A head noted earlier, which must still be in the chain.", valueName: "hash"))
        var head: String?

        @OptionGroup(title: "Settings") var common: CommonOptions

        private struct Document: Encodable {
            let schema = "candid/ledger-verify/1"
            let sound: Bool
            let entries: Int
            let receipts: Int
            let pictures: Int
            let open: [RunID]
            let strays: [String]
            let damages: [LedgerAudit.Damage]
            let head: Digest
        }

        func run() async throws {
            let settings = try common.settings()
            let anchor = try head.map { text in
                guard let digest = Digest(text) else {
                    throw CommandFailure(.usage, "--head takes 64 hexadecimal digits.")
                }
                return digest
            }
            let audit = try await settings.openExistingLedger().audit(
                settings.pictureStore, anchor: anchor)
            if common.json {
                Console.printJSON(
                    Document(
                        sound: audit.damages.isEmpty, entries: audit.entries,
                        receipts: audit.receipts, pictures: audit.pictures, open: audit.open,
                        strays: audit.strays, damages: audit.damages, head: audit.head))
            } else {
                Self.tell(audit)
            }
            guard audit.damages.isEmpty else { throw ExitStatus.ledger.code }
        }

        private static func tell(_ audit: LedgerAudit) {
            let output = Terminal.output
            for damage in audit.damages {
                output.say("\(output.red("damaged"))    \(damage.place): \(damage.problem)")
            }
            if audit.damages.isEmpty { output.say("\(output.green("sound"))") }
            output.say("entries    \(audit.entries)")
            output.say("receipts   \(audit.receipts)")
            output.say("pictures   \(audit.pictures)")
            for run in audit.open {
                output.say("open       \(run): still running, or cut off (candid show \(run))")
            }
            if !audit.strays.isEmpty {
                output.say("strays     \(audit.strays.count) files that no receipt names")
            }
            output.say("head       \(audit.head)")
        }
    }

    struct Backup: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "backup",
            abstract: "Copy ledger and pictures into an empty folder, and prove the copy.")

        @Argument(help: "The folder; it is made if need be.")
        var folder: String

        @OptionGroup(title: "Settings") var common: CommonOptions

        private struct Document: Encodable {
            let schema = "candid/ledger-backup/1"
            let folder: String
            let receipts: Int
            let pictures: Int
            let head: Digest
        }

        func run() async throws {
            let settings = try common.settings()
            let target = URL(filePath: Settings.expanded(folder), directoryHint: .isDirectory)
            let ledger = try settings.openExistingLedger()
            guard
                !target.standardizedFileURL.path.hasPrefix(
                    settings.ledgerFolder.standardizedFileURL.path)
            else {
                throw CommandFailure(
                    .badInput, "\(folder) is inside the ledger. Name another folder.")
            }
            let there = try? FileManager.default.contentsOfDirectory(atPath: target.path)
            guard there?.isEmpty ?? true else {
                throw CommandFailure(.badInput, "\(folder) is not empty. Name a new folder.")
            }
            try await ledger.backUp(settings.pictureStore, to: target)
            let copies = FilePictureStore(folder: target.appending(path: "pictures"))
            let audit = try await SQLiteLedger(folder: target).audit(copies)
            guard audit.damages.isEmpty else {
                throw CommandFailure(
                    .ledger,
                    "the copy at \(folder) is damaged, and so is most likely the ledger itself; candid "
                        + "ledger verify names what.")
            }
            guard !common.json else {
                return Console.printJSON(
                    Document(
                        folder: target.path, receipts: audit.receipts, pictures: audit.pictures,
                        head: audit.head))
            }
            Terminal.output.say(
                "\(audit.receipts) receipts and \(audit.pictures) pictures are in \(folder), proved."
            )
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export",
            abstract: "Write every entry as a line of JSON, with its number and hash.",
            discussion: """
                The hash of an entry is the SHA-256 of the hash before it, a line feed, and the \
                text of “entry” as it stands in the line; the first follows the SHA-256 of \
                “candid ledger 1”. Pictures are not part of the export; candid ledger backup \
                copies them too.
                """)

        @Argument(help: "The file; - for standard output.")
        var file = "-"

        @OptionGroup(title: "Settings") var common: CommonOptions

        func run() async throws {
            let ledger = try common.settings().openExistingLedger()
            guard file != "-" else {
                return try await ledger.export { Terminal.output.say($0) }
            }
            guard !FileManager.default.fileExists(atPath: file) else {
                throw CommandFailure(.badInput, "\(file) is there already. Name another file.")
            }
            guard FileManager.default.createFile(atPath: file, contents: nil),
                let handle = FileHandle(forWritingAtPath: file)
            else { throw CommandFailure(.badInput, "\(file) can't be written.") }
            try await ledger.export { try handle.write(contentsOf: Data(($0 + "\n").utf8)) }
            try handle.close()
        }
    }

    struct Tidy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "gc",
            abstract: "Remove files from the picture store that no receipt names.",
            discussion: """
                Such files are left by a crash between a picture and its receipt. Receipts and \
                their pictures are never removed. Files younger than an hour are left alone.
                """)

        @Flag(name: .shortAndLong, help: "Remove them; otherwise they are only listed.")
        var yes = false

        @OptionGroup(title: "Settings") var common: CommonOptions

        private struct Document: Encodable {
            let schema = "candid/ledger-gc/1"
            let removed: Bool
            let files: [String]
        }

        func run() async throws {
            let settings = try common.settings()
            let ledger = try settings.openExistingLedger()
            let audit = try await ledger.audit(settings.pictureStore)
            if let damage = audit.damages.first {
                throw CommandFailure(
                    .ledger,
                    "nothing is removed from a damaged ledger (\(damage.place): \(damage.problem)). "
                        + "candid ledger verify names all of it.")
            }
            let strays = try await ledger.strays(
                in: settings.pictureStore, olderThan: 3600, now: Date())
            if yes { for file in strays { try FileManager.default.removeItem(at: file) } }
            guard !common.json else {
                return Console.printJSON(Document(removed: yes, files: strays.map(\.path)))
            }
            for file in strays { Terminal.output.say(file.path) }
            let what = strays.count == 1 ? "1 file" : "\(strays.count) files"
            Terminal.error.say(
                yes ? "\(what) removed." : "\(what) to remove; --yes removes them.")
        }
    }
}
