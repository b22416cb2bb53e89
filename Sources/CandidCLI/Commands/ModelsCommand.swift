import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid models`: what there is, what it takes, what it costs, and until when.
struct ModelsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "models",
        abstract: "List engines and models: what they take, what they cost, and until when.",
        discussion: """
            An engine for which a key is set is asked for its own list, which costs nothing; \
            --offline asks nobody. A model that the catalogue does not know may be named all the \
            same where the engine allows it: its limits and its price are unknown then, and never \
            guessed. Files of your own go over ours: the settings catalogue and prices.

            Exit code 3 if an engine's own list could not be had.

            Examples:
              candid models
              candid models openai
              candid models openai --offline --json
            """)

    @Argument(help: "Only this engine, with all that its models take.")
    var engine: String?

    @Flag(help: "Ask no provider.")
    var offline = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let catalogue = try settings.catalogue()
        let chosen = try engine.map { [try catalogue.engine(named: $0)] } ?? catalogue.engines
        let prices = try settings.prices()
        var pages: [ModelPage] = []
        for engine in chosen {
            let list = await list(of: engine, settings)
            pages.append(ModelPage(engine, prices, list, now: Timestamp(Date())))
        }
        if common.json {
            Console.printJSON(ModelPage.Document(engines: pages.map(\.document)))
        } else {
            for page in pages {
                for line in page.lines(Terminal.output, inFull: engine != nil) {
                    Terminal.output.say(line)
                }
            }
        }
        for page in pages { page.list.complain(of: page.engine) }
        guard pages.allSatisfy({ $0.list.problem == nil }) else { throw ExitStatus.partial.code }
    }

    private func list(of engine: Engine, _ settings: Settings) async -> ModelPage.List {
        let service = settings.values[service: engine.id]
        guard !offline, service.key != nil else { return .unasked }
        do {
            let access = try settings.access(to: engine, service)
            guard let inquiry = ModelInquiry(engine, access) else { return .unasked }
            return .told(try await inquiry.models(in: try settings.world()))
        } catch let failure as ProviderFailure {
            return .failed(failure.message)
        } catch {
            return .failed(CommandFailure(error).message)
        }
    }
}
