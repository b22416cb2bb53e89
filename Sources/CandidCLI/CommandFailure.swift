import Candid
import CandidIO
import Foundation

/// Why a subcommand ends without having done its work.
struct CommandFailure: Error {
    let status: ExitStatus
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }

    /// The failure that an error means.
    init(_ error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let refusal as Refusal: self.init(.badInput, refusal.description)
        case let problem as LedgerProblem: self.init(.ledger, problem.description)
        case is CancellationError: self.init(.cancelled, "cancelled")
        case let error as CocoaError: self.init(.badInput, error.localizedDescription)
        default: self.init(.badInput, "\(error)")
        }
    }
}

extension ExitStatus {
    /// The status for a run's failure.
    init(_ failure: Failure) {
        switch failure.kind {
        case .refusedByUs: self = .refusedByUs
        case .refusedByProvider: self = .refusedByProvider
        case .throttled, .unreadable, .unreachable: self = .unreachable
        }
    }
}

extension Failure {
    /// What a provider's failure says, in words for people.
    static func words(_ failure: ProviderFailure) -> String {
        switch failure {
        case .unsupported(let refusal): refusal.description
        case .refused(_, let message, _), .throttled(_, let message, _): message
        case .unreadable(_, let detail), .unreachable(let detail), .brokeOff(let detail): detail
        case .tooLarge(let limit): "the answer is larger than \(limit) bytes"
        }
    }
}
