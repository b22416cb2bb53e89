import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid session export`: a session to look at, or to take along.
struct SessionExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write a session as one page, or as an archive that candid import reads.",
        discussion: """
            FILE.html is one page that needs nothing else: the lineage with its pictures, contracts, \
            verdicts, drift, and the exact words sent. FILE.zip holds the session's entries to the \
            byte and every picture by its SHA-256; the same session gives the same bytes.

            Examples:
              candid session export poster --to poster.html
              candid session export poster --to poster.zip
            """)

    @Argument(help: "Its name, or the beginning of its digits.")
    var session: String

    @Option(help: ArgumentHelp("Where to: a name that ends in .html or .zip.", valueName: "file"))
    var to: String

    @Flag(help: "Write over a file that is there.")
    var force = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    private enum Form: String, CaseIterable {
        case html, zip
    }

    func run() async throws {
        let ending = URL(filePath: to).pathExtension.lowercased()
        guard let form = Form(rawValue: ending) else {
            throw CommandFailure(
                .usage, "--to: \(to) ends neither in .html, a page, nor in .zip, an archive.")
        }
        let settings = try common.settings()
        let ledger = try settings.openExistingLedger()
        let session = try await ledger.known(session)
        let place = PageFile(to, overwrites: force, flag: "--to")
        try place.checkFree()
        let archive = try await ledger.archive(of: session, settings.pictureStore)
        switch form {
        case .html:
            let page = try await SessionPage(session, ledger, settings.pictureStore)
            try place.put(Array(page.text.utf8))
        case .zip:
            do {
                try archive.write(to: URL(filePath: place.path))
            } catch let problem as ArchiveProblem {
                throw CommandFailure(.badInput, "--to: \(problem)")
            } catch {
                throw place.failure(error)
            }
        }
        try tell(archive.manifest, form, place.path)
    }

    private func tell(
        _ manifest: SessionArchive.Manifest, _ form: Form, _ path: String
    ) throws {
        if common.json {
            Console.printJSON(SessionExportDocument(manifest, form.rawValue, path))
        } else {
            Terminal.output.say(path)
        }
        guard !manifest.missing.isEmpty else { return }
        for digest in manifest.missing {
            Terminal.error.say(
                "\(Terminal.error.yellow("missing:")) the picture \(digest) is gone from the store, or "
                    + "was altered there; the export goes without it.")
        }
        throw ExitStatus.partial.code
    }
}

/// What an export wrote: `docs/schemas/session-export.v1.json`.
struct SessionExportDocument: Encodable {
    let schema = "candid/session-export/1"
    let session: RunID
    let name: String
    let form: String
    let file: String
    let entries: Int
    let pictures: Int
    let missing: [Digest]
    let head: Digest

    init(_ manifest: SessionArchive.Manifest, _ form: String, _ file: String) {
        session = manifest.session
        name = manifest.name
        self.form = form
        self.file = file
        entries = manifest.entries
        pictures = manifest.pictures.count
        missing = manifest.missing
        head = manifest.head
    }
}
