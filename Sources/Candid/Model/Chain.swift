import Foundation

/// How entries hold on to one another.
///
/// Each entry's hash is taken over the hash before it and the entry's own text, so that an entry
/// that was removed, edited or put elsewhere shows in every one after it.
public enum Chain {
    /// The hash that stands before the first entry.
    public static let beginning = Digest(of: "candid ledger 1".utf8)

    /// The hash of an entry's text that follows the one with the given hash.
    public static func hash(of text: String, after previous: Digest) -> Digest {
        Digest(of: "\(previous)\n\(text)".utf8)
    }

    /// The text of an entry: JSON with sorted keys, which is hashed and stored as it is and never
    /// encoded again.
    public static func text(of entry: Entry) throws -> String {
        try RecordEncoder.text(of: entry)
    }

    /// Reads an entry's text.
    public static func entry(_ text: String) throws -> Entry {
        try JSONDecoder().decode(Entry.self, from: Data(text.utf8))
    }
}
