import Candid

/// What a run came to, whether it made a picture or said something.
struct RunOutcome {
    let receipt: Receipt?
    let talk: ConversationRecord?

    init(_ entries: [Entry]) {
        receipt = Receipt(entries)
        talk = receipt == nil ? ConversationRecord(entries) : nil
    }

    var failure: Failure? { receipt?.failure ?? talk?.failure }
    var perhapsCharged: Bool { receipt?.perhapsCharged ?? talk?.perhapsCharged ?? true }

    /// Whether a retry must not buy it again.
    var isWorthKeeping: Bool {
        let state = receipt?.state ?? talk?.state
        return state == .finished || perhapsCharged
    }

    var short: [String: JSONValue] { receipt?.short ?? talk?.short ?? [:] }
}
