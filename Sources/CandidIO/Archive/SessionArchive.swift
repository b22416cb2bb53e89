public import Candid
import Foundation

/// A session as it travels from one ledger to another: its entries to the byte, in a chain of their
/// own, and every picture by its digest.
///
/// It is one zip file: `manifest.json`, `entries.jsonl`, and `pictures/DIGEST.png`. The same session
/// gives the same bytes, wherever it is exported.
public struct SessionArchive: Sendable {
    /// What the archive holds, for whoever reads it first.
    public struct Manifest: Codable, Hashable, Sendable {
        /// A picture inside.
        public struct Picture: Codable, Hashable, Sendable {
            /// The SHA-256 of its bytes.
            public var sha256: Candid.Digest
            /// Its format, which gives the file its ending.
            public var format: PictureFormat
            /// Its length in bytes.
            public var bytes: Int
        }

        /// The schema of the archive.
        public var schema = Self.newest
        /// The schema of the session's notes.
        public var notes = SessionNote.schema
        /// The session.
        public var session: RunID
        /// The name that it has.
        public var name: String
        /// How many entries there are.
        public var entries: Int
        /// The hash of the last entry, which vouches for all before it.
        public var head: Candid.Digest
        /// The pictures.
        public var pictures: [Picture]
        /// Pictures that the exporting ledger no longer had.
        public var missing: [Candid.Digest]

        /// The only schema so far.
        public static let newest = "candid/session-archive/1"
    }

    /// The entries of one run, each as it stands in the ledger.
    public struct Run: Hashable, Sendable {
        /// The run.
        public var id: RunID
        /// Its entries' texts, in order.
        public var texts: [String]
    }

    /// What it holds.
    public let manifest: Manifest
    /// The runs: the session itself first, then in the order in which they began.
    public let runs: [Run]
    /// The session.
    public let session: Session
    /// Gives a picture's bytes, checked against its digest.
    let bytes: @Sendable (Manifest.Picture) throws -> [UInt8]

    /// The pictures that runs name, each once, by digest.
    static func pictures(of entries: [Entry]) -> [(digest: Candid.Digest, format: PictureFormat)] {
        var found: [Candid.Digest: PictureFormat] = [:]
        for (digest, format) in entries.flatMap(\.event.pictures) { found[digest] = format }
        return found.map { ($0.key, $0.value) }
            .sorted { $0.digest.description < $1.digest.description }
    }
}

extension SessionArchive.Manifest.Picture {
    /// Where it lies in the archive.
    var name: String { "pictures/\(sha256).\(format.fileExtension)" }
}

extension Event {
    /// Pictures in the store that the event names.
    fileprivate var pictures: [(Candid.Digest, PictureFormat)] {
        switch self {
        case .drafted(let draft): draft.order.pictures.map { ($0.digest, $0.format) }
        case .rerouted(let note): note.order.pictures.map { ($0.digest, $0.format) }
        case .partial(let picture): [(picture.digest, picture.format)]
        case .received(let picture): [(picture.digest, picture.format)]
        case .questioned(let note): note.question.pictures.map { ($0.digest, $0.format) }
        case .session(let note): note.pictures.map { ($0.digest, $0.format) }
        default: []
        }
    }
}

extension SessionNote {
    fileprivate var pictures: [InputPicture] {
        let held = [state.picture, state.pinned, turn?.base].compactMap(\.self)
        let patches = state.patches?.map(\.picture) ?? []
        return (held + state.references.values + patches).map(\.file)
            + [turn?.picture, turn?.mask, state.mask].compactMap(\.self)
    }
}
