import Candid
import NIOCore

extension ByteBuffer {
    /// A JSON object's end, with a `candid` object before the closing brace.
    func adding(_ added: [String: JSONValue]) -> ByteBuffer {
        guard let brace = readableBytesView.lastIndex(of: 0x7D) else { return self }
        var out = ByteBuffer(bytes: readableBytesView[..<brace])
        out.writeString(",\"candid\":")
        out.writeImmutableBuffer(JSONValue.object(added).encoded())
        out.writeBytes(readableBytesView[brace...])
        return out
    }
}

extension Receipt {
    /// What an answer says of its own receipt.
    var short: [String: JSONValue] {
        var short: [String: JSONValue] = [
            "receipt": .text("\(id)"), "state": .text(state.rawValue),
            "delivery": delivery.map { .text($0.rawValue) } ?? .null,
            "prompt_sha256": .text(asked.digest.description),
            "pictures": .list(pictures.map { .text($0.digest.description) }),
            "perhaps_charged": .truth(perhapsCharged), "cost_usd": cost.json,
        ]
        let outcomes = judgements.flatMap(\.verdicts).map(\.outcome)
        if !outcomes.isEmpty {
            let counts = Dictionary(grouping: outcomes, by: \.rawValue)
            short["verdicts"] = .object(counts.mapValues { .whole(Int64($0.count)) })
        }
        return short
    }
}

extension ConversationRecord {
    /// What an answer says of its own conversation.
    var short: [String: JSONValue] {
        [
            "receipt": .text("\(id)"), "state": .text(state.rawValue),
            "perhaps_charged": .truth(perhapsCharged),
            "cost_usd": turns.compactMap(\.cost).last.json,
        ]
    }
}

extension Cost? {
    fileprivate var json: JSONValue {
        guard let self else { return .null }
        return .object([
            "low": .text("\(self.low)"), "high": .text("\(self.high)"),
            "basis": .text(self.basis.rawValue),
        ])
    }
}
