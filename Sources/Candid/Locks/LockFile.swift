import Foundation

/// The locks of a project: `candid.lock`.
///
/// The file is JSON that a person can read and a diff can show: keys sorted, one lock after the
/// other by name.
///
///     {
///       "locks" : [
///         {
///           "digest" : "…",
///           "name" : "hero",
///           "parameters" : { "model" : "gpt-image-2", "size" : "1024x1024" },
///           "prompt" : "a photo of {product} on a white table",
///           "variables" : { "product" : ["a mug", "a bowl"] }
///         }
///       ],
///       "schema" : "candid/lock/1"
///     }
public struct LockFile: Hashable, Sendable {
    /// The schema's name and version.
    public static let schema = "candid/lock/1"
    /// How many bytes a file may have.
    public static let byteLimit = 4 << 20

    /// The locks, by name.
    public private(set) var locks: [Lock] = []

    /// A file without locks.
    public init() {}

    /// Reads a file; its bytes may come from anywhere.
    ///
    /// A lock whose contents don't fit its digest is read, too, because a check must be able to say
    /// so: see `Lock.isIntact`.
    ///
    /// - Throws: `LockError`.
    public init(reading bytes: some Collection<UInt8>) throws {
        guard bytes.count <= Self.byteLimit else {
            throw LockError.tooLarge(bytes: bytes.count, limit: Self.byteLimit)
        }
        for lock in try LockDocument.read(Data(bytes)).locks {
            guard self[lock.name] == nil else { throw LockError.duplicateName(lock.name) }
            try add(lock.lock)
        }
    }

    /// The lock of a name; nil if there is none.
    public subscript(name: String) -> Lock? {
        locks.first { $0.name == name }
    }

    /// Puts a new lock in.
    ///
    /// - Throws: `LockError` if there is one of its name: what is locked is updated, not replaced.
    public mutating func add(_ lock: Lock) throws {
        guard self[lock.name] == nil else { throw LockError.duplicateName(lock.name) }
        let index = locks.firstIndex { $0.name > lock.name } ?? locks.count
        locks.insert(lock, at: index)
    }

    /// Puts a lock in the place of the one of its name; false if there is none.
    public mutating func update(_ lock: Lock) -> Bool {
        guard let index = locks.firstIndex(where: { $0.name == lock.name }) else { return false }
        locks[index] = lock
        return true
    }

    /// Takes a lock out; false if there is none of that name.
    public mutating func remove(_ name: String) -> Bool {
        guard let index = locks.firstIndex(where: { $0.name == name }) else { return false }
        locks.remove(at: index)
        return true
    }

    /// The file's bytes: the same for the same locks, ending in a line break.
    public func encoded() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let document = LockDocument(locks: locks.map { LockDocument.Item($0) })
        return Array(try encoder.encode(document)) + [0x0A]
    }
}
