import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid generate`: one prompt to a picture with a receipt.
struct GenerateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate",
        abstract: "Make a picture from a prompt, sent exactly as written.",
        discussion: """
            The prompt goes out byte for byte: nothing is trimmed, unquoted, normalised or cut. \
            What can't be honoured exactly is refused by name before anything is sent.

            Examples:
              candid generate "a red bicycle leaning on a blue wall"
              candid generate --size 1536x1024 -n 2 --seed 7 "두 마리 고양이"
              echo "a lighthouse at dusk" | candid generate - -o lighthouse.png
            """)

    @Argument(help: "The prompt, in quotes; - reads it from standard input.")
    var prompt: String?

    @Option(help: ArgumentHelp("Read the prompt from a file.", valueName: "file"))
    var promptFile: String?

    @Flag(help: "Keep the last line ending of a prompt from a file or standard input.")
    var raw = false

    @OptionGroup(title: "The picture") var picture: PictureOptions
    @OptionGroup(title: "The result") var result: ResultOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    @Flag(help: "Print the exact body that would be sent, its SHA-256 and the price; send nothing.")
    var dryRun = false

    @Flag(name: .shortAndLong, help: "Answer yes to whatever would be asked.")
    var yes = false

    func run() async throws {
        let (prompt, note) = try PromptSource(
            argument: prompt, file: promptFile, isRaw: raw
        ).read()
        if let note, !result.quiet { Terminal.error.say(note) }
        let settings = try common.settings(picture.flags.merging(result.flags))
        let engine = try settings.engine()
        let order = try settings.order(prompt, engine, picture)
        if dryRun { return try DryRun(order, settings, engine).print(asJSON: common.json) }
        try await make(order, settings, engine)
    }

    private func make(_ order: Order, _ settings: Settings, _ engine: Engine) async throws {
        let ledger = try settings.openLedger()
        let pipeline = try settings.pipeline(for: engine, ledger: ledger)
        let draft = try pipeline.draft(order)
        let destination = try PictureDestination(
            settings.values.output ?? ".", order: order, overwrites: result.force,
            embeds: try settings.embedsRecord())
        let making = Making(
            pipeline: pipeline, ledger: ledger, store: settings.pictureStore,
            showsProgress: !result.quiet)
        let receipt = try await making.carryOut(draft)
        let files = try await making.write(receipt, to: destination)
        try await Outcome(
            receipt: receipt, files: files, ledger: ledger,
            form: common.json ? .json : result.quiet ? .quiet : .words,
            usesOutput: !destination.isStandardOutput
        ).tell()
    }
}

/// What the picture should be.
struct PictureOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The engine that draws.", valueName: "name"))
    var engine: String?

    @Option(help: ArgumentHelp("The engine's model.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("Width and height in pixels.", valueName: "WxH"))
    var size: String?

    @Option(name: .customShort("n"), help: ArgumentHelp("How many pictures.", valueName: "number"))
    var count: Int?

    @Option(help: ArgumentHelp("The start of the engine's random numbers.", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("The engine's word for how much work.", valueName: "word"))
    var quality: String?

    @Option(help: ArgumentHelp("The engine's word for a style.", valueName: "word"))
    var style: String?

    @Option(help: ArgumentHelp("png, jpeg, webp or svg.", valueName: "format"))
    var format: String?

    @Option(help: ArgumentHelp("transparent, opaque or auto.", valueName: "word"))
    var background: String?

    @Option(help: ArgumentHelp("Unfinished pictures on the way, 0 to 3.", valueName: "number"))
    var partials: Int?

    var flags: Configuration {
        var flags = Configuration()
        flags.engine = engine
        flags.model = model
        flags.size = size
        flags.quality = quality
        flags.style = style
        flags.format = format
        flags.background = background
        return flags
    }
}

/// Where the result goes.
struct ResultOptions: ParsableArguments {
    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("A file, a folder, or - for standard output.", valueName: "place"))
    var output: String?

    @Flag(help: "Write over a file that is there.")
    var force = false

    @Flag(inversion: .prefixedNo, help: "Write the record into the exported file.")
    var embed: Bool?

    @Flag(name: .shortAndLong, help: "Print the files' names and nothing else.")
    var quiet = false

    var flags: Configuration {
        var flags = Configuration()
        flags.output = output
        flags.embed = embed.map { "\($0)" }
        return flags
    }
}

extension Configuration {
    /// Both, where the other one sets nothing of this one's.
    func merging(_ other: Configuration) -> Configuration {
        var merged = self
        for setting in Setting.all where merged[keyPath: setting.path] == nil {
            merged[keyPath: setting.path] = other[keyPath: setting.path]
        }
        return merged
    }
}
