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
            verbatim only routes will do that keep the words or tell what they used; \
            x-candid-firewall, -lint, -verify, -budget, -mode, -lock and -session ask for more. \
            /api/v1 is the library over HTTP: GET /api/v1/openapi.json says what there is.

            With keys of candid keys, callers have scopes, models, rates and budgets of their own. On \
            this machine nobody needs one unless you say --keys required; on any other --address \
            everybody does, and without a key it does not start: exit 2. What is turned away is \
            written down: candid keys audit.

            It listens until it is interrupted: exit 0. SIGHUP has it read settings and certificate \
            again; where they are broken it goes on as before. Keys count at once, without that.

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
        var flags = try money.flags()
        serving.apply(to: &flags)
        flags.ledger = common.ledger
        var setup = ServeSetup(
            flags: flags, file: common.config, address: address, whenLeft: whenLeft,
            patience: .seconds(max(0, patience)))
        ServerProcess.prepare()
        let settings = try setup.settings()
        setup.tracer = try settings.tracer()
        let options = try await setup.options(settings)
        let certificate = try settings.certificate()
        tell(options, settings, isClear: certificate == nil)
        let (cutOff, early) = (try setup.cutOffRuns(settings), setup)
        early.tell(try await cutOff.next())
        let later = Task { await early.tellLater(cutOff) }
        defer { later.cancel() }
        let (gateway, world) = (Gateway(options), try settings.world())
        // Where the port can't be had, nothing is asked.
        let (ready, readiness) = AsyncStream.makeStream(of: Void.self)
        let tending = Task { for await _ in ready { await gateway.tendBatches(in: world) } }
        defer { tending.cancel() }
        let reload = SettingsReload(setup, gateway, certificate, from: settings)
        var host = Host(gateway.responder, address: address, port: port)
        (host.certificate, host.tellsPeer, host.passesThrough) = (certificate, true, true)
        (host.admits, host.refused) = (gateway.admits, gateway.refused)
        let base = base(isClear: certificate == nil)
        try await host.run { port in
            ServerProcess.forgetItsStart()
            Terminal.output.say("serving at \(base):\(port)/v1")
            readiness.yield()
        } onHangup: {
            await reload.reload()
        }
        await gateway.close()
        await setup.tracer?.close()
    }

    private func base(isClear: Bool) -> String {
        "\(isClear ? "http" : "https")://" + (address.contains(":") ? "[\(address)]" : address)
    }

    private func tell(_ options: Gateway.Options, _ settings: Settings, isClear: Bool) {
        let routes = options.routes.map(\.name).joined(separator: ", ")
        let keys = options.door?.asking.rawValue ?? "off"
        Terminal.error.say(
            "routes: \(routes); ledger: \(settings.ledgerFolder.path); keys: \(keys)")
        if isClear, !Settings.isThisMachine(address), options.door?.trustedProxies.isEmpty != false
        {
            Terminal.error.say(
                "warning: keys and pictures come in the clear. Use --tls-cert and --tls-key, or a "
                    + "proxy with --trusted-proxy.")
        }
    }
}

extension Settings {
    /// The engine, where the person chose one.
    var chosenEngine: String? {
        if case .builtIn = origins["engine"] { nil } else { values.engine }
    }

    /// Every engine that speaks the Images API and can be reached: embedded, or with a key.
    func gatewayRoutes(_ ledger: SQLiteLedger) throws -> [GatewayRoute] {
        try catalogue().engines.compactMap { engine in
            guard engine.dialect == .openAIImages || engine.dialect == .openAIResponses,
                isReachable(engine), let codec = try codec(for: engine) as? any ForwardingProvider
            else { return nil }
            return GatewayRoute(try pipeline(for: engine, ledger: ledger), codec)
        }
    }

    /// Whether an engine can be reached: embedded, or with an address and the key or graph that it
    /// needs.
    func isReachable(_ engine: Engine) -> Bool {
        let service = values[service: engine.id]
        return (!engine.needsKey || service.key != nil)
            && (engine.dialect != .comfyUI || service.graph != nil)
            && (engine.isEmbedded || service.base_url != nil || engine.address != nil)
    }

    /// Every speaker whose dialect is passed on and that can be reached.
    func gatewaySpeakers(_ ledger: SQLiteLedger) throws -> [SpeakerRoute] {
        try SpeakerCatalogue.included().speakers.compactMap { speaker in
            guard speaker.dialect == .openAIChat || speaker.dialect == .openAIResponses,
                let model = speaker.defaultModel
            else { return nil }
            return try reachable(speaker, model: model, ledger)
        }
    }

    /// Where files, batches and stored responses lie: with OpenAI, or whoever stands for it.
    func gatewayErrands(_ ledger: SQLiteLedger) throws -> Gateway.Errands? {
        let service = values[service: "openai"]
        let engine = try catalogue().engine(named: "openai")
        guard service.key != nil || service.base_url != nil,
            let address = service.base_url ?? engine.address
        else { return nil }
        var errands = Gateway.Errands(
            Access(
                address, key: service.key, organization: service.organization,
                project: service.project), try world())
        errands.engine = engine.id
        errands.openBatches = { try await ledger.openBatches() }
        return errands
    }
}

extension Gateway.WhenLeft: ExpressibleByArgument {}
