import Candid

/// Refuses before anything is made, in the words of the services that do.
struct ProviderMood {
    private let call: Call

    init(_ call: Call) { self.call = call }

    var refusal: WireRefusal? {
        let faults = call.faults
        if faults[.badKey] {
            return WireRefusal(401, "invalid_api_key", "Incorrect API key provided.")
        }
        if faults[.unverified] {
            return WireRefusal(
                403, nil,
                "Your organization must be verified to use the model. It can take up to "
                    + "15 minutes for access to propagate.")
        }
        if faults[.retired] {
            return WireRefusal(
                404, "model_not_found", "The model does not exist or has been retired.",
                field: "model")
        }
        if let code = faults.value(.quota) { return quota(code) }
        if let code = faults.value(.rateLimit) { return rateLimit(code) }
        if let stage = faults.value(.moderation) { return moderation(stage) }
        return faults.value(.serverError).flatMap(Int.init).map(serverError)
    }

    private func quota(_ code: String) -> WireRefusal {
        if code == "billing_hard_limit_reached" {
            return WireRefusal(400, code, "Billing hard limit has been reached.")
        }
        var refusal = WireRefusal(
            429, code, "You exceeded your current quota; check your plan and billing details.",
            type: "insufficient_quota")
        refusal.headers["x-should-retry"] = "false"
        return refusal
    }

    private func rateLimit(_ code: String) -> WireRefusal {
        let type = ["requests", "tokens"].contains(code) ? code : "rate_limit_error"
        let name = ["requests", "tokens"].contains(code) ? "rate_limit_exceeded" : code
        var refusal = WireRefusal(
            429, name, "Rate limit exceeded for images per minute. Please try again in 1s.",
            type: type)
        refusal.headers["retry-after-ms"] = "20"
        refusal.headers["retry-after"] = "1"
        refusal.headers["x-ratelimit-limit-requests"] = "5"
        refusal.headers["x-ratelimit-remaining-requests"] = "0"
        refusal.headers["x-ratelimit-reset-requests"] = "20ms"
        return refusal
    }

    private func moderation(_ stage: String) -> WireRefusal {
        var refusal = WireRefusal(
            400, "moderation_blocked",
            "Your request was rejected by the safety system. If you believe this is an error, "
                + "contact support with the request ID \(call.id). safety_violations=[simulated].",
            type: "image_generation_user_error")
        refusal.more["moderation_details"] = .object([
            "moderation_stage": .text(stage), "categories": .list([.text("simulated")]),
        ])
        return refusal
    }

    private func serverError(_ status: Int) -> WireRefusal {
        let isOverload = status == 503 || status == 529
        var refusal = WireRefusal(
            status, isOverload ? "server_is_overloaded" : "server_error",
            "The simulated server had an error (\(status)).", type: "server_error")
        refusal.headers["retry-after-ms"] = "20"
        return refusal
    }
}
