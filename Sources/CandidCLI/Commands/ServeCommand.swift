public import ArgumentParser
import Candid
import CandidIO
public import CandidServer
import Foundation

/// `candid serve`: the gateway.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Stand between applications and providers, under one base URL.",
        discussion: """
            Speaks OpenAI's Images API and passes requests on byte for byte, each under a receipt. \
            Point an application's base URL at it; providers get your key and never see the \
            application's. A request goes to the engine that lists its model, otherwise to the \
            engine that your settings name, if they name one.

            Without x-candid- fields a client sees exactly what it would have seen upstream. With \
            x-candid-receipt: true the answer carries a candid object, with x-candid-require: \
            verbatim only routes will do that keep the words or tell what they used.

            With keys of candid keys, callers have scopes, models, rates and budgets of their own. On \
            this machine nobody needs one unless you say --keys required; on any other --address \
            everybody does, and without a key it does not start: exit 2. What is turned away is \
            written down: candid keys audit.

            It listens until it is interrupted: exit 0.

            Example:
              candid serve --port 8484
              OPENAI_BASE_URL=http://127.0.0.1:8484/v1 your-application
            """)

    @Option(help: "The port; 0 lets the system choose.") var port = 8484

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
    var address = "127.0.0.1"

    @Option(help: "What becomes of a run whose client has gone: cancel or finish.")
    var whenLeft = Gateway.WhenLeft.cancel
    @Option(help: "Seconds for which a run waits for a client that has gone to come back.")
    var patience = 20
    @OptionGroup(title: "Who may use it") var serving: ServeOptions
    @OptionGroup(title: "Money") var money: BudgetOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        guard 0...65_535 ~= port else {
            throw CommandFailure(.usage, "--port \(port): a port is a number from 0 to 65535.")
        }
        ServerProcess.prepare()
        var flags = try money.flags()
        serving.apply(to: &flags)
        var settings = try common.settings(flags)
        settings.connections = 4096
        let ledger = try settings.openLedger()
        let routes = try settings.gatewayRoutes(ledger)
        var options = Gateway.Options(routes: routes, standard: settings.chosenEngine)
        options.speakers = try settings.gatewaySpeakers(ledger)
        options.errands = try settings.gatewayErrands()
        let verifier = try settings.verifier { ledger }
        options.verifier = { verifier }
        options.whenLeft = whenLeft
        options.patience = .seconds(max(0, patience))
        let complain: @Sendable (String) -> Void = { Terminal.error.say("error: \($0)") }
        var door = try await settings.door(ledger, listeningOn: address)
        (options.complain, door.complain) = (complain, complain)
        options.door = door
        Terminal.error.say(
            "routes: \(routes.map(\.name).joined(separator: ", ")); ledger: "
                + settings.ledgerFolder.path + "; keys: \(door.asking.rawValue)")
        let gateway = Gateway(options)
        let shown = address.contains(":") ? "[\(address)]" : address
        try await Host(gateway.responder, address: address, port: port).run { port in
            Terminal.output.say("serving at http://\(shown):\(port)/v1")
        }
        await gateway.close()
    }
}

extension Settings {
    /// The engine, where the person chose one.
    fileprivate var chosenEngine: String? {
        if case .builtIn = origins["engine"] { nil } else { values.engine }
    }

    /// Every engine that speaks the Images API and can be reached: embedded, or with a key.
    fileprivate func gatewayRoutes(_ ledger: SQLiteLedger) throws -> [GatewayRoute] {
        try catalogue().engines.compactMap { engine in
            guard engine.dialect == .openAIImages || engine.dialect == .openAIResponses,
                !engine.needsKey || values[service: engine.id].key != nil,
                engine.isEmbedded || values[service: engine.id].base_url != nil
                    || engine.address != nil,
                let codec = try codec(for: engine) as? any ForwardingProvider
            else { return nil }
            return GatewayRoute(try pipeline(for: engine, ledger: ledger), codec)
        }
    }

    /// Every speaker whose dialect is passed on and that can be reached.
    fileprivate func gatewaySpeakers(_ ledger: SQLiteLedger) throws -> [SpeakerRoute] {
        try SpeakerCatalogue.included().speakers.compactMap { speaker in
            guard speaker.dialect == .openAIChat || speaker.dialect == .openAIResponses,
                let model = speaker.defaultModel
            else { return nil }
            return try reachable(speaker, model: model, ledger)
        }
    }

    /// Where files, batches and stored responses lie: with OpenAI, or whoever stands for it.
    fileprivate func gatewayErrands() throws -> Gateway.Errands? {
        let service = values[service: "openai"]
        let engine = try catalogue().engine(named: "openai")
        guard service.key != nil || service.base_url != nil,
            let address = service.base_url ?? engine.address
        else { return nil }
        return Gateway.Errands(
            Access(
                address, key: service.key, organization: service.organization,
                project: service.project), try world())
    }
}

extension Gateway.WhenLeft: ExpressibleByArgument {}
