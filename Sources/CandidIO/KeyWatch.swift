import GRDB
import Synchronization

/// Looks whether anything happened to a key, for every request that comes with one.
///
/// It has a connection of its own and looks on the caller's thread: among the ledger's readers it
/// would wait for long searches, and handing over to another thread costs more than the look.
final class KeyWatch: Sendable {
    private let path: String
    private let database = Mutex<DatabaseQueue?>(nil)

    /// Creates it for a database.
    init(path: String) { self.path = path }

    /// The number of the newest entry about a key; 0 where there is none.
    func revision() throws -> Int64 { try opened().read(Self.revision) }

    private func opened() throws -> DatabaseQueue {
        try database.withLock { known in
            if let known { return known }
            var configuration = Configuration()
            configuration.readonly = true
            configuration.busyMode = .timeout(Database.patience)
            let opened = try DatabaseQueue(path: path, configuration: configuration)
            known = opened
            return opened
        }
    }

    private static func revision(_ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(
            sql: """
                SELECT max(number) FROM entry
                WHERE \(KeyTable.isGateways) AND \(KeyTable.kind) = 'key'
                """)
        return try Int64.fetchOne(statement) ?? 0
    }
}
