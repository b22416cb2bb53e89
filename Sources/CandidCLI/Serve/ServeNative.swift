import Candid
import CandidIO
import CandidServer
import Foundation

extension Settings {
    /// What the gateway's native API gives: the same documents as the command's `--json`.
    ///
    /// - Throws: ``CommandFailure`` where the settings for linting are wrong.
    func nativeAccess(_ ledger: SQLiteLedger) throws -> NativeAccess {
        let (linting, store, world) = (try lint(count: nil), pictureStore, try world())
        return NativeAccess(
            lint: { prompt in
                let item = LintItem(place: "prompt", prompt: prompt)
                let findings = prompt.findings(under: linting)
                return Console.json(LintDocument([LintResult(item: item, findings: findings)]))
            },
            runs: { search in
                let receipts = try await ledger.receipts(LedgerSearch(search))
                var documents: [ReceiptDocument] = []
                for receipt in receipts {
                    documents.append(try await ledger.document(of: receipt))
                }
                return Console.json(LogDocument(receipts: documents, conversations: []))
            },
            run: { run in
                guard let receipt = Receipt(try await ledger.entries(of: run)) else { return nil }
                return Console.json(try await ledger.document(of: receipt))
            },
            entries: { try await ledger.entries(of: $0) },
            picture: { digest in
                guard let bytes = try await store.bytes(of: digest),
                    let format = PictureFormat(sniffing: bytes)
                else { return nil }
                return NativeAccess.StoredPicture(bytes, mediaType: format.mediaType)
            },
            pause: { try await world.pause($0) })
    }
}

extension LedgerSearch {
    fileprivate init(_ search: NativeAccess.Search) {
        self.init()
        (words, engine, model, state) = (search.words, search.engine, search.model, search.state)
        (since, before, limit) = (search.since, search.before, search.limit)
    }
}
