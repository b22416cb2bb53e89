import Candid
import Foundation
import Synchronization

/// Hands answers over: new ones as they come, and those that were given before to whoever asks again.
final class RelayDesk: Sendable {
    let options: Gateway.Options
    /// Whom questions to language models go to.
    let speakers: SpeakerDirectory
    private let metrics: GatewayMetrics
    private let models: Set<String>
    private let repeats: Repeats
    private let underWay: UnderWay
    /// What responses drew.
    let lineage: Lineage
    /// The sessions that are worked on.
    let holds: SessionHolds
    /// The batches that are brought home.
    let harvests: BatchHarvests

    /// Creates a desk; one that follows another knows what came to that.
    init(_ options: Gateway.Options, _ metrics: GatewayMetrics, after other: RelayDesk? = nil) {
        self.options = options
        self.metrics = metrics
        models = Set(options.models.map(\.name))
        speakers = SpeakerDirectory(options.speakers)
        repeats = other?.repeats ?? Repeats()
        underWay = other?.underWay ?? UnderWay()
        lineage = other?.lineage ?? Lineage()
        holds = other?.holds ?? SessionHolds()
        harvests = other?.harvests ?? BatchHarvests()
    }

    /// The same desk, that goes by other options.
    func under(_ options: Gateway.Options) -> RelayDesk {
        RelayDesk(options, metrics, after: self)
    }

    /// Where answers are kept to be had again.
    var memory: AnswerMemory { repeats.memory }

    /// Begins an order, unless it came before, and gives its answer.
    func reply(
        to admitted: Admitted, content: Digest, _ wishes: Wishes, in world: World,
        _ start: @escaping @Sendable () -> RelayedRun
    ) async throws -> WireStream {
        let repeated = RepeatedOrder(
            admitted.request, by: admitted.identity, content: content)
        switch repeats.finding(repeated, at: world.now(), start) {
        case .contradiction: throw Self.contradiction
        case .earlier(let run): return try await earlier(run, admitted, wishes)
        case .new(let run):
            admitted.trace?.note(run.id)
            admitted.trace?.passed("candid.order")
            attend(run, admitted, world)
            return try await withTaskCancellationHandler {
                let answer = try await answer(of: run, admitted, wishes) { [self] in
                    left(run, admitted, world)
                }
                return wishes.requiresConfirmed ? try await answer.confirmed(by: run) : answer
            } onCancel: {
                left(run, admitted, world)
            }
        }
    }

    /// Gives an order an answer that is there already, unless the order came before: what it was
    /// given is remembered as if it had been bought.
    func give(
        to admitted: Admitted, content: Digest, _ wishes: Wishes, in world: World,
        _ start: @escaping @Sendable () -> RelayedRun
    ) async throws -> WireStream {
        let order = RepeatedOrder(admitted.request, by: admitted.identity, content: content)
        switch repeats.finding(order, at: world.now(), start) {
        case .contradiction: throw Self.contradiction
        case .earlier(let run): return try await earlier(run, admitted, wishes)
        case .new(let run):
            admitted.trace?.note(run.id)
            attend(run, admitted, world)
            guard let head = await run.head() else { throw try await problem(of: run, admitted) }
            return WireStream(
                status: head.status, headers: head.headers, body: run.body(of: head))
        }
    }

    /// Begins an order of the native API, unless it came before; what comes of it is in the ledger.
    ///
    /// - Returns: The run, once its request is written down, and whether it came before.
    /// - Throws: ``GatewayProblem`` where it was not begun, such as at a budget.
    func begin(
        _ admitted: Admitted, content: Digest, in world: World,
        _ start: @escaping @Sendable () -> RelayedRun
    ) async throws -> (run: RunID, isRepeat: Bool) {
        let order = RepeatedOrder(admitted.request, by: admitted.identity, content: content)
        let (run, isRepeat): (RelayedRun, Bool)
        switch repeats.finding(order, at: world.now(), start) {
        case .contradiction: throw Self.contradiction
        case .earlier(let earlier):
            metrics.repeated()
            (run, isRepeat) = (earlier, true)
        case .new(let new):
            admitted.trace?.passed("candid.order")
            attend(new, admitted, world)
            (run, isRepeat) = (new, false)
        }
        admitted.trace?.note(run.id)
        guard await run.isSent() else { throw try await problem(of: run, admitted) }
        return (run.id, isRepeat)
    }

    /// The run of an order of the native API that came before, once its request is written down; nil
    /// where it is new.
    ///
    /// - Throws: ``GatewayProblem`` where its key came with another order, or it was not begun.
    func earlier(_ admitted: Admitted, _ content: Digest, _ world: World) async throws -> RunID? {
        let order = RepeatedOrder(admitted.request, by: admitted.identity, content: content)
        switch repeats.earlier(order, at: world.now()) {
        case .contradiction: throw Self.contradiction
        case .new, nil: return nil
        case .earlier(let run):
            metrics.repeated()
            admitted.trace?.note(run.id)
            guard await run.isSent() else { throw try await problem(of: run, admitted) }
            return run.id
        }
    }

    /// Waits until a session is measured and written down whose run has ended, so that whoever saw
    /// the end finds the session after it; one whose run goes on is not waited for.
    func settle(_ name: String, _ entries: (RunID) async throws -> [Entry]) async throws {
        guard let run = holds.run(on: name),
            try await entries(run).contains(where: \.event.isLast)
        else { return }
        await settle(run)
    }

    /// Waits for the end of a run, and of what comes of it, where it is under way here.
    func settle(_ run: RunID) async {
        // How it ended is not asked here.
        _ = try? await underWay.run(run)?.entries()
    }

    /// Whether a run is under way here.
    func isUnderWay(_ run: RunID) -> Bool { underWay.run(run) != nil }

    /// Ends a run that is under way here, and waits until that is written down.
    ///
    /// - Returns: Whether there was such a run.
    func cancel(_ run: RunID) async throws -> Bool {
        guard let run = underWay.run(run) else { return false }
        run.cancel()
        _ = try await run.entries()
        return true
    }

    /// The answer of an order that came before; nil where it is new.
    func earlier(
        _ admitted: Admitted, _ content: Digest, _ wishes: Wishes, _ world: World
    ) async throws -> WireStream? {
        let repeated = RepeatedOrder(
            admitted.request, by: admitted.identity, content: content)
        switch repeats.earlier(repeated, at: world.now()) {
        case .earlier(let run): return try await earlier(run, admitted, wishes)
        case .contradiction: throw Self.contradiction
        case .new, nil: return nil
        }
    }

    private func earlier(
        _ run: RelayedRun, _ admitted: Admitted, _ wishes: Wishes
    ) async throws -> WireStream {
        metrics.repeated()
        admitted.trace?.note(run.id)
        let answer = try await again(run, admitted)
        return wishes.requiresConfirmed ? try await answer.confirmed(by: run) : answer
    }

    private static let contradiction = GatewayProblem(
        409, "idempotency_key_reused",
        "This Idempotency-Key came with another order. Give each order a key of its own."
    ).adding("x-should-retry", "false")

    /// Waits for a run's end, whether or not its client does.
    private func attend(_ run: RelayedRun, _ admitted: Admitted, _ world: World) {
        let (pass, operation) = (admitted.pass, admitted.operation)
        underWay.add(run)
        Task.here { [self] in
            // Whoever left may still have a run under way: its place is taken until the end.
            defer { withExtendedLifetime(pass) {} }
            let left = await left(by: run, world)
            underWay.remove(run.id)
            operation?.end(left.entries)
            await note(left, of: run, at: world.now())
        }
    }

    /// What a run left.
    private enum Remains {
        /// Nothing was sent.
        case nothing
        case written([Entry])
        /// Its end could not be written down, which is done as soon as it can be.
        case unwritten

        var entries: [Entry] {
            if case .written(let entries) = self { entries } else { [] }
        }
    }

    private func left(by run: RelayedRun, _ world: World) async -> Remains {
        do {
            return .written(try await run.entries())
        } catch is Refusal {
            return .nothing
        } catch {
            // What could not even be begun in the ledger never left.
            guard await run.isSent() else { return .nothing }
            options.complain("the end of \(run.id) is not written down yet: \(error)")
            guard let ledger = options.door?.keys else { return .unwritten }
            let ending = LateEnding(of: run.id, because: "\(error)", in: ledger, world)
            Task { await ending.write() }
            return .unwritten
        }
    }

    private func note(_ left: Remains, of run: RelayedRun, at time: Date) async {
        // What was sent and can't be written down is paid for all the same: a retry must not buy it again.
        var isWorthKeeping = true
        switch left {
        case .nothing: isWorthKeeping = false
        case .unwritten: break
        case .written(let entries):
            let outcome = RunOutcome(entries)
            metrics.ended(outcome, models: models)
            if let receipt = outcome.receipt { lineage.note(receipt) }
            isWorthKeeping = outcome.isWorthKeeping
        }
        repeats.end(run, isWorthKeeping: isWorthKeeping, at: time)
    }

    /// A client that comes back gets the answer; a run that nobody wants any more is ended.
    private func left(_ run: RelayedRun, _ admitted: Admitted, _ world: World) {
        run.leave()
        guard admitted.policy.cancelsWhenLeft ?? (options.whenLeft == .cancel) else { return }
        Task { [self] in
            try? await world.pause(options.patience)
            if !repeats.isAwaited(run) { run.cancel() }
        }
    }

    /// An order that came before: its answer, once it is there, and never a second purchase.
    private func again(_ run: RelayedRun, _ admitted: Admitted) async throws -> WireStream {
        guard var answer = await run.again() else {
            guard await run.head() != nil else { throw try await problem(of: run, admitted) }
            throw GatewayProblem(
                409, "answer_not_kept",
                "This order was made already, and its answer is not kept any more. It is in the "
                    + "ledger: candid show \(run.id)."
            ).adding("x-should-retry", "false")
        }
        answer.headers["x-candid-repeat"] = "\(run.id)"
        return answer
    }

    private func answer(
        of run: RelayedRun, _ admitted: Admitted, _ wishes: Wishes,
        _ left: @escaping @Sendable () -> Void
    ) async throws -> WireStream {
        guard let head = await run.head() else { throw try await problem(of: run, admitted) }
        var headers = head.headers
        if wishes.asksAnything { headers["x-candid-receipt"] = "\(run.id)" }
        let adds = wishes.receipt && headers["content-type"]?.hasPrefix("application/json") == true
        if adds || wishes.firewall != nil || wishes.requiresConfirmed {
            headers["content-length"] = nil
        }
        let body = run.body(of: head, whenLeft: left) { last, entries in
            adds ? last.adding(RunOutcome(entries).short) : last
        }
        let answer = WireStream(status: head.status, headers: headers, body: body)
        guard let manner = wishes.firewall, head.status == 200 else { return answer }
        return answer.checked(manner) { [operation = admitted.operation] in
            let entries = try await run.entries()
            guard let operation else { return CheckedWords(manner, entries) }
            return await operation.stage("candid.firewall") { CheckedWords(manner, entries) }
        }
    }

    /// Why there is no answer, as the ledger has it.
    private func problem(
        of run: RelayedRun, _ admitted: Admitted
    ) async throws -> GatewayProblem {
        let outcome: RunOutcome
        do {
            outcome = RunOutcome(try await run.entries())
        } catch let refusal as Refusal {
            if let spent = BudgetProblem(refusal.description) {
                return await admitted.turnedAway(.budget, spent.problem(at: admitted.time))
            }
            return GatewayProblem(429, "refused_by_candid", refusal.description)
                .adding("x-should-retry", "false")
        }
        let isOurs = outcome.failure?.kind == .refusedByUs
        if isOurs, let spent = BudgetProblem(outcome.failure?.message ?? "") {
            let problem = spent.problem(at: admitted.time)
                .adding("x-candid-receipt", "\(run.id)")
            return await admitted.turnedAway(.budget, problem)
        }
        let problem = GatewayProblem(
            isOurs ? 429 : 502, isOurs ? "refused_by_candid" : "upstream_failed",
            outcome.failure?.message ?? "The provider gave no answer.")
        // A client that asks again by itself would perhaps pay twice.
        let mayRetry = !outcome.perhapsCharged && !isOurs
        return problem.adding("x-should-retry", "\(mayRetry)")
            .adding("x-candid-receipt", "\(run.id)")
    }
}

/// The runs that go on here, by their names.
private final class UnderWay: Sendable {
    private let runs = Mutex<[RunID: RelayedRun]>([:])

    func add(_ run: RelayedRun) { runs.withLock { $0[run.id] = run } }

    func remove(_ run: RunID) { _ = runs.withLock { $0.removeValue(forKey: run) } }

    func run(_ id: RunID) -> RelayedRun? { runs.withLock { $0[id] } }
}
