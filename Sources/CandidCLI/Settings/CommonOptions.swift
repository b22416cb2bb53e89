import ArgumentParser

/// What every subcommand takes.
struct CommonOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the ledger.", valueName: "folder"))
    var ledger: String?

    @Option(help: ArgumentHelp("The only settings file to read.", valueName: "file"))
    var config: String?

    @Flag(help: "Print one JSON object.")
    var json = false

    /// What is in force.
    func settings(
        _ flags: Configuration = Configuration(), promptFile: Configuration = Configuration()
    ) throws -> Settings {
        var flags = flags
        flags.ledger = ledger
        return try Settings(flags: flags, promptFile: promptFile, file: config)
    }
}
