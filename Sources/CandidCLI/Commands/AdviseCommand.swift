import ArgumentParser
import Candid

/// `candid advise`: which way to go about a picture.
struct AdviseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advise",
        abstract: "Say which way to go about a picture, and what it can guarantee.",
        discussion: """
            Without flags it asks. Of several wishes the one that binds most decides.

            Examples:
              candid advise --exact-words --engine openai
              candid advise --reproducible --bulk
            """)

    @Flag(help: "The model must not touch my words.") var exactWords = false
    @Flag(help: "I change a picture that is there.") var edit = false
    @Flag(help: "The words must stay a brand's.") var brand = false
    @Flag(help: "It must come out the same again.") var reproducible = false
    @Flag(help: "There are many to make.") var bulk = false
    @Flag(help: "Nothing is decided yet.") var explore = false

    @Option(help: ArgumentHelp("The engine that draws.", valueName: "name"))
    var engine: String?

    @OptionGroup(title: "Settings") var common: CommonOptions

    private struct Document: Encodable {
        let schema = "candid/advice/1"
        let situation: Way.Situation
        let way: String
        let reason: String
        let engine: String
        let can: [String]
        let cannot: [String]
        @Nullable var price: String?
        let command: String
    }

    func run() throws {
        var flags = Configuration()
        flags.engine = engine
        let settings = try common.settings(flags)
        let engine = try settings.engine()
        let routes = try settings.catalogue().engines
        guard let way = Way.best(for: try wishes()) else {
            throw CommandFailure(
                .usage,
                "nothing was wished for. Say what matters: "
                    + Way.all.map { "--\($0.id.rawValue)" }.joined(separator: ", ") + ".")
        }
        do throws(Refusal) {
            try Self.check(engine, on: way, among: routes)
        } catch {
            throw CommandFailure(.refusedByUs, "\(error)")
        }
        tell(way, engine)
    }

    private static func check(
        _ engine: Engine, on way: Way, among routes: [Engine]
    ) throws(Refusal) {
        switch way.id {
        case .exactWords: try engine.checkVerbatim(among: routes)
        case .edit: try engine.checkEdits(among: routes)
        default: break
        }
    }

    private func tell(_ way: Way, _ engine: Engine) {
        let guarantees = Guarantees(engine)
        let price = engine.isFree ? "0 USD" : nil
        if common.json {
            return Console.printJSON(
                Document(
                    situation: way.id, way: way.way, reason: way.reason, engine: engine.id,
                    can: guarantees.can, cannot: guarantees.cannot, price: price,
                    command: way.command(for: engine)))
        }
        let output = Terminal.output
        output.say("\(output.bold("way"))        \(way.way)")
        output.say("\(output.bold("because"))    \(way.reason)")
        for line in guarantees.can { output.say("\(output.green("can"))        \(line)") }
        for line in guarantees.cannot { output.say("\(output.yellow("can't"))      \(line)") }
        output.say("\(output.bold("price"))      \(price ?? "unpriced: \(engine.id) charges you")")
        output.say("\(output.bold("command"))    \(way.command(for: engine))")
    }

    /// What the flags wish for; what is answered on a terminal where there are none.
    private func wishes() throws -> Set<Way.Situation> {
        let flags: [(Bool, Way.Situation)] = [
            (exactWords, .exactWords), (edit, .edit), (brand, .brand),
            (reproducible, .reproducible), (bulk, .bulk), (explore, .explore),
        ]
        let wished = Set(flags.filter(\.0).map(\.1))
        guard wished.isEmpty, !common.json, Terminal.error.isInteractive else { return wished }
        for way in Way.all {
            Terminal.error.write("\(way.question) [y/N] ")
            guard let answer = readLine() else { return [] }
            if answer.lowercased().hasPrefix("y") { return [way.id] }
        }
        return []
    }
}
