import Candid

/// That an order is what a lock holds.
extension Admitted {
    /// Holds an order to the lock that the request or the key's policy names.
    ///
    /// - Parameters:
    ///   - order: The order, with its engine.
    ///   - wishes: What is asked.
    ///   - options: Where the locks are.
    /// - Returns: How the lock was used; nil where none is named.
    /// - Throws: ``GatewayProblem`` with every difference; whatever reading the locks throws.
    func lockUse(
        of order: Order, _ wishes: Wishes, _ options: Gateway.Options
    ) async throws -> LockUse? {
        let file =
            wishes.lock == nil
            ? LockFile() : try await Workplace.away { try options.locks() }
        return try await lockUse(of: order, wishes, file)
    }

    /// The same, where the locks are known already.
    func lockUse(of order: Order, _ wishes: Wishes, _ file: LockFile) async throws -> LockUse? {
        guard let name = wishes.lock else {
            guard wishes.mode == .approved else { return nil }
            throw await turnedAway(.policy, Self.noLock)
        }
        guard let lock = file[name] else {
            let names = file.locks.map(\.name).joined(separator: ", ")
            throw GatewayProblem(
                400, "lock_not_found",
                "The gateway's file of locks holds no “\(name)”. "
                    + (names.isEmpty ? "candid lock add makes one." : "It holds: \(names)."),
                field: "x-candid-lock")
        }
        switch lock.check(whole: order.prompt, parameters: order.parameters(lockedBy: lock)) {
        case .unchanged(let expansion): return LockUse(lock, expansion)
        case .refused(let differences):
            let list = differences.map(\.description).joined(separator: "; ")
            throw await turnedAway(
                .policy,
                GatewayProblem(
                    400, "not_as_locked",
                    "This is not what the lock “\(name)” holds, so nothing was sent: \(list)",
                    field: "x-candid-lock"))
        }
    }

    private static let noLock = GatewayProblem(
        400, "approval_needed",
        "Only words that somebody has approved may be sent, which are those of a lock, and the request "
            + "names none. candid lock add freezes words; name the lock in x-candid-lock.",
        field: "x-candid-lock")
}

extension Order {
    /// What is asked beside the prompt, without what only says how the answer comes, unless it is locked.
    fileprivate func parameters(lockedBy lock: Lock) -> [String: String] {
        let manners: Set = ["stream", "partial_images", "response_format", "user"]
        return lockedParameters.filter { name, _ in
            !manners.contains(name) || lock.parameters[name] != nil
        }
    }
}
