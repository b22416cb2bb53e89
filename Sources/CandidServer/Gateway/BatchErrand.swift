import Candid
import Synchronization

/// Has receipts written for the pictures that a relayed batch orders.
///
/// The batch passes on as it is. What it orders is read from its file at the service and written down
/// before the request leaves; what came of it is fetched once the service says that it has ended.
struct BatchErrand: Sendable {
    private let admitted: Admitted
    private let relay: RelayDesk
    private let orders: BatchDesk

    /// Nil where the service's batches are none of ours.
    init?(_ admitted: Admitted, _ relay: RelayDesk) {
        guard let errands = relay.options.errands,
            let route = relay.options.routes.first(where: { $0.name == errands.engine })
        else { return nil }
        var pipeline = route.pipeline
        pipeline.world = errands.world
        pipeline.budgets.caller = admitted.policy.budget
        guard let orders = try? BatchDesk(route.engine, errands.access, pipeline) else {
            return nil
        }
        (self.admitted, self.relay, self.orders) = (admitted, relay, orders)
    }

    /// Passes a request for batches on, and sees to the receipts on the way.
    ///
    /// - Throws: ``GatewayProblem`` where a budget would be passed; whatever passing it on throws.
    func following(
        _ path: [String], _ pass: @escaping @Sendable () async throws -> WireStream
    ) async throws -> WireStream {
        if admitted.request.method == "POST", path.count == 2, let batch = try await held() {
            // A client that leaves must not take with it what the service calls the batch.
            return try await Task { try await buying(batch, pass) }.value
        }
        let reply = try await pass()
        // A list has nothing to see to, and is the longest.
        guard path.count > 2 else { return reply }
        let whole = try await reply.collected(upTo: ErrandRoute.limit)
        let answer = ErrandRoute.object(whole)
        if let job = answer["id"]?.text, let status = answer["status"]?.text,
            OpenAIBatch.State.endings.contains(status)
        {
            collect(job)
        }
        return WireStream(whole)
    }

    private func buying(
        _ batch: RunID, _ pass: () async throws -> WireStream
    ) async throws -> WireStream {
        do {
            let whole = try await pass().collected(upTo: ErrandRoute.limit)
            let outcome = Self.outcome(ErrandRoute.object(whole), whole.status)
            await written { try await orders.began(batch, outcome) }
            return WireStream(whole)
        } catch let failure as ProviderFailure {
            await written { try await orders.began(batch, .failure(failure)) }
            throw failure
        }
    }

    /// What is ordered, written down; nil where nothing of it is a picture.
    private func held() async throws -> RunID? {
        guard let body = try body(), let file = body["input_file_id"]?.text,
            let endpoint = body["endpoint"]?.text,
            let relayed = try await orders.relayedBatch(from: file, endpoint: endpoint)
        else { return nil }
        do {
            return try await orders.hold(relayed, for: admitted.caller)
        } catch let refusal as Refusal {
            if let spent = BudgetProblem(refusal.description) {
                throw await admitted.turnedAway(.budget, spent.problem(at: admitted.time))
            }
            throw GatewayProblem(429, "refused_by_candid", refusal.description)
                .adding("x-should-retry", "false")
        }
    }

    /// What the request says; nil where it can't be read, which is the service's to refuse.
    private func body() throws -> [String: JSONValue]? {
        do throws(Refusal) {
            return try admitted.request.object()
        } catch {
            guard error.code == Refusal.repeatedField else { return nil }
            throw GatewayProblem(error)
        }
    }

    private static func outcome(
        _ answer: [String: JSONValue], _ status: Int
    ) -> Result<String, ProviderFailure> {
        if 200..<300 ~= status, let id = answer["id"]?.text { return .success(id) }
        return .failure(
            .refused(
                code: answer["error"]?["code"]?.text,
                message: answer["error"]?["message"]?.text ?? "the batch was not taken",
                status: status))
    }

    /// Fetches what came of a batch, unless that is under way or done.
    private func collect(_ job: String) {
        guard relay.harvests.begin(job), let errands = relay.options.errands else { return }
        Task {
            var isDone = false
            await written {
                guard let batch = try await errands.batch(job), batch.state == .open,
                    batch.note.names != nil
                else { return isDone = true }
                guard let state = try await orders.state(of: batch), state.hasEnded else { return }
                _ = try await orders.collect(batch, state)
                isDone = true
            }
            relay.harvests.end(job, isDone: isDone)
        }
    }

    /// What can't be written down is said, and holds nobody up: the batch is bought by then.
    private func written(_ act: () async throws -> Void) async {
        do {
            try await act()
        } catch {
            relay.options.complain("the receipts of a batch are not written down yet: \(error)")
        }
    }
}

/// The batches whose results are being fetched, or are in the ledger.
final class BatchHarvests: Sendable {
    private let jobs = Mutex<Set<String>>([])

    /// Takes a batch on.
    ///
    /// - Returns: False where somebody else has.
    func begin(_ job: String) -> Bool { jobs.withLock { $0.insert(job).inserted } }

    /// Gives a batch back, unless there is nothing left to do.
    func end(_ job: String, isDone: Bool) {
        // Thousands of names are little; without a limit they would be a leak.
        jobs.withLock { jobs in
            if !isDone || jobs.count > 10_000 { jobs.remove(job) }
        }
    }
}
