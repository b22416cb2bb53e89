import NIOCore

/// Compares what the recorder answered with what the client got.
struct AnswerComparison {
    private let canary: Canary
    private let trace: CanaryTrace

    init(_ canary: Canary, _ trace: CanaryTrace) {
        self.canary = canary
        self.trace = trace
    }

    var parts: [PassedPart] {
        switch canary.script {
        case .breakOff: brokenOff
        case .reply(let reply), .late(_, let reply): whole(reply)
        case .stream(let events): streamed(events)
        }
    }

    /// Any error will do, but not a success.
    private var brokenOff: [PassedPart] {
        guard let status = trace.status, status < 400 else {
            return [PassedPart("error", .kept, "the client was told: \(trace.answerInWords)")]
        }
        return [PassedPart("error", .altered, "the client got HTTP \(status) though nothing came")]
    }

    private func whole(_ sent: WireReply) -> [PassedPart] {
        guard case .reply(let got) = trace.answer else {
            return [PassedPart("answer", .dropped, "\(trace.answerInWords)\(waited)")]
        }
        if sent.status < 400, got.status >= 400 {
            return [PassedPart("answer", .dropped, "\(trace.answerInWords)\(waited)")]
        }
        guard sent.status == got.status else {
            return [PassedPart("status", .altered, "\(sent.status) became \(trace.answerInWords)")]
                + values(sent, got)
        }
        guard canary.comparesAnswer else { return [picture(sent, got)] }
        return [PassedPart("status", .kept, "\(got.status)")] + values(sent, got)
    }

    private var waited: String {
        guard case .late = canary.script else { return "" }
        return " after \(trace.waited.components.seconds) s, and the provider had made the picture"
    }

    /// Whether the picture is there; the rest of this answer is not what the canary is about.
    private func picture(_ sent: WireReply, _ got: WireReply) -> PassedPart {
        func text(_ reply: WireReply) -> JSONLeaf? {
            JSONLeaves.read(Array(reply.body.readableBytesView))?.first {
                $0.path == "data[0].b64_json"
            }
        }
        guard let found = text(got) else {
            return PassedPart("answer", .dropped, "HTTP \(got.status) without the picture")
        }
        return found == text(sent)
            ? PassedPart("answer", .kept, "the picture came back")
            : PassedPart("answer", .altered, "another picture came back")
    }

    private func values(_ sent: WireReply, _ got: WireReply) -> [PassedPart] {
        let before = JSONLeaves.read(Array(sent.body.readableBytesView)) ?? []
        guard let after = JSONLeaves.read(Array(got.body.readableBytesView)) else {
            return [PassedPart("answer", .altered, "no JSON any more")]
        }
        return LeafComparison().parts(before, after, rest: "answer's values")
            + ["retry-after", "x-request-id"].compactMap { header($0, sent, got) }
    }

    private func header(_ name: String, _ sent: WireReply, _ got: WireReply) -> PassedPart? {
        guard let wanted = sent.headers[name] else { return nil }
        let part = "header \(name)"
        guard let found = got.headers[name] else {
            return PassedPart(part, .dropped, "was \(wanted)")
        }
        return found == wanted
            ? PassedPart(part, .kept, found)
            : PassedPart(part, .altered, "\(wanted) became \(found)")
    }
}

extension AnswerComparison {
    private func streamed(_ events: [String]) -> [PassedPart] {
        guard case .reply(let got) = trace.answer else {
            return [PassedPart("stream", .dropped, trace.answerInWords)]
        }
        guard got.status < 400 else {
            return [PassedPart("stream", .dropped, trace.answerInWords)]
        }
        let type = got.headers["content-type"] ?? "nothing"
        guard type.lowercased().hasPrefix("text/event-stream") else {
            return [PassedPart("stream", .altered, "text/event-stream became \(type)")]
        }
        let sent = events.compactMap { StreamedEvent(Array($0.utf8)) }
        return pace(sent.count) + Self.passed(sent, StreamedEvent.all(in: got.body))
    }

    /// The last event needs nobody's waiting: nothing comes after it.
    private func pace(_ count: Int) -> [PassedPart] {
        guard let seen = trace.seenInTime else { return [] }
        guard seen < count - 1 else {
            return [PassedPart("pace", .kept, "each event was here before the next was sent")]
        }
        return [
            PassedPart(
                "pace", .buffered,
                "\(seen) of \(count - 1) events were here before the next was sent")
        ]
    }

    private static func passed(_ sent: [StreamedEvent], _ got: [StreamedEvent]) -> [PassedPart] {
        var left = got
        var parts: [PassedPart] = []
        for (index, event) in sent.enumerated() {
            let name = "event \(index + 1)"
            let same = left.filter { $0.mark == event.mark }
            left.removeAll { $0.mark == event.mark }
            guard let found = same.first else {
                parts.append(PassedPart(name, .dropped, "was \(event.name)"))
                continue
            }
            if same.count > 1 {
                parts.append(PassedPart(name, .doubled, "came \(same.count) times"))
            }
            if found.name != event.name {
                parts.append(PassedPart(name, .altered, "\(event.name) became “\(found.name)”"))
            }
            parts += LeafComparison().parts(event.leaves, found.leaves, rest: "values")
                .map { PassedPart("\(name): \($0.name)", $0.passage, $0.detail, diff: $0.diff) }
        }
        let added = left.map { event in
            let shown = String(decoding: event.data.prefix(60), as: UTF8.self)
            return PassedPart("event", .altered, "added: \(shown)")
        }
        return parts + added + order(sent, got)
    }

    private static func order(_ sent: [StreamedEvent], _ got: [StreamedEvent]) -> [PassedPart] {
        let (wanted, found) = (sent.map(\.mark), got.map(\.mark))
        guard wanted != found, wanted.count == found.count, Set(wanted) == Set(found) else {
            return []
        }
        return [PassedPart("order of events", .altered, "events changed places")]
    }
}

extension StreamedEvent {
    var leaves: [JSONLeaf] { JSONLeaves.read(data) ?? [] }

    /// What tells one event from another, whatever was done to its fields: its picture.
    var mark: Prompt {
        leaves.first { $0.path == "b64_json" }?.words
            ?? Prompt(String(decoding: data, as: UTF8.self))
    }
}
