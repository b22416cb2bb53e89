import Candid
import CandidIO
import Foundation
import Pixels

/// Finds what a person means by a name.
struct Recall {
    enum Find {
        case receipt(Receipt)
        case record(EmbeddedRecord)
    }

    /// Where to look; nil where there is none, so that only a file's own record can help.
    let ledger: SQLiteLedger?

    /// Finds a receipt by the start of its name, by a picture's digest, or by a picture file.
    func find(_ name: String) async throws -> Find {
        if FileManager.default.fileExists(atPath: name) { return try await find(file: name) }
        let match: LedgerMatch
        if let digest = Digest(name) {
            if let receipt = try await oldest(of: digest) { return .receipt(receipt) }
            match = .none
        } else {
            match = try await ledger?.run(beginning: name) ?? .none
        }
        guard let receipt = try await receipt(match, name) else {
            throw CommandFailure(
                .badInput,
                "there is no receipt or file “\(name)”. candid log lists the receipts.")
        }
        return .receipt(receipt)
    }

    /// The receipt of a name that must be one.
    func receipt(named name: String) async throws -> Receipt {
        guard case .receipt(let receipt) = try await find(name) else {
            throw CommandFailure(.badInput, "this ledger has no receipt for “\(name)”.")
        }
        return receipt
    }

    private func find(file path: String) async throws -> Find {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(.badInput, "\(path) can't be read.")
        }
        let digest = Digest(of: data)
        if let receipt = try await oldest(of: digest) { return .receipt(receipt) }
        let record: EmbeddedRecord
        do {
            guard let text = try PictureRecord.read(from: [UInt8](data)) else {
                throw CommandFailure(
                    .badInput,
                    "\(path) is not in this ledger (sha256 \(digest)) and carries no record.")
            }
            record = try JSONDecoder().decode(EmbeddedRecord.self, from: Data(text.utf8))
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(
                .badInput, "\(path) is not in this ledger, and its record can't be read: \(error)")
        }
        if let own = Receipt(try await ledger?.entries(of: record.receipt.id) ?? []) {
            return .receipt(own)
        }
        if let receipt = try await oldest(of: record.picture) { return .receipt(receipt) }
        return .record(record)
    }

    /// The first receipt of a picture; an engine that draws the same twice has several.
    private func oldest(of digest: Digest) async throws -> Receipt? {
        let runs: [RunID]
        switch try await ledger?.runs(of: digest) {
        case nil, .some(.none): return nil
        case .run(let run): runs = [run]
        case .several(let list): runs = list
        }
        if runs.count > 1 {
            let others = runs.dropFirst().map(\.description).joined(separator: ", ")
            Terminal.error.say("note: the same picture also belongs to \(others)")
        }
        guard let first = runs.first else { return nil }
        return Receipt(try await ledger?.entries(of: first) ?? [])
    }

    private func receipt(_ match: LedgerMatch, _ name: String) async throws -> Receipt? {
        switch match {
        case .none: return nil
        case .run(let run): return Receipt(try await ledger?.entries(of: run) ?? [])
        case .several(let runs):
            throw CommandFailure(
                .badInput,
                "“\(name)” stands for several receipts: "
                    + runs.map(\.description).joined(separator: ", ") + ".")
        }
    }
}
