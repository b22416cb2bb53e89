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
        case let failure as SpeakerFailure:
            self.init(ExitStatus(failure.record(free: true)), failure.message)
        case let refusal as Refusal:
            let isHeld = refusal.field == Refusal.sessionInUse
            self.init(isHeld ? .refusedByUs : .badInput, refusal.description)
        case let problem as LedgerProblem: self.init(.ledger, problem.description)
        case let problem as NetworkProblem: self.init(.badInput, problem.description)
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
