/// What was measured of a route or of a judge, so that their word can be weighed.
///
/// It is an entry of the ledger like any other, in a run of its own that sent nothing: the runs and
/// conversations that it was measured with have their own.
public enum Calibration: Hashable, Sendable {
    /// What a route does to a picture that it is told to leave alone.
    case route(RouteFloor)
    /// How often a judge errs.
    case judge(JudgeCalibration)
}

extension Calibration: Codable {
    private enum CodingKeys: String, CodingKey {
        case route, judge
    }

    /// Decodes what was measured.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let floor = try container.decodeIfPresent(RouteFloor.self, forKey: .route) {
            self = .route(floor)
        } else {
            self = .judge(try container.decode(JudgeCalibration.self, forKey: .judge))
        }
    }

    /// Encodes it under the name of what was measured.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .route(let floor): try container.encode(floor, forKey: .route)
        case .judge(let measured): try container.encode(measured, forKey: .judge)
        }
    }
}

/// A calibration as it stands in the ledger.
public struct CalibrationRecord: Hashable, Sendable {
    /// The run's name.
    public let id: RunID
    /// When it was kept.
    public let time: Timestamp
    /// What was measured.
    public let calibration: Calibration

    /// Reads the entries of one run; nil unless the first is a calibration.
    public init?(_ entries: [Entry]) {
        guard let first = entries.first, case .calibrated(let calibration) = first.event else {
            return nil
        }
        (id, time, self.calibration) = (first.run, first.time, calibration)
    }

    /// After so many days services have often changed what stands behind a name.
    public static let lifetime = 90

    /// Whole days since it was kept.
    public func age(at now: Timestamp) -> Int {
        Int(max(0, now.milliseconds - time.milliseconds) / 86_400_000)
    }

    /// Whether it was kept more than ``lifetime`` days ago.
    public func isOld(at now: Timestamp) -> Bool { age(at: now) > Self.lifetime }
}

extension Calibration {
    /// Writes the calibration down, as a run of its own.
    ///
    /// - Parameters:
    ///   - ledger: Where it is written down.
    ///   - world: For the time and the run's name.
    /// - Returns: The record.
    /// - Throws: What the ledger throws.
    public func kept(in ledger: any Ledger, _ world: World) async throws -> CalibrationRecord {
        let entry = Entry(
            run: RunID(world.random()), time: Timestamp(world.now()), event: .calibrated(self))
        try await ledger.append([entry])
        return CalibrationRecord(id: entry.run, time: entry.time, calibration: self)
    }
}

extension CalibrationRecord {
    fileprivate init(id: RunID, time: Timestamp, calibration: Calibration) {
        (self.id, self.time, self.calibration) = (id, time, calibration)
    }
}

extension [CalibrationRecord] {
    /// The noise floor of every route, the newest of each.
    public var floors: [RouteFloor] {
        var found: [RouteFloor] = []
        for record in sorted(by: { $0.time > $1.time }) {
            guard case .route(let floor) = record.calibration,
                !found.contains(where: { $0.route == floor.route })
            else { continue }
            found.append(floor)
        }
        return found
    }

    /// The newest calibration of a judge: of its model, or else of another one of its.
    public func judge(named name: String, model: String) -> CalibrationRecord? {
        let own = filter { record in
            guard case .judge(let measured) = record.calibration else { return false }
            return measured.judge == name
        }.sorted { $0.time > $1.time }
        return own.first { record in
            guard case .judge(let measured) = record.calibration else { return false }
            return measured.model == model
        } ?? own.first
    }
}
