/// Everything that the simulated provider can be told to do wrong.
public enum FaultKind: String, CaseIterable, Sendable {
    // What is done to the words.
    case embellish
    case negationBlind = "negation-blind"
    case lie
    // What is done to the picture.
    case flat
    case unchanged
    case drift
    case leak
    case ignoreMask = "ignore-mask"
    // What comes instead of a picture.
    case noPicture = "no-picture"
    case moderation
    case rateLimit = "rate-limit"
    case quota
    case serverError = "server-error"
    case badKey = "bad-key"
    case unverified
    case retired
    // What is done to the bytes on their way.
    case stall
    case slow
    case cut
    case drop
    case duplicate
    case wrongType = "wrong-type"
    case oversized

    /// What it does, for the manual.
    public var summary: String {
        switch self {
        case .embellish: "adds words to the prompt, draws that, and tells it or not"
        case .negationBlind:
            "draws what is to go: of “remove the hat” it reads “hat” (new pictures are always drawn so)"
        case .lie: "changes nothing, and says that it did wherever the dialect has room for words"
        case .flat: "the picture is one flat colour"
        case .unchanged: "changes nothing, and delivers the same bytes or the same picture anew"
        case .drift: "every change also brings a little of the same damage, on top of the last"
        case .leak: "a change also changes something else, outside of any mask"
        case .ignoreMask: "changes the whole picture as if there were no mask"
        case .noPicture: "answers 200 without a picture"
        case .moderation: "refuses with a moderation block"
        case .rateLimit: "answers 429"
        case .quota: "answers 429 because the money is spent"
        case .serverError: "answers with a server's error"
        case .badKey: "answers 401"
        case .unverified: "answers 403 because the organisation is not verified"
        case .retired: "answers that the model no longer exists"
        case .stall: "makes and charges the picture, then waits before it answers"
        case .slow: "sends the answer in small pieces with a wait between them"
        case .cut: "makes and charges the picture, then breaks off in the answer"
        case .drop: "makes and charges the picture, then closes without an answer"
        case .duplicate: "delivers every picture and every event twice"
        case .wrongType: "labels the answer with a wrong media type"
        case .oversized: "pads the answer with blanks"
        }
    }

    /// The values it takes, the first of them being the default; empty for none.
    public var values: [String] {
        switch self {
        case .embellish: ["told", "silent"]
        case .unchanged: ["bytes", "recompressed"]
        case .drift: DriftKind.allCases.map(\.rawValue)
        case .moderation: ["input", "output"]
        case .rateLimit:
            ["rate_limit_exceeded", "slow_down", "rate_limit_error", "requests", "tokens"]
        case .quota:
            [
                "insufficient_quota", "credit_balance_exhausted",
                "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
                "organization_usage_limit_exceeded", "billing_hard_limit_reached",
            ]
        case .serverError: ["500", "502", "503", "504", "520", "529"]
        case .wrongType: ["text/html", "text/plain", "application/octet-stream", "image/png"]
        default: []
        }
    }

    /// The default, the bounds and the unit of a number it takes; nil for none.
    public var number: (standard: Int, range: ClosedRange<Int>, unit: String)? {
        switch self {
        case .stall: (2000, 0...600_000, "milliseconds")
        case .slow: (20, 1...60_000, "milliseconds between pieces")
        case .leak: (12, 2...40, "percent of the shorter side")
        case .cut: (50, 0...99, "percent of the answer that arrive")
        case .oversized: (64, 1...1024, "megabytes")
        default: nil
        }
    }

    func objection(to value: String) -> String? {
        if let (_, range, unit) = number {
            guard let read = Int(value), range.contains(read) else {
                return "it takes \(range.lowerBound) to \(range.upperBound) \(unit)."
            }
            return nil
        }
        if values.contains(value) { return nil }
        return values.isEmpty
            ? "it takes no value." : "it takes \(values.joined(separator: ", "))."
    }
}
