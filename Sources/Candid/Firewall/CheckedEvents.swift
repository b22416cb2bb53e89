public import NIOCore

/// A stream of events in which claims are held back until it is known whether they are true.
///
/// Everything else passes as it comes: pictures, and words that were not yet said to be complete.
public struct CheckedEvents: Sendable {
    private var events: RawEvents
    private let manner: CheckedWords.Manner
    private var held: [[UInt8]] = []
    private var isHolding = false
    /// What has passed of a choice's words.
    private var passed = ""

    /// Creates a check.
    ///
    /// - Parameters:
    ///   - manner: What becomes of a sentence that claims a change; whoever replaces it must hold
    ///     its words back from the first.
    ///   - limit: Bytes that one event may have.
    public init(_ manner: CheckedWords.Manner, limit: Int) {
        self.manner = manner
        events = RawEvents(limit: limit)
    }

    /// Takes the next bytes.
    ///
    /// - Returns: What can be passed on at once.
    /// - Throws: ``ProviderFailure/tooLarge(limit:)``.
    public mutating func take(_ chunk: ByteBuffer) throws(ProviderFailure) -> ByteBuffer {
        var out = ByteBuffer()
        for event in try events.take(chunk) {
            isHolding = isHolding || begins(event)
            if isHolding { held.append(event) } else { out.writeBytes(event) }
        }
        return out
    }

    /// What was held back, with what was found to be true of it.
    public func finish(_ words: CheckedWords) -> ByteBuffer {
        var said = SaidEvents(words, manner, after: passed)
        var out = ByteBuffer()
        for event in held { out.writeBytes(said.event(event)) }
        out.writeBytes(events.unended)
        return out
    }

    /// Whether words begin that must wait.
    private mutating func begins(_ bytes: [UInt8]) -> Bool {
        let event = RawEvent(bytes)
        switch (manner, event.data?["type"]?.text) {
        case (.annotate, "response.output_text.done"?): return true
        case (.replace, "response.output_text.delta"?): return true
        default: break
        }
        guard let choice = event.choice else { return false }
        if manner == .replace { return !choice.words.isEmpty || choice.isLast }
        passed += choice.words
        return choice.isLast
    }
}

/// Rewrites the events of words.
private struct SaidEvents {
    private let words: CheckedWords
    private let manner: CheckedWords.Manner
    /// Events that were put in or left out, by which later ones are renumbered.
    private var shift: Int64 = 0
    private var pending: [RawEvent] = []
    /// A choice's words so far.
    private var said: String

    init(_ words: CheckedWords, _ manner: CheckedWords.Manner, after said: String) {
        (self.words, self.manner, self.said) = (words, manner, said)
    }

    mutating func event(_ bytes: [UInt8]) -> [UInt8] {
        let event = RawEvent(bytes)
        if let choice = event.choice { return chosen(event, choice) }
        switch event.data?["type"]?.text {
        case "response.output_text.delta"? where manner == .replace:
            pending.append(event)
            return []
        case "response.output_text.done"?: return done(event)
        default: return edited(bytes)
        }
    }

    /// The end of a text: what was held back of it before, or a piece more.
    private mutating func done(_ event: RawEvent) -> [UInt8] {
        let said = event.data?["text"]?.text ?? ""
        var out: [UInt8] = []
        if let new = words.words(for: said) {
            let first = pending.first ?? event
            let piece = manner == .replace ? new : words.note(on: said) ?? ""
            out += edited(Self.piece(piece, like: first).bytes)
            shift += 1 - Int64(pending.count)
        } else {
            for delta in pending { out += edited(delta.bytes) }
        }
        pending = []
        return out + edited(event.bytes)
    }

    /// A piece of a choice: Chat Completions ends with one that says why.
    private mutating func chosen(_ event: RawEvent, _ choice: RawEvent.Choice) -> [UInt8] {
        said += choice.words
        guard choice.isLast else {
            guard manner == .replace, !choice.words.isEmpty else { return event.bytes }
            pending.append(event)
            return []
        }
        defer { pending = [] }
        let new = manner == .replace ? words.words(for: said) : words.note(on: said)
        let before = new.map { [event.saying($0)] } ?? pending
        return before.flatMap(\.bytes) + event.bytes
    }

    private static func piece(_ text: String, like event: RawEvent) -> RawEvent {
        let names = ["item_id", "output_index", "content_index", "sequence_number"]
        var data = (event.data ?? [:]).filter { names.contains($0.key) }
        data["type"] = .text("response.output_text.delta")
        data["delta"] = .text(text)
        data["logprobs"] = .list([])
        return RawEvent(named: ["event: response.output_text.delta"], data)
    }

    /// The event with its number set right, and with every whole text in it checked.
    private func edited(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = JSONStringEdit.editing(bytes, keys: ["text"], words.words)
        let name = Array(#""sequence_number":"#.utf8)
        guard shift != 0, let range = bytes.firstRange(of: name) else { return bytes }
        let digits = bytes[range.upperBound...].drop { $0 == 0x20 }.prefix { 0x30...0x39 ~= $0 }
        guard let number = Int64(String(decoding: digits, as: UTF8.self)) else { return bytes }
        bytes.replaceSubrange(digits.startIndex..<digits.endIndex, with: "\(number + shift)".utf8)
        return bytes
    }
}

extension RawEvent {
    /// A piece of the first choice of Chat Completions.
    struct Choice {
        let words: String
        let isLast: Bool
    }

    var choice: Choice? {
        guard let choice = data?["choices"]?.list?.first else { return nil }
        return Choice(
            words: choice["delta"]?["content"]?.text ?? "",
            isLast: choice["finish_reason"]?.text != nil)
    }

    /// An event like this one that says something and does not end.
    func saying(_ text: String) -> RawEvent {
        var data = data ?? [:]
        var choice = data["choices"]?.list?.first?.object ?? [:]
        choice["delta"] = .object(["content": .text(text)])
        choice["finish_reason"] = .null
        data["choices"] = .list([.object(choice)])
        data["usage"] = nil
        return RawEvent(named: lines, data)
    }
}

extension CheckedWords {
    /// A whole answer of Responses or Chat Completions with its words checked.
    public func answer(_ body: ByteBuffer) -> ByteBuffer {
        ByteBuffer(
            bytes: JSONStringEdit.editing(
                Array(body.readableBytesView), keys: ["text", "content"], words))
    }
}
