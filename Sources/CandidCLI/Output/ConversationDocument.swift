import Candid

/// A conversation as other programs read it: `docs/schemas/conversation.v1.json`.
struct ConversationDocument: Encodable {
    /// One message.
    private struct MessageDocument: Codable {
        let role: String
        let text: String
        let pictures: [Digest]
    }

    private struct TurnDocument: Codable {
        let purpose: Questioning.Purpose
        let speaker: String
        let model: String
        let rule_based: Bool
        @Nullable var system: String?
        let messages: [MessageDocument]
        let url: String
        let body_sha256: Digest
        let body_bytes: Int
        @Nullable var estimate: Cost?
        @Nullable var answer: Saying?
        @Nullable var cost: Cost?

        init(_ turn: ConversationRecord.Turn) {
            let asked = turn.questioning
            purpose = asked.purpose
            speaker = asked.speaker
            model = asked.model
            rule_based = asked.isRuleBased
            system = asked.question.system
            messages = asked.question.messages.map {
                MessageDocument(
                    role: $0.role.rawValue, text: $0.text, pictures: $0.pictures.map(\.digest))
            }
            url = asked.url
            body_sha256 = asked.body
            body_bytes = asked.bytes
            estimate = asked.estimate
            answer = turn.saying
            cost = turn.cost
        }
    }

    private let schema = "candid/conversation/1"
    private let id: RunID
    private let state: Receipt.State
    private let began: Timestamp
    private let ended: Timestamp
    private let turns: [TurnDocument]
    /// Who asked through the gateway; left out where nobody did with a key.
    private let caller: Caller?
    @Nullable private var cost: Cost?
    private let perhaps_charged: Bool
    @Nullable private var failure: Failure?

    init(_ record: ConversationRecord) {
        id = record.id
        state = record.state
        began = record.began
        ended = record.ended
        turns = record.turns.map { TurnDocument($0) }
        caller = record.turns.first?.questioning.caller
        cost = record.cost
        perhaps_charged = record.perhapsCharged
        failure = record.failure
    }
}
