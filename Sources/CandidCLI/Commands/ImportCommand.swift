import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid import`: a session that was exported, here or on another machine.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Read a session back that candid session export wrote.",
        discussion: """
            Everything in the archive is proved first: checksums, the chain of entries, every \
            picture's SHA-256. Nothing is imported of an archive with anything wrong. A session that \
            went on elsewhere goes on here; what is here already is left as it is. The entries say \
            what their sender wrote: nothing here vouches for that.

            Examples:
              candid import poster.zip
              candid import poster.zip --name poster-2
            """)

    @Argument(help: "The archive.")
    var file: String

    @Option(help: ArgumentHelp("Another name for the session.", valueName: "name"))
    var name: String?

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let archive = try read()
        let done = try await settings.openLedger().add(
            archive, as: name, settings.pictureStore, try settings.world())
        if common.json { return Console.printJSON(SessionImportDocument(done)) }
        let name = Terminal.output.bold(Terminal.visible(done.session.name))
        let turns = done.session.turns.count == 1 ? "1 turn" : "\(done.session.turns.count) turns"
        let pictures = done.pictures == 1 ? "1 picture" : "\(done.pictures) pictures"
        switch (done.isNew, done.entries) {
        case (true, _): Terminal.output.say("\(name)  \(turns), \(pictures) imported")
        case (false, 0): Terminal.output.say("\(name)  nothing new; all of it was here already")
        case (false, let entries):
            Terminal.output.say(
                "\(name)  goes on: \(entries) entries and \(pictures) more, \(turns)")
        }
        for digest in done.missing {
            Terminal.error.say(
                "\(Terminal.error.yellow("missing:")) the picture \(digest) was not there to be "
                    + "exported.")
        }
    }

    private func read() throws -> SessionArchive {
        let path = Settings.expanded(file)
        do {
            return try SessionArchive(contentsOf: URL(filePath: path))
        } catch let problem as ArchiveProblem {
            throw CommandFailure(.badInput, "\(file): \(problem)")
        } catch let refusal as Refusal {
            throw CommandFailure(.badInput, "\(file): \(refusal)")
        } catch {
            throw CommandFailure(
                .badInput, "\(file) can't be read: \((error as NSError).localizedDescription)")
        }
    }
}

/// What an import did: `docs/schemas/session-import.v1.json`.
struct SessionImportDocument: Encodable {
    let schema = "candid/session-import/1"
    let session: RunID
    let name: String
    let new: Bool
    let entries: Int
    let pictures: Int
    let missing: [Digest]
    let turns: Int

    init(_ done: SessionImport) {
        session = done.session.id
        name = done.session.name
        new = done.isNew
        entries = done.entries
        pictures = done.pictures
        missing = done.missing
        turns = done.session.turns.count
    }
}
