/// One thing that happened to a caller's key, as the ledger keeps it.
///
/// Every note holds the whole state after it.
public struct KeyNote: Hashable, Sendable, Codable {
    /// What happened.
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        /// It was made.
        case issued
        /// Its name, note, policy or expiry is another one.
        case edited
        /// It has a new secret.
        case rotated
        /// It was taken back, for ever.
        case revoked
    }

    /// What happened.
    public var kind: Kind
    /// How the key stands after it.
    public var state: CallerKey.State

    /// Makes a note.
    public init(_ kind: Kind, _ state: CallerKey.State) {
        self.kind = kind
        self.state = state
    }
}

extension KeyNote {
    /// Checks that notes can follow those before: what every ledger does before it adds them.
    ///
    /// - Parameters:
    ///   - entries: What is about to be added to one run.
    ///   - earlier: What the run holds.
    ///   - others: Every key there is.
    /// - Throws: ``Refusal`` for a key that was revoked meanwhile, and for a name that is taken.
    public static func check(
        _ entries: [Entry], after earlier: [Entry], among others: [CallerKey]
    ) throws(Refusal) {
        guard entries.contains(where: \.event.isKey) else { return }
        guard let key = CallerKey(earlier + entries) else {
            throw Refusal(
                field: "key", reason: "the first that happens to a key is that it is issued",
                wayOut: "Issue it.")
        }
        if let before = CallerKey(earlier), before.revoked != nil {
            throw Refusal(
                field: "key", reason: "the key “\(before.name)” is revoked",
                wayOut: "Nothing brings it back: candid keys create makes another one.")
        }
        let taken = others.contains {
            $0.id != key.id && $0.revoked == nil && $0.name == key.name
        }
        guard !taken || key.revoked != nil else {
            throw Refusal(
                field: "name", reason: "there is a key “\(key.name)” already",
                wayOut: "Choose another name; candid keys list shows what there is.")
        }
    }
}
