import Candid

/// What a caller's policy makes of a batch: what it asks of a single order is asked of every line, and
/// what no line can keep refuses the batch.
struct BatchTerms: Sendable {
    private let admitted: Admitted
    private let terms: OrderTerms

    /// Nil where the policy asks nothing of single orders.
    init?(_ admitted: Admitted, _ options: Gateway.Options) throws {
        guard admitted.key != nil, admitted.policy.isParticular else { return nil }
        self.admitted = admitted
        terms = OrderTerms(
            admitted: admitted, wishes: try Wishes(admitted), options: options)
    }

    /// - Throws: ``GatewayProblem`` that names what of the policy no batch can keep.
    func check() async throws {
        let policy = admitted.policy
        let unkept =
            policy.session.map { "its pictures join the session “\($0)”, one after the other" }
            ?? (policy.requiresConfirmed == true
                ? "a picture is handed over only once it is confirmed" : nil)
            ?? (policy.verify == true
                ? "a picture is held to its brief before the answer ends" : nil)
        guard let unkept else { return }
        throw await refused(
            "By this key's policy \(unkept), and a batch's results come from the provider as they "
                + "are. \(Self.wayOut)")
    }

    /// - Throws: ``GatewayProblem`` where the lines order something else than pictures.
    func check(endpoint: String) async throws {
        guard !OpenAIBatch.endpoints.contains(endpoint) else { return }
        throw await refused(
            "What this key's policy asks of every order can be asked in batches for "
                + "\(OpenAIBatch.endpoints.sorted().joined(separator: " and ")) alone, not for "
                + "\(endpoint.prefix(80)). \(Self.wayOut)")
    }

    /// That nothing of a batch can be looked at.
    func unreadable() async -> GatewayProblem {
        await refused(
            "What this key's policy asks of every order can't be asked in this batch, because its "
                + "orders can't be read. \(Self.wayOut)")
    }

    /// Holds every line to the policy.
    ///
    /// - Parameters:
    ///   - batch: What is ordered; nil is that it can't be read.
    ///   - engine: Who makes it.
    /// - Returns: The batch, each order with the use of its lock.
    /// - Throws: ``GatewayProblem`` that names the line.
    func checked(_ batch: RelayedBatch?, on engine: Engine) async throws -> RelayedBatch {
        guard var batch else { throw await unreadable() }
        if let line = batch.unread {
            throw await refused(
                "Line \(line) of the batch is no order that can be read, so this key's policy can't "
                    + "be asked of it. \(Self.wayOut)")
        }
        try await terms.checkWords(on: engine)
        let locks = try terms.wishes.lock.map { _ in try terms.options.locks() } ?? LockFile()
        for index in batch.items.indices {
            let item = batch.items[index]
            do {
                batch.items[index].lock = try await checked(item.order, on: engine, locks)
            } catch let problem as GatewayProblem {
                throw problem.inBatch(line: item.line, item.name)
            }
        }
        return batch
    }

    private func checked(
        _ order: Order, on engine: Engine, _ locks: LockFile
    ) async throws -> LockUse? {
        var order = order
        order.engine = engine.id
        try await admitted.check(model: order.model)
        try await admitted.check(findingsIn: order, from: terms.wishes.lint)
        return try await admitted.lockUse(of: order, terms.wishes, locks)
    }

    private func refused(_ message: String) async -> GatewayProblem {
        await admitted.turnedAway(
            .policy, GatewayProblem(403, "insufficient_permissions", message))
    }

    private static let wayOut =
        "Send the orders one by one, or use a key whose policy does not ask it (candid keys edit)."
}

extension KeyPolicy {
    /// Whether it asks something of every single order.
    fileprivate var isParticular: Bool {
        !budget.isEmpty || !models.isEmpty || lint != nil || requiresVerbatim == true
            || verify == true || requiresConfirmed == true || mode == .approved || lock != nil
            || session != nil || firewall != nil
    }
}

extension GatewayProblem {
    /// The same of one order among many.
    fileprivate func inBatch(line: Int, _ name: String) -> GatewayProblem {
        var problem = GatewayProblem(
            status, code, "Line \(line) of the batch (“\(name.prefix(80))”): \(message)",
            field: field)
        (problem.type, problem.headers, problem.candid) = (type, headers, candid)
        return problem
    }
}
