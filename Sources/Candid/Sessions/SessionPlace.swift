/// A place in the list of sessions, the last worked on first, at which a page begins.
public enum SessionPlace: Hashable, Sendable {
    /// Behind a session as it stands by now; of several that were last worked on in one moment none is
    /// left out.
    case session(RunID)
    /// Before a moment: a time as the ledger writes it, or the beginning of one.
    case moment(String)
}
