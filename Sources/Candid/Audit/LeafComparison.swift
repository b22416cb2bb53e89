/// Compares values by their places.
struct LeafComparison {
    /// What is left out, because it is the gateway's to choose.
    var ignored: Set<String> = []
    /// Whether a number may be text, as in forms.
    var comparesWords = false

    /// What became of each value; those that came through unharmed are counted in one part.
    func parts(_ sent: [JSONLeaf], _ arrived: [JSONLeaf], rest: String) -> [PassedPart] {
        let known = Dictionary(arrived.map { ($0.path, $0) }) { $1 }
        let sent = sent.filter { !ignored.contains($0.path) }
        let all = sent.map { part($0, known[$0.path]) }
        let paths = Set(sent.map(\.path))
        // A list or object that lost its members shows as them, and not once more as itself.
        let added = arrived.filter { leaf in
            !paths.contains(leaf.path) && !ignored.contains(leaf.path)
                && !paths.contains {
                    $0.hasPrefix("\(leaf.path).") || $0.hasPrefix("\(leaf.path)[")
                }
        }.map { PassedPart($0.path, .altered, "added: \($0.shown)") }
        let kept = all.filter { $0.passage == .kept && $0.name != "prompt" }
        let harmed = all.filter { $0.passage != .kept || $0.name == "prompt" } + added
        guard !kept.isEmpty else { return harmed }
        return harmed + [PassedPart(rest, .kept, "\(kept.count) as spelt")]
    }

    private func part(_ sent: JSONLeaf, _ arrived: JSONLeaf?) -> PassedPart {
        guard let arrived else { return PassedPart(sent.path, .dropped, "was \(sent.shown)") }
        if sent.value == arrived.value || (comparesWords && sent.words == arrived.words) {
            return PassedPart(sent.path, .kept)
        }
        guard case .text(let before) = sent.value, case .text(let after) = arrived.value else {
            return PassedPart(sent.path, .altered, "\(sent.shown) became \(arrived.shown)")
        }
        // A code or a size is read at a glance; in words it is a diff that shows what happened.
        if sent.path != "prompt", [before, after].allSatisfy(Self.isPlain) {
            return PassedPart(sent.path, .altered, "\(sent.shown) became \(arrived.shown)")
        }
        return Self.text(sent.path, before, after)
    }

    private static func isPlain(_ text: Prompt) -> Bool {
        text.length <= 48 && text.text.utf8.allSatisfy { 0x20..<0x7F ~= $0 }
    }

    /// What became of a text.
    static func text(_ name: String, _ sent: Prompt, _ arrived: Prompt) -> PassedPart {
        if sent == arrived { return PassedPart(name, .kept) }
        if isCut(sent, arrived) {
            return PassedPart(
                name, .cut, "\(sent.length) characters became \(arrived.length)",
                diff: WordDiff(from: sent, to: arrived))
        }
        let diff = WordDiff(from: sent, to: arrived)
        let detail =
            diff.isCompositionOnly
            ? "the same letters, composed otherwise"
            : diff.isBlankOnly
                ? "blanks changed" : "\(sent.length) characters became \(arrived.length)"
        return PassedPart(name, .altered, detail, diff: diff)
    }

    /// Whether only the beginning arrived, maybe with dots to say so; lost blanks are no cut.
    private static func isCut(_ sent: Prompt, _ arrived: Prompt) -> Bool {
        var kept = Array(arrived.text.utf8)[...]
        for dots in ["…", "..."] where kept.reversed().starts(with: dots.utf8.reversed()) {
            kept = kept.dropLast(dots.utf8.count)
        }
        let whole = Array(sent.text.utf8)
        return !kept.isEmpty && kept.count < whole.count && whole.starts(with: kept)
            && whole[kept.count...].contains { $0 > 0x20 }
    }
}
