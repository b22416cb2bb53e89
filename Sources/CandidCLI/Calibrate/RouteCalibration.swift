import Candid
import CandidIO
import Foundation
import Pixels
import Sketch

/// A route that is to be measured, and why it is not.
struct CalibrationFailure: Encodable {
    let route: RouteFloor.Route
    let reason: String
    /// The run that failed; nil where nothing was sent.
    @Nullable var run: RunID?
    let status: ExitStatus

    private enum CodingKeys: String, CodingKey {
        case route, reason, run
    }
}

/// Measures a route with edits that ask for nothing.
struct RouteCalibration {
    let route: RouteFloor.Route
    /// What is asked, without its picture.
    var order: Order
    private let engine: Engine
    private let settings: Settings

    /// Prepares a route at the size that it takes.
    init(_ chosen: (engine: Engine, model: String), _ settings: Settings) throws {
        engine = chosen.engine
        self.settings = settings
        route = RouteFloor.Route(engine: engine.id, model: chosen.model)
        order = Order(RouteFloor.instruction, engine: engine.id, model: chosen.model)
        // What a size means for a picture that is given differs; the picture says its own.
        order.inputs = [try Self.picture(0, Self.usual(of: engine, chosen.model)).input]
    }

    /// Measures it and keeps the floor.
    ///
    /// - Parameters:
    ///   - times: How many edits.
    ///   - ledger: Where it is kept.
    ///   - shows: Whether a person is shown how far it is.
    /// - Returns: The record, nil where no edit came back; and every edit that did not.
    /// - Throws: What the ledger or the picture store throws.
    func measured(
        _ times: Int, _ ledger: SQLiteLedger, shows: Bool
    ) async throws -> (record: CalibrationRecord?, failures: [CalibrationFailure]) {
        var (trials, failures): ([NoOpTrial], [CalibrationFailure]) = ([], [])
        for number in 0..<times {
            do {
                trials.append(try await trial(number, ledger, shows))
            } catch let failure as TrialFailure {
                failures.append(failure.told(route))
            } catch let refusal as Refusal {
                failures.append(
                    CalibrationFailure(
                        route: route, reason: refusal.description, run: nil, status: .refusedByUs))
            }
            // What failed once without a picture mostly fails again, and may be charged.
            if !failures.isEmpty { break }
        }
        guard !trials.isEmpty else { return (nil, failures) }
        let world = try settings.world()
        let floor = RouteFloor(
            route, RouteFloor.instruction, trials, day: Timestamp(world.now()).day)
        return (try await Calibration.route(floor).kept(in: ledger, world), failures)
    }

    private func trial(
        _ number: Int, _ ledger: SQLiteLedger, _ shows: Bool
    ) async throws -> NoOpTrial {
        let size = Self.usual(of: engine, order.model)
        let (file, input) = try Self.picture(number, size)
        _ = try await settings.pictureStore.put(file, as: input.format)
        var pipeline = try settings.pipeline(for: engine, ledger: ledger)
        pipeline.past = try await settings.pastUses(order, engine, ledger)
        // Another route's answer would be measured as this one's.
        pipeline.fallbacks = []
        var order = order
        order.inputs = [input]
        let making = Making(
            pipeline: pipeline, ledger: ledger, store: settings.pictureStore, showsProgress: shows)
        let receipt = try await making.carryOut(try pipeline.draft(order))
        guard receipt.state == .finished, let picture = receipt.pictures.first else {
            throw TrialFailure(receipt: receipt, reason: nil)
        }
        do {
            let answer = try Pixmap(decoding: try await pipeline.file(of: picture))
            return NoOpTrial(try Pixmap(decoding: file), answer, run: receipt.id)
        } catch let error as ImageError {
            throw TrialFailure(receipt: receipt, reason: "what came back can't be read: \(error)")
        }
    }

    /// The size that routes are most used at, where this one takes it.
    private static func usual(of engine: Engine, _ model: String) -> Size {
        let square = Size(width: 1024, height: 1024)
        let rule = try? engine.model(named: model).sizes
        return rule?.list.map { $0.contains(square) ? square : $0.first ?? square } ?? square
    }

    /// Pictures of ours with fine and coarse forms, so that what a route does to either shows.
    private static let scenes = [
        "a red bicycle leaning on a blue wall, a grey cat asleep in the basket, cobbled street",
        "two green pears and a yellow lemon on a wooden table",
        "a sailing boat on the sea at dusk", "a brown dog and a white rabbit in a forest",
        "a blue car in a city, a street lamp",
    ]

    private static func picture(
        _ number: Int, _ size: Size
    ) throws -> (file: [UInt8], input: InputPicture) {
        let request = SketchRequest(
            prompt: scenes[number % scenes.count], width: size.width, height: size.height,
            seed: UInt64(number / scenes.count))
        let file = try Illustrator().draw(request).bytes
        guard let input = InputPicture(file) else {
            throw CommandFailure(.badInput, "sketch drew no picture at \(size).")
        }
        return (file, input)
    }
}

/// That an edit gave nothing to measure.
private struct TrialFailure: Error {
    let receipt: Receipt
    let reason: String?

    func told(_ route: RouteFloor.Route) -> CalibrationFailure {
        let failure = receipt.failure
        return CalibrationFailure(
            route: route,
            reason: reason ?? failure?.message ?? "the run was \(receipt.state.rawValue)",
            run: receipt.id,
            status: failure.map { ExitStatus($0) }
                ?? (receipt.state == .cancelled ? .cancelled : .unreachable))
    }
}

/// The routes that are to be measured.
extension Settings {
    /// A route by name, such as `openai` or `openai/gpt-image-1.5`.
    ///
    /// - Throws: ``CommandFailure`` where there is none.
    func route(named name: String) throws -> (engine: Engine, model: String) {
        let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
        do {
            let engine = try catalogue().engine(named: parts.first ?? "")
            return (engine, parts.count > 1 ? parts[1] : engine.defaultModel)
        } catch let refusal as Refusal {
            throw CommandFailure(.badInput, "\(name): \(refusal.reason). \(refusal.wayOut)")
        }
    }

    /// The routes that are named, or each that is configured and takes pictures to change.
    func routes(_ names: [String]) throws -> [(engine: Engine, model: String)] {
        guard names.isEmpty else { return try names.map { try route(named: $0) } }
        let all = try catalogue().engines
        return all.filter { engine in
            let service = values[service: engine.id]
            let isConfigured =
                engine.isEmbedded || service.key != nil || service.base_url != nil
            let takes = (try? engine.checkEdits(among: all)) != nil
            return isConfigured && takes && !engine.defaultModel.isEmpty
                && engine.promises.keepsWords
        }.map { ($0, $0.defaultModel) }
    }
}
