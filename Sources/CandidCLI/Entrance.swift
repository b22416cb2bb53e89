import ArgumentParser
import Foundation

/// Where the program begins.
@main
enum Entrance {
    static func main() async {
        do {
            signal(SIGPIPE, SIG_IGN)
            EventLoops.fitProcessors()
            let arguments = try RawArguments.read()
            try await run(arguments)
            if let failure = LostOutput.failure { throw failure }
        } catch let code as ExitCode where code.isSuccess || LostOutput.failure == nil {
            CandidCommand.exit(withError: code)
        } catch let failure as CommandFailure {
            end(failure, asJSON: CommandLine.arguments.contains("--json"))
        } catch {
            CandidCommand.exit(withError: error)
        }
    }

    private static func run(_ arguments: [String]) async throws {
        var command = try CandidCommand.parseAsRoot(arguments)
        do {
            if var waiting = command as? any AsyncParsableCommand {
                try await waiting.run()
            } else {
                try command.run()
            }
        } catch {
            // The parser's own endings (help, version, usage, exit codes) are not failures of ours.
            let isParsers = error is ExitCode || CandidCommand.exitCode(for: error) != .failure
            throw isParsers ? error : CommandFailure(error)
        }
    }

    private static func end(_ failure: CommandFailure, asJSON: Bool) -> Never {
        Terminal.error.say("\(Terminal.error.red("error:")) \(failure.message)")
        if asJSON { Console.printJSON(ErrorDocument(failure)) }
        exit(failure.status.rawValue)
    }
}

/// An error as other programs read it: `docs/schemas/error.v1.json`.
private struct ErrorDocument: Encodable {
    let schema = "candid/error/1"
    let exit: Int32
    let meaning: String
    let message: String

    init(_ failure: CommandFailure) {
        exit = failure.status.rawValue
        meaning = failure.status.meaning
        message = failure.message
    }
}

/// The arguments as the shell gave them.
enum RawArguments {
    /// Reads the arguments' own bytes, because the runtime repairs broken UTF-8 in silence.
    ///
    /// - Throws: ``CommandFailure`` that names the argument whose bytes are no UTF-8.
    static func read() throws -> [String] {
        try (1..<max(1, Int(CommandLine.argc))).map { index in
            guard let pointer = CommandLine.unsafeArgv[index] else { return "" }
            guard let text = String(validatingCString: pointer) else {
                throw CommandFailure(
                    .badInput,
                    "argument \(index) is not valid UTF-8, and Candid will not repair it. "
                        + "Check your terminal's encoding, or pass the prompt with --prompt-file.")
            }
            return text
        }
    }
}
