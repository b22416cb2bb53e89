import Candid
import NIOCore

extension WireStream {
    /// The answer once every claim about its pictures is confirmed; until then nothing of it is handed
    /// over, a stream's events included.
    ///
    /// - Parameter run: The run that it is the answer of.
    /// - Returns: The answer, whole.
    /// - Throws: ``GatewayProblem`` where a claim is not confirmed; the pictures are kept.
    func confirmed(by run: RelayedRun) async throws -> WireStream {
        guard status == 200 else { return self }
        let whole = try await collected(upTo: CheckedBody.limit)
        guard let receipt = Receipt(try await run.entries()), receipt.state == .finished else {
            return WireStream(whole)
        }
        guard receipt.isConfirmed else { throw receipt.notConfirmed }
        return WireStream(whole)
    }
}

extension Receipt {
    fileprivate var isConfirmed: Bool {
        !judgements.isEmpty && judgements.allSatisfy { $0.outcome == .confirmed }
    }

    fileprivate var notConfirmed: GatewayProblem {
        let verdicts = judgements.flatMap(\.verdicts)
        let open = verdicts.filter { $0.outcome != .confirmed }
        // What was refuted says more than what could not be told.
        let first = open.first { $0.outcome == .refuted } ?? open.first
        let reason =
            first.map {
                "\(open.count) of \(verdicts.count) claims are not confirmed, such as: "
                    + "\($0.reason)"
            } ?? "nothing was checked"
        var problem = GatewayProblem(
            422, "not_confirmed",
            "The picture was made and kept, and is not handed over: \(reason) The receipt \(id) has "
                + "it: candid show \(id), or GET /api/v1/runs/\(id). Asking again buys another one.",
            field: "x-candid-require")
        problem.candid = short
        return problem.adding("x-candid-receipt", "\(id)").adding("x-should-retry", "false")
    }
}
