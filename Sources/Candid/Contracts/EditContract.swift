public import Pixels

/// What an edit may change and what it must keep.
///
/// A contract becomes three things: words for the prompt, a mask, and the checks that the result
/// must pass.
public struct EditContract: Hashable, Sendable, Codable {
    /// All that may change; empty where the instruction alone says it.
    public var only: [Facet]
    /// What must stay as it is.
    public var keep: [Facet]
    /// The region that may change; nil where there is none, or a mask's file says it.
    public var box: PictureBox?

    /// Creates a contract.
    ///
    /// - Parameters:
    ///   - only: All that may change.
    ///   - keep: What must stay as it is.
    ///   - box: The region that may change.
    /// - Throws: ``Refusal`` where one thing is to change and to stay, or everything may change.
    public init(only: [Facet] = [], keep: [Facet] = [], box: PictureBox? = nil) throws(Refusal) {
        if only.contains(.everythingElse) {
            throw Refusal(
                field: "only", reason: "“everything-else” would let everything change",
                wayOut: "Leave --only out, and say with --keep what must stay.")
        }
        if let both = only.first(where: { keep.contains($0) }) {
            throw Refusal(
                field: "keep", reason: "“\(both)” is to change and to stay",
                wayOut: "Name it in --only or in --keep.")
        }
        self.only = only
        self.keep = keep
        self.box = box
    }

    /// Whether it binds nothing.
    public var isEmpty: Bool { only.isEmpty && keep.isEmpty && box == nil }

    /// Everything that must stay as it is.
    ///
    /// Whoever says what alone may change says that the rest must stay.
    public var kept: [Facet] {
        only.isEmpty || keep.contains(.everythingElse) ? keep : keep + [.everythingElse]
    }
}

extension EditContract {
    /// The words that the contract puts behind an instruction; nil where it needs none.
    ///
    /// They are positive, because models tend to draw what is negated, and in the instruction's own
    /// language, English or Korean. A region is told by the mask and not by words.
    ///
    /// - Parameter instruction: What the person asked for.
    /// - Returns: Sentences such as `Change only the lighting. Keep the cat exactly as it is.`
    public func words(for instruction: Prompt) -> String? {
        guard !only.isEmpty || !keep.isEmpty else { return nil }
        return instruction.isKorean ? koreanWords : englishWords
    }

    /// The instruction with the contract's words behind it; the instruction's bytes are unchanged.
    public func prompt(for instruction: Prompt) -> Prompt {
        guard let words = words(for: instruction) else { return instruction }
        return Prompt("\(instruction.text)\n\n\(words)")
    }

    private var englishWords: String {
        var sentences: [String] = []
        if !only.isEmpty { sentences.append("Change only \(Self.listed(only.map(\.english))).") }
        let kept = kept
        if !kept.isEmpty {
            let isOne = kept.count == 1 && kept[0] != .palette
            sentences.append(
                "Keep \(Self.listed(kept.map(\.english))) exactly as "
                    + (isOne ? "it is." : "they are."))
        }
        return sentences.joined(separator: " ")
    }

    private var koreanWords: String {
        var sentences: [String] = []
        if !only.isEmpty {
            sentences.append("바꿀 것: \(only.map(\.korean).joined(separator: ", ")). 이것만 바꾸세요.")
        }
        if !kept.isEmpty {
            sentences.append("그대로 둘 것: \(kept.map(\.korean).joined(separator: ", ")).")
        }
        return sentences.joined(separator: " ")
    }

    private static func listed(_ words: [String]) -> String {
        guard words.count > 1, let last = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " and " + last
    }
}
