import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid session`: what conversations there are, and what became of them.
struct SessionCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "session",
        abstract: "List, show and export sessions.",
        subcommands: [
            SessionListCommand.self, SessionShowCommand.self, SessionTreeCommand.self,
            SessionExportCommand.self,
        ],
        defaultSubcommand: SessionListCommand.self)
}

/// `candid session list`: every session.
struct SessionListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the sessions, the last worked on first.")

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let ledger = try common.settings().openExistingLedger()
        let sessions = try await ledger.sessions()
        if common.json { return Console.printJSON(SessionListDocument(sessions)) }
        if sessions.isEmpty { Terminal.error.say("There is no session. candid chat begins one.") }
        let output = Terminal.output
        for session in sessions {
            let time = session.changed.description.prefix(16).replacing("T", with: " ")
            let name = session.name.padding(
                toLength: max(16, session.name.count), withPad: " ", startingAt: 0)
            let brief = Terminal.visible(session.state.brief?.text ?? "nothing said yet")
                .split(whereSeparator: \.isNewline).joined(separator: " ")
            output.say(
                "\(output.bold(name))  \(time)  \(session.turns.count) turns  \(brief.prefix(60))")
        }
    }
}

/// `candid session show`: how one stands.
struct SessionShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show how a session stands: brief, edits, card, drift.")

    @Argument(help: "Its name, or the beginning of its digits.")
    var session: String

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let session = try await common.settings().openExistingLedger().known(session)
        if common.json { return Console.printJSON(SessionDocument(session)) }
        let output = Terminal.output
        for line in SessionText(session, output).lines { output.say(line) }
    }
}

/// `candid session tree`: its pictures, each under the one that it came of.
struct SessionTreeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tree",
        abstract: "Show a session's pictures, each with its parent, contract, verdict and drift.")

    @Argument(help: "Its name, or the beginning of its digits.")
    var session: String

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let session = try await common.settings().openExistingLedger().known(session)
        if common.json { return Console.printJSON(SessionDocument(session)) }
        SessionTree(session, Terminal.output).lines.forEach(Terminal.output.say)
    }
}

extension SQLiteLedger {
    /// The session of a name.
    ///
    /// - Throws: ``CommandFailure`` where there is none.
    func known(_ name: String) async throws -> Session {
        if let session = try await session(named: name) { return session }
        let names = try await sessions().map(\.name).prefix(12).joined(separator: ", ")
        throw CommandFailure(
            .badInput,
            "there is no session “\(name)”. "
                + (names.isEmpty ? "candid chat begins one." : "There are: \(names)."))
    }
}
