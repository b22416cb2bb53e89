import ArgumentParser
import Candid
import CandidIO
import CandidServer
import Foundation

/// `candid audit`: what somebody's gateway does to orders and answers.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Tell what a gateway keeps, alters, drops, cuts or doubles.",
        discussion: """
            Starts a recorder on this machine in the provider's place, sends canaries through the \
            gateway, and compares what was sent with what arrived: words to the byte, unknown \
            fields, the spelling of numbers, files by digest, streams event by event, errors, and \
            how many orders reach the provider. No key of a provider is needed.

            Point the gateway's upstream at the recorder, OpenAI's dialect, any key: \
            http://127.0.0.1:PORT/v1. With --recorder-port the address is known beforehand; \
            otherwise it is printed, and the command waits (--wait) until an order comes through; where \
            nothing listens it gives up after some seconds unless you say --wait. \
            Should the gateway still have its real upstream, it would order one small picture \
            there, and the audit stops.

            The slow canary takes --slow seconds; the rest takes some more. --slow 0 leaves it out.

            Exit code 0 where everything was kept, 1 where something was not, 6 where no order \
            came through.

            Examples:
              candid audit http://127.0.0.1:4000/v1 --model painter --recorder-port 9191
              candid audit http://127.0.0.1:4000/v1 --key sk-mine --json > audit.json
              candid audit http://127.0.0.1:4000/v1 --format html > audit.html
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, json, html
    }

    @Argument(
        help: ArgumentHelp(
            "The gateway, as a client's base URL: http://127.0.0.1:4000/v1.", valueName: "base-url")
    )
    var address: String
    @Option(help: "The model's name, as the gateway routes it.") var model = "gpt-image-2"
    @Option(help: "A key of the gateway's own, if it wants one.") var key: String?
    @Option(help: "The recorder's port; 0 lets the system choose.") var recorderPort = 0
    @Option(help: "Seconds for which the slow provider says nothing; 0 leaves it out.")
    var slow = 35
    @Option(
        help: ArgumentHelp(
            "Seconds to wait for a first order to come through; 120, but 5 where nothing listens.",
            valueName: "seconds"))
    var wait: Int?
    @Option(help: "text, json, or html: one page that needs nothing else.")
    var format = Form.text
    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard 0...65_535 ~= recorderPort else {
            throw ValidationError("--recorder-port takes a number from 0 to 65535.")
        }
        guard 0...3600 ~= slow else {
            throw ValidationError("--slow takes seconds from 0 to 3600, not \(slow).")
        }
        if let wait, !(1...86_400 ~= wait) {
            throw ValidationError("--wait takes seconds from 1 to 86400, not \(wait).")
        }
        guard let url = URL(string: address), ["http", "https"].contains(url.scheme ?? ""),
            url.host()?.isEmpty == false, url.query() == nil, url.fragment() == nil
        else {
            throw ValidationError("“\(address)” is no base URL such as http://127.0.0.1:4000/v1.")
        }
    }

    func run() async throws {
        let canaries = Canaries(model: model, slow: slow)
        let recorder = Recorder(canaries)
        var network = try common.settings().network()
        network.timeout = .seconds(slow + 120)
        network.silence = network.timeout
        let gateway = String(address.reversed().drop { $0 == "/" }.reversed())
        let flight = AuditFlight(
            gateway: gateway, key: key, world: .live(network), recorder: recorder)
        let report = try await hosting(recorder) { try await audit(flight, canaries) }
        tell(report)
        if !report.isClean { throw ExitStatus.answerIsNo.code }
    }

    /// Has the recorder listen as long as something is done.
    private func hosting(
        _ recorder: Recorder, _ work: @escaping @Sendable () async throws -> AuditReport
    ) async throws -> AuditReport {
        var limits = Host.Limits(body: 64 << 20)
        limits.grace = .seconds(1)
        let host = Host(recorder.responder, port: recorderPort, limits: limits)
        let (ports, listening) = AsyncStream<Int>.makeStream()
        return try await withThrowingTaskGroup(of: AuditReport?.self) { tasks in
            tasks.addTask {
                try await host.run(endingOnSignals: false) { listening.yield($0) }
                return nil
            }
            tasks.addTask {
                for await port in ports {
                    Terminal.error.say(
                        "recorder: http://127.0.0.1:\(port)/v1 (the gateway's upstream; any key)")
                    return try await work()
                }
                return nil
            }
            defer { tasks.cancelAll() }
            while let done = try await tasks.next() {
                if let report = done { return report }
            }
            throw CancellationError()
        }
    }

    private func audit(_ flight: AuditFlight, _ canaries: Canaries) async throws -> AuditReport {
        let began = Date()
        try await flight.findWay(canaries.scout, upTo: wait)
        let count = canaries.all.count
        let results = try await flight.results(canaries.all) { index, canary in
            guard Terminal.error.canRedraw else { return }
            Terminal.error.write("\r\u{1B}[K\(index + 1)/\(count) \(canary.title)")
        }
        if Terminal.error.canRedraw { Terminal.error.write("\r\u{1B}[K") }
        return AuditReport(gateway: flight.gateway, model: model, began: began, results: results)
    }

    private func tell(_ report: AuditReport) {
        if common.json || format == .json {
            Console.printJSON(AuditDocument(report))
        } else if format == .html {
            Terminal.output.write(AuditPage(report: report).html)
        } else {
            for line in AuditText(report, Terminal.output).lines { Terminal.output.say(line) }
        }
    }
}
