import ArgumentParser

/// What the command tells the shell; one table for every subcommand.
enum ExitStatus: Int32, CaseIterable {
    case done = 0
    case answerIsNo = 1
    case badInput = 2
    case partial = 3
    case refusedByUs = 4
    case refusedByProvider = 5
    case unreachable = 6
    case ledger = 7
    case usage = 64
    case cancelled = 130

    /// What it means, for the manual.
    var meaning: String {
        switch self {
        case .done: "done"
        case .answerIsNo:
            "the answer is no: findings at the bar, pictures differ, a claim is refuted, or "
                + "inconclusive or altered where --require asked for more"
        case .badInput: "an error in input, file or configuration"
        case .partial: "partial success"
        case .refusedByUs:
            "refused by Candid: a rule, a lock, a budget, a promise that the route can't keep, a "
                + "session that another program works on"
        case .refusedByProvider: "refused by the provider"
        case .unreachable: "the provider can't be reached, or has perhaps charged"
        case .ledger: "the ledger is damaged or can't be written"
        case .usage: "the command's words are off"
        case .cancelled: "cancelled"
        }
    }

    /// The number for a cancelled command, where no more than a number can be reached.
    static let cancelledCode: Int32 = 130

    /// The status for the parser.
    var code: ExitCode { ExitCode(rawValue) }
}
