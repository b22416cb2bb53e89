/// Why a file can't be read as an archive, or as the archive of a session.
public enum ArchiveProblem: Error, Hashable, Sendable {
    /// It is no zip file, or one that ends too early.
    case noArchive
    /// Its parts contradict one another, or their checksums.
    case damaged(String)
    /// It needs something of the format that no export uses.
    case unsupported(String)
    /// A name would lead out of the archive, or is none that an export has.
    case strange(name: String)
    /// It holds, or claims to hold, more than is taken.
    case oversized(String)
    /// A newer Candid wrote it.
    case newer(String)
}

extension ArchiveProblem: CustomStringConvertible {
    /// What is wrong, and what to do.
    public var description: String {
        switch self {
        case .noArchive:
            "it is no zip archive, or was cut off. candid session export NAME --to FILE.zip writes "
                + "one."
        case .damaged(let detail):
            "the archive is damaged: \(detail). Nothing was imported; copy it again from where it "
                + "was written."
        case .unsupported(let detail):
            "\(detail), which no export of Candid uses. Nothing was imported."
        case .strange(let name):
            "the archive holds “\(name)”, which no export of a session has. Nothing was imported; "
                + "take the file as candid session export wrote it."
        case .oversized(let detail):
            "\(detail). Nothing was unpacked and nothing imported."
        case .newer(let detail):
            "\(detail). Update Candid; nothing was imported."
        }
    }
}
