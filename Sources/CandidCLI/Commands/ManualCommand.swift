import ArgumentParser
import Foundation

/// `candid manual`: the help of every subcommand as one page, made from the commands themselves.
struct ManualCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "manual",
        abstract: "Print the whole manual, as a man page or in Markdown.",
        shouldDisplay: false)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case man, markdown, rules
    }

    @Option(help: "man, markdown, or rules for the lint rules alone.")
    var form: Form = .markdown

    func run() throws {
        let tool = try JSONDecoder().decode(
            ToolDescription.self, from: Data(CandidCommand._dumpHelp().utf8))
        switch form {
        case .man: Terminal.output.write(ManPage(tool.command).text)
        case .rules: Terminal.output.write(RulesManual.text)
        case .markdown: Terminal.output.write(MarkdownManual(tool.command).text)
        }
    }
}
