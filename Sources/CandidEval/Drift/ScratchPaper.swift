import Candid
import Synchronization

/// A ledger and a picture store that last as long as a measurement.
actor ScratchPaper: Ledger, PictureStore {
    private var written: [RunID: [Entry]] = [:]
    private var pictures: [Digest: [UInt8]] = [:]

    func append(_ entries: [Entry]) {
        for entry in entries { written[entry.run, default: []].append(entry) }
    }

    func entries(of run: RunID) -> [Entry] { written[run] ?? [] }

    func put(_ bytes: [UInt8], as format: PictureFormat) -> Digest {
        let digest = Digest(of: bytes)
        pictures[digest] = bytes
        return digest
    }

    func bytes(of digest: Digest) -> [UInt8]? { pictures[digest] }
}
