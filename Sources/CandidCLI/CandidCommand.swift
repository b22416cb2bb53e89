import ArgumentParser

/// The command and its subcommands.
struct CandidCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candid",
        abstract: "Make pictures with image models, and keep the words yours.",
        discussion: """
            Candid sends exactly what you approved, shows every word anyone added, and writes a \
            receipt for every picture. With no key and no network it draws with its own engine.

            Exit codes: \
            \(ExitStatus.allCases.map { "\($0.rawValue) \($0.meaning)" }.joined(separator: "; ")).
            """,
        version: Version.text,
        subcommands: [
            GenerateCommand.self, BatchCommand.self,
            LintCommand.self, LockCommand.self, LogCommand.self,
            AdviseCommand.self, PlanCommand.self, DescribeCommand.self, ShowCommand.self,
            ReplayCommand.self,
            VerifyCommand.self, CalibrateCommand.self, CompareCommand.self, EditCommand.self,
            RepairCommand.self, ChatCommand.self, SessionCommand.self, ImportCommand.self,
            ServeCommand.self, AuditCommand.self, KeysCommand.self, SimulateCommand.self,
        ] + reading + [
            ModelsCommand.self, LedgerCommand.self, ConfigCommand.self, DoctorCommand.self,
            ManualCommand.self,
        ])

    /// What is there only with the package's trait.
    #if Lettering
    private static var reading: [any ParsableCommand.Type] { [ReadCommand.self] }
    #else
    private static var reading: [any ParsableCommand.Type] { [] }
    #endif
}

/// The version of the whole.
enum Version {
    static let text = "0.1.0"
}
