/// Who said what in a conversation, up to a turn.
struct WordLedger {
    private let brief: SaidWords
    private let styleCard: Prompt?
    private let promises: [(phrase: String, words: SaidWords)]
    private var messages: [SaidWords] = []
    private var everAdded: Set<String> = []

    init(brief: Prompt, styleCard: Prompt?, mustStay: [String]) {
        self.brief = SaidWords(brief)
        self.styleCard = styleCard
        promises = mustStay.map { ($0, SaidWords(Prompt($0))) }
    }

    mutating func read(_ turn: TextDrift.Turn, number: Int) -> TextDrift.Reading {
        if let said = turn.said { messages.append(SaidWords(said)) }
        let text = SaidWords(turn.sent)
        let comparison = SaidComparison(brief, text)
        let machine = byNobody(comparison.added, in: text)
        let lost = byNobody(comparison.dropped, in: brief)
        everAdded.formUnion(machine.map { text.words[$0].key })
        let count = comparison.secondCount
        let fromMessages = comparison.added.count - machine.count
        return TextDrift.Reading(
            turn: number, words: count,
            briefShare: share(count - comparison.added.count, count),
            personShare: share(fromMessages, count), machineShare: share(machine.count, count),
            novelty: share(comparison.added.count, count),
            growth: ratio(count, comparison.firstCount),
            additionsPerWord: ratio(machine.count, comparison.firstCount),
            loss: share(lost.count, comparison.firstCount),
            overlap: share(
                comparison.sharedCount, comparison.firstCount + comparison.added.count),
            machineWords: machine.map { text.words[$0].text },
            lostWords: lost.map { brief.words[$0].text }, everAdded: everAdded.count,
            brokenPromises: promises.filter { !isKept($0, text, turn.sent) }.map(\.phrase),
            keepsStyleCard: styleCard.map { contains(turn.sent, $0) })
    }

    /// Those of some words that neither a message nor the style card speaks of.
    private func byNobody(_ indices: [Int], in text: SaidWords) -> [Int] {
        let card = styleCard.map { [SaidWords($0)] } ?? []
        var left = indices
        for speaker in messages + card {
            let unsaid = Set(SaidComparison(speaker, text).added)
            left = left.filter { unsaid.contains($0) }
        }
        return left
    }

    private func isKept(
        _ promise: (phrase: String, words: SaidWords), _ text: SaidWords, _ sent: Prompt
    ) -> Bool {
        contains(sent, Prompt(promise.phrase))
            || !promise.words.content.isEmpty
                && SaidComparison(promise.words, text).dropped.isEmpty
    }

    private func contains(_ text: Prompt, _ part: Prompt) -> Bool {
        let (bytes, wanted) = (Array(text.text.utf8), Array(part.text.utf8))
        guard let first = wanted.first else { return true }
        guard wanted.count <= bytes.count else { return false }
        return (0...bytes.count - wanted.count).contains { start in
            bytes[start] == first && bytes[start..<start + wanted.count].elementsEqual(wanted)
        }
    }

    private func share(_ part: Int, _ whole: Int) -> Double {
        whole == 0 ? 0 : Double(part) / Double(whole)
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }
}
