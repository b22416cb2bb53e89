import Candid
import Foundation

/// What a gateway counts, under the names of OpenTelemetry's conventions for HTTP and generative
/// models where they have one, and `candid_` where they have none.
struct GatewayMetrics: Sendable {
    private let metrics = Metrics([
        requests, headDuration, active, duration, tokens, cost, deliveries, verdicts, repeats,
        refusals, runs,
    ])

    private static let seconds = [
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
        163.84, 327.68,
    ]

    private static let requests = Metrics.Family(
        "http_server_requests_total", .counter, "Requests by route and status.")
    private static let headDuration = Metrics.Family(
        "http_server_time_to_head_seconds", .histogram(buckets: seconds),
        "Seconds from a request to the head of its answer.")
    private static let active = Metrics.Family(
        "http_server_active_requests", .gauge, "Requests whose answer's head is awaited.")
    private static let duration = Metrics.Family(
        "gen_ai_client_operation_duration_seconds", .histogram(buckets: seconds),
        "Seconds from a run's first entry to its last.")
    private static let tokens = Metrics.Family(
        "gen_ai_client_token_usage",
        .histogram(buckets: [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576]),
        "Tokens of a run by their kind.")
    private static let cost = Metrics.Family(
        "candid_cost_usd_total", .counter,
        "US dollars, at the upper bound, by what is known of them.")
    private static let deliveries = Metrics.Family(
        "candid_deliveries_total", .counter, "Pictures by what became of the words.")
    private static let verdicts = Metrics.Family(
        "candid_verdicts_total", .counter, "Verdicts on claims about pictures.")
    private static let repeats = Metrics.Family(
        "candid_repeats_total", .counter, "Orders that came again and were not bought again.")
    private static let refusals = Metrics.Family(
        "candid_refusals_total", .counter, "Requests that the gateway itself refused, by code.")
    private static let runs = Metrics.Family(
        "candid_runs_total", .counter, "Runs by how they ended.")

    /// Everything, as it is scraped.
    ///
    /// - Parameter spans: What became of spans; nil where nobody collects them.
    /// - Returns: Text of Prometheus' form.
    func text(_ spans: SpanTally?) -> String {
        guard let spans else { return metrics.text }
        return metrics.text + """
            # HELP candid_spans_total Spans by what became of them.
            # TYPE candid_spans_total counter
            candid_spans_total{outcome="sent"} \(spans.sent)
            candid_spans_total{outcome="dropped"} \(spans.dropped)

            """
    }

    /// Notes that a request has come.
    func began() { metrics.add(1, to: Self.active) }

    /// Notes the head of an answer.
    ///
    /// - Parameters:
    ///   - route: The route's pattern, never a path that a client chose.
    ///   - status: The HTTP status.
    ///   - seconds: Since the request came.
    func answered(_ route: String, status: Int, after seconds: Double) {
        metrics.add(-1, to: Self.active)
        metrics.add(
            to: Self.requests, ["http_route": route, "http_response_status_code": "\(status)"])
        metrics.observe(seconds, of: Self.headDuration, ["http_route": route])
    }

    /// Notes a refusal of the gateway's own.
    func refused(_ code: String) { metrics.add(to: Self.refusals, ["code": code]) }

    /// Notes an order that came again.
    func repeated() { metrics.add(to: Self.repeats) }

    /// Notes what a run came to.
    ///
    /// - Parameters:
    ///   - outcome: What it left in the ledger.
    ///   - models: The models that are known; others are counted as one.
    func ended(_ outcome: RunOutcome, models: Set<String>) {
        if let receipt = outcome.receipt {
            ended(receipt, models)
        } else if let talk = outcome.talk, let turn = talk.turns.last {
            let asked = turn.questioning
            note(
                Operation(
                    name: "chat", provider: asked.speaker,
                    model: models.contains(asked.model) ? asked.model : "other",
                    state: talk.state, failure: talk.failure),
                seconds: talk.ended.seconds(since: talk.began), turn.saying?.usage ?? [:], turn.cost
            )
        }
    }

    private func ended(_ receipt: Receipt, _ models: Set<String>) {
        // What is given again is no operation of a model.
        guard receipt.recalls == nil else { return }
        let model = receipt.order.model
        note(
            Operation(
                name: "generate_content", provider: receipt.order.engine,
                model: models.contains(model) ? model : "other", state: receipt.state,
                failure: receipt.failure),
            seconds: receipt.ended.seconds(since: receipt.began), receipt.report?.usage ?? [:],
            receipt.cost)
        if let delivery = receipt.delivery {
            metrics.add(to: Self.deliveries, ["delivery": delivery.rawValue])
        }
        for verdict in receipt.judgements.flatMap(\.verdicts) {
            metrics.add(to: Self.verdicts, ["outcome": verdict.outcome.rawValue])
        }
    }

    /// Services' names for the two kinds of tokens.
    private static let tokenNames = [
        (["input_tokens", "prompt_tokens"], "input"),
        (["output_tokens", "completion_tokens"], "output"),
    ]

    private struct Operation {
        let name: String
        let provider: String
        let model: String
        let state: Receipt.State
        let failure: Failure?
    }

    private func note(
        _ operation: Operation, seconds: Double, _ usage: [String: Int], _ cost: Cost?
    ) {
        metrics.add(
            to: Self.runs,
            ["gen_ai_provider_name": operation.provider, "state": operation.state.rawValue])
        metrics.observe(
            seconds, of: Self.duration,
            [
                "gen_ai_operation_name": operation.name,
                "gen_ai_provider_name": operation.provider,
                "gen_ai_request_model": operation.model,
                "error_type": operation.failure?.kind.rawValue ?? "",
            ])
        for (kinds, label) in Self.tokenNames {
            guard let count = kinds.lazy.compactMap({ usage[$0] }).first else { continue }
            metrics.observe(
                Double(count), of: Self.tokens,
                [
                    "gen_ai_operation_name": operation.name,
                    "gen_ai_provider_name": operation.provider,
                    "gen_ai_request_model": operation.model, "gen_ai_token_type": label,
                ])
        }
        guard let cost else { return }
        metrics.add(
            NSDecimalNumber(decimal: cost.high).doubleValue, to: Self.cost,
            ["gen_ai_provider_name": operation.provider, "basis": cost.basis.rawValue])
    }
}

extension Timestamp {
    fileprivate func seconds(since earlier: Timestamp) -> Double {
        Double(milliseconds - earlier.milliseconds) / 1000
    }
}
