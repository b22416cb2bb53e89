/// The error in a reply; compatible servers send an object, a bare string, or a number as code.
struct OpenAIError: Hashable, Sendable {
    var message: String?
    var type: String?
    var code: String?
    var parameter: String?
    /// Where a safety system stopped it, and over what.
    var moderation: String?

    /// Reads the error of a body; nil where there is none.
    init?(_ body: JSONValue) {
        guard let error = body["error"] else { return nil }
        if let text = error.text {
            message = body["message"]?.text ?? text
            code = message == text ? nil : text
            return
        }
        message = error["message"]?.text
        type = error["type"]?.text
        // Anthropic's own codes stand under “details”.
        code =
            error["code"]?.text ?? error["code"]?.whole.map(String.init)
            ?? error["details"]?["error_code"]?.text
        parameter = error["param"]?.text
        guard let details = error["moderation_details"] else { return }
        let categories = (details["categories"]?.list ?? []).compactMap(\.text)
        let stage = details["moderation_stage"]?.text ?? "unknown"
        moderation =
            "stopped at the \(stage)"
            + (categories.isEmpty ? "" : ": " + categories.joined(separator: ", "))
    }

    /// The failure that a reply with an error status means.
    static func failure(of reply: Reply) -> ProviderFailure {
        if let error = reply.json.flatMap(OpenAIError.init) {
            return error.failure(
                status: reply.status, retryAfter: reply.retryAfter,
                mayRetry: reply.headers["x-should-retry"].flatMap { Bool($0) })
        }
        if reply.status == 429 || reply.status == 503 {
            return .throttled(
                code: nil, message: "too many requests, or the service is overloaded",
                retryAfter: reply.retryAfter)
        }
        // Whoever it is that answers, nothing went past him.
        if [401, 402, 403, 407].contains(reply.status) {
            return .refused(
                code: nil,
                message: "HTTP \(reply.status): the key or the way there was not accepted, and the "
                    + "answer is a page without a reason",
                status: reply.status)
        }
        return .unreadable(
            status: reply.status,
            detail: "HTTP \(reply.status) with a body that is no error of the provider's: "
                + "something between us and it answered")
    }

    /// The failure that it means: by its code, then its type, then the status.
    func failure(
        status: Int, retryAfter: Duration? = nil, mayRetry: Bool? = nil
    ) -> ProviderFailure {
        let name = code ?? type
        var said = message ?? "the provider gave no reason"
        if let parameter, !said.contains(parameter) { said += " (\(parameter))" }
        if let moderation { said += " (\(moderation))" }
        if isOutOfMoney || isFinal && status < 500
            || mayRetry == false && (status < 500 || name != nil)
        {
            return .refused(code: name, message: said, status: status)
        }
        if isPassing || status == 429 || mayRetry == true {
            return .throttled(code: name, message: said, retryAfter: retryAfter)
        }
        if status >= 500 || type == "server_error" || code == "server_error" {
            return .failing(code: name, message: said, status: status)
        }
        return .refused(code: name, message: said, status: status)
    }

    /// Out of money comes as a 429 too, and waiting never helps there.
    private var isOutOfMoney: Bool {
        type == "insufficient_quota" || type == "billing_error"
            || Self.billing.contains(code ?? "")
    }

    /// What no second request changes, whatever a header says.
    private var isFinal: Bool {
        guard let code else { return Self.final.contains(type ?? "") && !isPassing }
        return Self.final.contains(code)
    }

    private var isPassing: Bool {
        Self.passing.contains(code ?? "") || Self.passing.contains(type ?? "")
    }

    private static let billing: Set<String> = [
        "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded", "organization_usage_limit_exceeded",
        "billing_hard_limit_reached", "enforced_spend_limit_reached",
    ]

    private static let final: Set<String> = [
        "moderation_blocked", "content_policy_violation", "image_content_policy_violation",
        "misalignment_policy_violation", "bio_policy", "invalid_prompt", "invalid_value",
        "invalid_type", "unknown_parameter", "missing_required_parameter", "invalid_api_key",
        "model_not_found", "invalid_image", "invalid_image_format", "image_too_large",
        "image_generation_user_error", "authentication_error", "permission_error",
        "not_found_error",
    ]

    private static let passing: Set<String> = [
        "rate_limit_exceeded", "rate_limit_error", "slow_down", "server_is_overloaded",
        "overloaded_error",
    ]
}

extension Reply {
    /// How long the service asks us to wait.
    var retryAfter: Duration? {
        if let milliseconds = headers["retry-after-ms"].flatMap(Double.init), milliseconds > 0 {
            return .milliseconds(min(milliseconds, 86_400_000))
        }
        guard let text = headers["retry-after"] else { return nil }
        // A date counts from the service's own clock, so that ours need not be right.
        let seconds =
            Double(text)
            ?? HTTPDate(text).flatMap { then in
                headers["date"].flatMap { HTTPDate($0) }.map { Double(then.seconds - $0.seconds) }
            }
        guard let seconds, seconds > 0 else { return nil }
        return .seconds(min(seconds, 86_400))
    }
}
