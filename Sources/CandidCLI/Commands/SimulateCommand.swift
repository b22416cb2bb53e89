import ArgumentParser
import Candid
import CandidServer
import Foundation
import Simulator

/// `candid simulate`: a provider to try clients against.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play a provider on this machine, to try any client without a key.",
        discussion: """
            Answers POST /v1/images/generations and /v1/images/edits, streaming included, and GET \
            /v1/models in OpenAI's shapes, and generateContent in Google's; /v1/chat/completions and \
            /v1/responses (with the image tool) in OpenAI's, and /v1/messages in Anthropic's. Pictures \
            are drawn by sketch and words are said by its rules: no model is behind it. It keeps what it received, to the byte \
            (/_simulator/requests), and what it charged (/_simulator/charges), and misbehaves to \
            order: by --fault, by the header x-simulate, by PUT /_simulator/faults.

            A fault is KIND[=VALUE][*FIRST][@RATE], such as server-error=503@0.2 or rate-limit*2:
            \(Self.faults)

            It listens until it is interrupted, which is its proper end: exit 0.
            """)

    @Option(help: "The port; 0 lets the system choose.") var port = 0
    @Option(
        name: .customLong("fault"), parsing: .singleValue,
        help: ArgumentHelp("A fault that strikes from the start.", valueName: "fault"))
    var faults: [String] = []
    @Option(
        name: .customLong("profile"), parsing: .singleValue,
        help: ArgumentHelp(
            "A retired model that answers as it did: dall-e-3.", valueName: "name"))
    var profiles: [String] = []
    @Option(help: "Decides where faults with a rate strike.") var seed: UInt64 = 1

    func run() async throws {
        var options = Simulator.Options()
        options.seed = seed
        options.profiles = Set(try profiles.map(Self.profile))
        do throws(FaultProblem) {
            options.faults = try faults.map(Fault.init)
        } catch {
            throw CommandFailure(.usage, "--fault \(error.description)")
        }
        guard 0...65_535 ~= port else {
            throw CommandFailure(.usage, "--port \(port): a port is a number from 0 to 65535.")
        }
        try await Host(Simulator(options).responder, port: port).run { port in
            Terminal.output.say("simulating providers at http://127.0.0.1:\(port)/v1")
        }
    }

    private static func profile(_ name: String) throws -> RetiredProfile {
        guard let profile = RetiredProfile(rawValue: name) else {
            let known = RetiredProfile.allCases.map(\.rawValue).joined(separator: ", ")
            throw CommandFailure(.usage, "--profile \(name): there is \(known).")
        }
        return profile
    }

    private static let faults = FaultKind.allCases.map { kind in
        let values =
            kind.number.map { "=\($0.standard) \($0.unit)" }
            ?? (kind.values.isEmpty ? "" : "=" + kind.values.joined(separator: "|"))
        return "\(kind.rawValue)\(values): \(kind.summary)"
    }.joined(separator: ";\n")
}
