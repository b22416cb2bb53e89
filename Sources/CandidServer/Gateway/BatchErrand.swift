import Candid
import NIOCore

/// Has receipts written for the pictures that a relayed batch orders.
///
/// The batch passes on as it is. What it orders is read from its file at the service and written down
/// before the request leaves; what came of it is fetched once the service says that it has ended.
struct BatchErrand: Sendable {
    private let admitted: Admitted
    private let relay: RelayDesk
    private let harvest: BatchHarvest

    private var orders: BatchDesk { harvest.orders }

    /// Nil where the service's batches are none of ours.
    init?(_ admitted: Admitted, _ relay: RelayDesk) {
        guard let harvest = BatchHarvest(relay, within: admitted.policy.budget) else { return nil }
        (self.admitted, self.relay, self.harvest) = (admitted, relay, harvest)
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
            Task { [harvest] in await harvest.collect(job) }
        }
        return WireStream(whole)
    }

    private func buying(
        _ batch: RunID, _ pass: () async throws -> WireStream
    ) async throws -> WireStream {
        do {
            let whole = try await pass().collected(upTo: ErrandRoute.limit)
            let outcome = Self.outcome(ErrandRoute.object(whole), whole.status)
            await harvest.written { try await orders.began(batch, outcome) }
            return WireStream(whole)
        } catch let failure as ProviderFailure {
            await harvest.written { try await orders.began(batch, .failure(failure)) }
            throw failure
        }
    }

    /// What is ordered, held to the caller's policy and written down; nil where nothing of it is a
    /// picture.
    private func held() async throws -> RunID? {
        let terms = try BatchTerms(admitted, relay.options)
        try await terms?.check()
        guard let body = try body(), let file = body["input_file_id"]?.text,
            let endpoint = body["endpoint"]?.text
        else {
            if let terms { throw await terms.unreadable() }
            return nil
        }
        try await terms?.check(endpoint: endpoint)
        let asked = try await Workplace.away { [engine = harvest.engine] in
            let read = try await read(file, endpoint, terms)
            return try await terms?.checked(read, on: engine) ?? read
        }
        guard let asked else { return nil }
        return try await held(asked)
    }

    /// What is ordered; nil where nothing of it is a picture, or there is no file to be read.
    private func read(
        _ file: String, _ endpoint: String, _ terms: BatchTerms?
    ) async throws -> RelayedBatch? {
        do {
            return try await orders(in: file, endpoint)
        } catch let unread as UnreadFile {
            // Only whoever is bound by nothing may send what nobody has read, and only where the service
            // has no file either; what a policy asks is refused in its own words.
            let isFree =
                Belongings(of: admitted, relay.options) == nil && orders.pipeline.budgets.isEmpty
            guard unread.isNotGivenOut, isFree || terms != nil else { throw Self.problem(unread) }
            return nil
        }
    }

    private static func problem(_ unread: UnreadFile) -> GatewayProblem {
        let passes = unread.status == 429 || unread.status >= 500
        let problem = GatewayProblem(
            passes || unread.status == 404 ? unread.status : 502, "batch_not_read",
            "The batch's file can't be read at the provider, so what it orders can't be looked at or "
                + "written down, and nothing was sent: \(unread.reason)", field: "input_file_id"
        ).adding("x-should-retry", "\(passes)")
        return unread.retryAfter.map { problem.adding("retry-after", $0) } ?? problem
    }

    /// What a file orders, of which nothing stands twice or names what is another caller's.
    private func orders(in file: String, _ endpoint: String) async throws -> RelayedBatch? {
        let belongings = Belongings(of: admitted, relay.options)
        let named = belongings.map { _ in NamedThings() }
        let look = named.map { named in { (line: ByteBuffer) in try named.take(line) } }
        let relayed = try await orders.relayedBatch(from: file, endpoint: endpoint, look)
        if let line = relayed?.repeated {
            throw GatewayProblem(
                400, Refusal.repeatedField,
                "In line \(line) of the batch a field stands twice, of which some read the first and "
                    + "some the last. Send it once.", field: "input_file_id")
        }
        try await belongings?.check((named?.names ?? []).map { ("input_file_id", $0) })
        return relayed
    }

    private func held(_ relayed: RelayedBatch) async throws -> RunID {
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
}
