import Candid
import NIOCore

/// Passes `/v1/images/…` on.
struct ImagesRoute: Sendable {
    let options: Gateway.Options
    let repeats: Repeats

    func reply(to request: WireRequest) async throws -> WireStream {
        let wishes = try Wishes(request)
        let asked = try read(request)
        let route = try options.route(for: asked.order.model)
        var order = asked.order
        order.engine = route.engine.id
        for picture in asked.pictures {
            guard let format = InputPicture(picture)?.format else { continue }
            _ = try await route.pipeline.pictures.put(picture, as: format)
        }
        if wishes.requiresVerbatim { try requireVerbatim(route) }
        let draft = Draft(
            order, estimate: route.pipeline.estimate(order, on: route.engine),
            project: route.pipeline.project)
        let relay = Relay(route.pipeline, to: route.images, keeping: repeats.memory)
        let repeated = RepeatedOrder(request, content: asked.content)
        let now = route.pipeline.world.now
        switch await repeats.finding(repeated, at: now(), { relay.send(request, as: draft) }) {
        case .contradiction:
            throw GatewayProblem(
                409, "idempotency_key_reused",
                "This Idempotency-Key came with another order. Give each order a key of its own.")
        case .earlier(let run): return try await again(run)
        case .new(let run):
            Task { [repeats] in
                let receipt = (try? await run.receipt()) ?? nil
                let isPaid = receipt.map { $0.state == .finished || $0.perhapsCharged } ?? true
                await repeats.end(run, isWorthKeeping: isPaid, at: now())
            }
            return try await withTaskCancellationHandler {
                try await answer(of: run, wishes)
            } onCancel: {
                run.leave()
            }
        }
    }

    /// An order that came before: its answer, once it is there, and never a second purchase.
    private func again(_ run: RelayedRun) async throws -> WireStream {
        guard var answer = await run.again() else {
            guard await run.head() != nil else { throw try await problem(of: run) }
            throw GatewayProblem(
                409, "answer_not_kept",
                "This order was made already, and its answer is not kept any more. Its pictures are "
                    + "in the ledger: candid show \(run.id).")
        }
        answer.headers["x-candid-repeat"] = "\(run.id)"
        return answer
    }

    private func read(_ request: WireRequest) throws -> RelayedOrder {
        do throws(Refusal) {
            return try RelayedOrder(request)
        } catch {
            throw GatewayProblem(400, "invalid_request", error.description, field: error.field)
        }
    }

    private func requireVerbatim(_ route: GatewayRoute) throws {
        do throws(Refusal) {
            try route.engine.checkVerbatim(among: options.routes.map(\.engine))
        } catch {
            throw GatewayProblem(
                400, "verbatim_not_promised", error.description, field: "x-candid-require")
        }
    }

    private func answer(of run: RelayedRun, _ wishes: Wishes) async throws -> WireStream {
        guard let head = await run.head() else { throw try await problem(of: run) }
        var headers = head.headers
        if wishes.asksAnything { headers["x-candid-receipt"] = "\(run.id)" }
        let adds = wishes.receipt && headers["content-type"]?.hasPrefix("application/json") == true
        if adds { headers["content-length"] = nil }
        let body = run.body(of: head) { last, receipt in
            adds ? last.adding(receipt) : last
        }
        return WireStream(status: head.status, headers: headers, body: body)
    }

    /// Why there is no answer, as the receipt has it.
    private func problem(of run: RelayedRun) async throws -> GatewayProblem {
        let receipt = try await run.receipt()
        let failure = receipt?.failure
        let isOurs = failure?.kind == .refusedByUs
        var problem = GatewayProblem(
            isOurs ? 429 : 502, isOurs ? "refused_by_candid" : "upstream_failed",
            failure?.message ?? "The provider gave no answer.")
        // A client that asks again by itself would perhaps pay twice.
        let isPaid = receipt?.perhapsCharged ?? true
        problem.headers["x-should-retry"] = isPaid || isOurs ? "false" : "true"
        problem.headers["x-candid-receipt"] = "\(run.id)"
        return problem
    }
}

/// What a client asks of the gateway itself, in `x-candid-` fields.
struct Wishes: Sendable {
    /// Whether JSON answers are to carry a `candid` object.
    let receipt: Bool
    /// Whether only routes will do that keep the words or tell what they used.
    let requiresVerbatim: Bool
    /// Whether there is any such field.
    let asksAnything: Bool

    init(_ request: WireRequest) throws {
        let fields = request.headers.filter { $0.key.hasPrefix("x-candid-") }
        let known: Set = ["x-candid-receipt", "x-candid-require"]
        if let odd = fields.keys.filter({ !known.contains($0) }).min() {
            throw GatewayProblem(
                400, "unknown_field",
                "The gateway knows no \(odd); there are \(known.sorted().joined(separator: ", ")).",
                field: odd)
        }
        asksAnything = !fields.isEmpty
        receipt = try Self.truth(fields["x-candid-receipt"])
        switch fields["x-candid-require"] {
        case nil: requiresVerbatim = false
        case "verbatim": requiresVerbatim = true
        case let other?:
            throw GatewayProblem(
                400, "invalid_value", "x-candid-require is \(other); it takes verbatim.",
                field: "x-candid-require")
        }
    }

    private static func truth(_ text: String?) throws -> Bool {
        switch text {
        case nil, "false", "0": false
        case "true", "1": true
        case let other?:
            throw GatewayProblem(
                400, "invalid_value", "x-candid-receipt is \(other); it takes true or false.",
                field: "x-candid-receipt")
        }
    }
}

extension ByteBuffer {
    /// A JSON object's end, with a receipt before the closing brace.
    fileprivate func adding(_ receipt: Receipt) -> ByteBuffer {
        guard let brace = readableBytesView.lastIndex(of: 0x7D) else { return self }
        var out = ByteBuffer(bytes: readableBytesView[..<brace])
        out.writeString(",\"candid\":")
        out.writeImmutableBuffer(JSONValue.object(receipt.short).encoded())
        out.writeBytes(readableBytesView[brace...])
        return out
    }
}

extension Receipt {
    /// What an answer says of its own receipt.
    fileprivate var short: [String: JSONValue] {
        var short: [String: JSONValue] = [
            "receipt": .text("\(id)"), "state": .text(state.rawValue),
            "delivery": delivery.map { .text($0.rawValue) } ?? .null,
            "prompt_sha256": .text(asked.digest.description),
            "pictures": .list(pictures.map { .text($0.digest.description) }),
            "perhaps_charged": .truth(perhapsCharged), "cost_usd": .null,
        ]
        if let cost {
            short["cost_usd"] = .object([
                "low": .text("\(cost.low)"), "high": .text("\(cost.high)"),
                "basis": .text(cost.basis.rawValue),
            ])
        }
        return short
    }
}
