public import Candid
import Foundation
import GRDB

/// Finds calibrations among the entries; an index over what can't be changed never goes stale.
enum CalibrationIndex {
    static let migration = "009 calibrations can be found"

    static func migrate(_ db: Database) throws {
        try db.execute(sql: "CREATE INDEX entry_calibration ON entry (run) WHERE \(isCalibration)")
    }

    static let isCalibration = "json_extract(text, '$.event.kind') = 'calibrated'"
}

extension SQLiteLedger {
    /// Everything that was measured of routes and judges, the newest first.
    ///
    /// - Throws: ``LedgerProblem``.
    public func calibrations() throws -> [CalibrationRecord] {
        do {
            return try database.read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT text FROM entry WHERE \(CalibrationIndex.isCalibration)
                        ORDER BY number DESC
                        """
                ).compactMap { CalibrationRecord([try Chain.entry($0)]) }
            }
        } catch {
            throw LedgerProblem(error, at: file.path)
        }
    }
}
