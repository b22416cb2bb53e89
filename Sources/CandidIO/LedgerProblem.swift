import Foundation
import GRDB

/// Why the ledger can't be read or written.
public enum LedgerProblem: Error, Hashable, Sendable {
    /// The file is not a ledger, or is damaged.
    case damaged(path: String, detail: String)
    /// Nothing can be written there.
    case notWritable(path: String, detail: String)
    /// A newer Candid made it.
    case newer(path: String)
    /// Another program holds it for longer than we wait.
    case busy(path: String)
    /// The disk is full.
    case full(path: String)
    /// The run has ended, and nothing can be added to it.
    case ended(run: String)
}

extension LedgerProblem: CustomStringConvertible {
    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .damaged(let path, let detail):
            "the ledger at \(path) is damaged (\(detail)). Keep the file, restore a backup beside "
                + "it, or name another folder with --ledger."
        case .notWritable(let path, let detail):
            "the ledger at \(path) can't be written (\(detail)). Make the folder writable, or name "
                + "another one with --ledger."
        case .newer(let path):
            "the ledger at \(path) was made by a newer Candid. Update Candid, or name another "
                + "folder with --ledger."
        case .busy(let path):
            "another program has held the ledger at \(path) for more than 10 seconds. Wait for it, "
                + "or end it."
        case .full(let path):
            "the disk that holds \(path) is full. Free some space, which reading takes a little of, "
                + "too."
        case .ended(let run):
            "the run \(run) has ended, so nothing can be added to it."
        }
    }

    /// The problem behind an error of the database or the file system.
    init(_ error: any Error, at path: String) {
        switch error {
        case let problem as LedgerProblem: self = problem
        case let error as DatabaseError: self.init(error, at: path)
        case let error as CocoaError where error.code == .fileWriteOutOfSpace:
            self = .full(path: path)
        case is DecodingError:
            self = .damaged(path: path, detail: "an entry that is not one of ours: \(error)")
        default: self = .notWritable(path: path, detail: (error as NSError).localizedDescription)
        }
    }

    private init(_ error: DatabaseError, at path: String) {
        let detail = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(path: path)
        case .SQLITE_FULL: self = .full(path: path)
        // Even to read it a file is made beside it, and SQLite does not say why that failed.
        case .SQLITE_IOERR where LedgerRoom(of: path).isFull: self = .full(path: path)
        case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_IOERR, .SQLITE_AUTH:
            self = .notWritable(path: path, detail: detail)
        default: self = .damaged(path: path, detail: detail)
        }
    }
}
