import Candid
import CandidIO
import Foundation
import Pixels

/// A picture that a receipt knows.
struct KnownPicture {
    /// The first receipt that it belongs to.
    let receipt: RunID
    /// The SHA-256 under which that receipt knows it.
    let digest: Candid.Digest

    /// Looks for a file's receipt; nil where none knows it.
    ///
    /// A file that carries its record has other bytes than the picture it was made of. It is that
    /// picture only if every pixel is the same: a record stays in a file that somebody painted over.
    ///
    /// - Parameters:
    ///   - file: The file.
    ///   - ledger: Where receipts are.
    ///   - store: Where pictures are.
    ///   - caller: Whose receipts alone are looked at; nil is everybody's.
    /// - Throws: ``LedgerProblem``, and what the store throws.
    init?(
        _ file: [UInt8], _ ledger: SQLiteLedger, _ store: FilePictureStore,
        of caller: RunID? = nil
    ) async throws {
        let own = Candid.Digest(of: Data(file))
        if let run = try await Self.first(of: own, ledger, caller) {
            (receipt, digest) = (run, own)
            return
        }
        guard let text = try? PictureRecord.read(from: file),
            let record = try? JSONDecoder().decode(EmbeddedRecord.self, from: Data(text.utf8)),
            let run = try await Self.first(of: record.picture, ledger, caller),
            let original = try await store.bytes(of: record.picture),
            let before = try? Pixmap(decoding: original), let now = try? Pixmap(decoding: file),
            before == now
        else { return nil }
        (receipt, digest) = (run, record.picture)
    }

    private static func first(
        of digest: Candid.Digest, _ ledger: SQLiteLedger, _ caller: RunID?
    ) async throws -> RunID? {
        switch try await ledger.runs(of: digest, orderedBy: caller) {
        case .none: nil
        case .run(let run): run
        case .several(let runs): runs.first
        }
    }
}
