import Candid
import Foundation
import Pixels
import Sketch

/// How often the pixel meter sees an injected drift by its second turn, and cries wolf without one.
struct PixelDriftEvaluation {
    let half: DriftScript.Half
    let sessions: Int
    var turns = 12
    var side = 384
    var showsRows = false

    /// One session's readings, and from which turn on it drifted.
    struct Played {
        let drift: InjectedDrift?
        let onset: Int
        let readings: [PixelDrift?]

        private func isAlarm(_ turn: Int) -> Bool {
            readings.indices.contains(turn - 1) && readings[turn - 1]?.level == .high
        }

        /// Whether the alarm is there by the second drifting turn.
        var isSeen: Bool { isAlarm(onset) || isAlarm(onset + 1) }

        /// Whether the first two drifting turns both change by rights what drifts, so that nothing says
        /// how the picture should look.
        var isBlind: Bool {
            guard let drift else { return false }
            return [onset, onset + 1].allSatisfy {
                !readings.indices.contains($0 - 1) || readings[$0 - 1]?[drift.channel] == nil
            }
        }

        /// Whether an alarm comes before anything drifted.
        var isFalse: Bool {
            (1..<(drift == nil ? readings.count + 1 : onset)).contains(where: isAlarm)
        }
    }

    func played() async throws -> [Played] {
        let illustrator = Illustrator()
        var all: [Played] = []
        for number in 0..<sessions {
            let seed = UInt64(number) &+ 1 &+ half.rawValue &* 30_000
            let script = try DriftScript(
                seed: seed, half, turns: turns, side: side, illustrator)
            all += try await played(script, seed: seed)
            FileHandle.standardError.write(Data("\(number + 1)/\(sessions)\r".utf8))
        }
        return all
    }

    private func played(_ script: DriftScript, seed: UInt64) async throws -> [Played] {
        let clean = try script.pictures.map { try Pixmap(decoding: $0) }
        let onset = 2 + Int(seed % 7)
        // Up to there all of the seed's sessions are the same.
        let known = try await PlayedSession.readings(
            of: script, pictures: handed(script, clean, nil, 1..<onset, from: onset, seed).files)
        return try await withThrowingTaskGroup(of: Played.self) { group in
            for again in 0..<2 {
                let seed = seed &* 31 &+ UInt64(again)
                group.addTask { try await play(script, clean, nil, onset, seed, knowing: []) }
            }
            for kind in InjectedDrift.allCases {
                group.addTask { try await play(script, clean, kind, onset, seed, knowing: known) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    /// The pictures of the first turns as a service that drifts so from a turn on hands them back.
    private func handed(
        _ script: DriftScript, _ clean: [Pixmap], _ kind: InjectedDrift?, _ turns: Range<Int>,
        from onset: Int, _ seed: UInt64
    ) throws -> (files: [[UInt8]], ways: [String]) {
        var retouching = Retouching(seed: seed)
        return try turns.reduce(into: (files: [], ways: [])) { all, turn in
            let picture =
                kind?.applied(
                    to: clean[turn - 1], steps: turn + 1 - onset, strength: 1,
                    subject: script.subjects[turn - 1], seed: seed) ?? clean[turn - 1]
            let handling = Handling.allCases.randomElement(using: &retouching.numbers) ?? .none
            all.files.append(try handling.applied(to: picture, &retouching).png())
            all.ways.append(handling.rawValue)
        }
    }

    private func play(
        _ script: DriftScript, _ clean: [Pixmap], _ kind: InjectedDrift?, _ onset: Int,
        _ seed: UInt64, knowing known: [PixelDrift?]
    ) async throws -> Played {
        // What comes after the second drifting turn changes no figure here.
        let last = kind == nil ? clean.count : min(clean.count, onset + 1)
        let (files, ways) = try handed(script, clean, kind, 1..<last + 1, from: onset, seed)
        let readings = try await PlayedSession.readings(
            of: script, pictures: files, knowing: known)
        if showsRows {
            for turn in max(2, known.count + 1)...last {
                print(row(readings[turn - 1], kind, seed, onset, turn, ways[turn - 1], script))
            }
        }
        return Played(drift: kind, onset: onset, readings: readings)
    }

    private func row(
        _ reading: PixelDrift?, _ kind: InjectedDrift?, _ seed: UInt64, _ onset: Int, _ turn: Int,
        _ way: String, _ script: DriftScript
    ) -> String {
        let values = PixelDrift.Channel.allCases.map { reading?[$0].map { "\($0)" } ?? "-" }
        let facts =
            ["ROW", "\(seed)", kind?.rawValue ?? "clean", "\(onset)", "\(turn)"] + values
            + ["\(reading?.compared ?? 0)", reading?.cast ?? "-", way, script.said[turn - 1].text]
        return facts.joined(separator: "\t")
    }
}

/// What an honest editor's way of handing a picture back does to it.
enum Handling: String, CaseIterable {
    case none, jpeg95, jpeg85, jpeg75, webp90, webp80, shrunk, grown, doubled, shifted

    func applied(to picture: Pixmap, _ retouching: inout Retouching) throws -> Pixmap {
        switch self {
        case .none: return picture
        case .jpeg95: return try retouching.degraded(picture, .jpeg95)
        case .jpeg85: return try retouching.degraded(picture, .jpeg85)
        case .jpeg75: return try retouching.degraded(picture, .jpeg75)
        case .webp90: return try retouching.degraded(picture, .webp90)
        case .webp80: return try retouching.degraded(picture, .webp80)
        case .shrunk: return picture.scaledAndBack(by: 0.9)
        case .grown: return picture.scaledAndBack(by: 1.1)
        case .doubled: return try retouching.degraded(picture, .scaled2)
        case .shifted: return retouching.nudged(picture)
        }
    }
}

extension PixelDriftEvaluation {
    /// So many of so many.
    struct Score {
        var seen: Int
        var of: Int
        /// Those of them in which neither of the two turns could be measured.
        var blind = 0
    }

    /// The sessions that drift so and were seen by the second turn; for nil, those without drift
    /// and with an alarm.
    static func score(_ all: [Played], _ kind: InjectedDrift?) -> Score {
        let some = all.filter { $0.drift == kind }
        return Score(
            seen: some.count { kind == nil ? $0.isFalse : $0.isSeen }, of: some.count,
            blind: some.count(where: \.isBlind))
    }

    /// Measures and prints.
    func report() async throws {
        let all = try await played()
        let clean = Self.score(all, nil)
        print("clean sessions with an alarm: \(clean.seen) of \(clean.of)")
        for kind in InjectedDrift.allCases {
            let score = Self.score(all, kind)
            print(
                "\(kind.rawValue): seen by the second turn in \(score.seen) of \(score.of), "
                    + "\(score.blind) of them blind")
        }
    }
}
