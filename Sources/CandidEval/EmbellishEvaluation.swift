import Candid
import Foundation

private struct EmbellishRecord: Decodable {
    var id: String
    var original: String
    var upsampled: String
}

private struct LongRecord: Decodable {
    var id: String
    var text: String
}

/// A pair with its score and what it should be.
private struct ScoredPair {
    var id: String
    var from: String
    var to: String
    var score: Double

    init(_ id: String, _ from: String, _ to: String) {
        self.id = id
        self.from = from
        self.to = to
        score = Embellishment(from: Prompt(from), to: Prompt(to)).score
    }

    var described: String {
        let found = Embellishment(from: Prompt(from), to: Prompt(to))
        let added = found.added.map { "\($0.word)/\($0.kind.rawValue)" }.joined(separator: " ")
        return """
            \(id) \(figure(score)) recall \(figure(found.parts.recall))
                from:    \(from.prefix(500))
                to:      \(to.prefix(500))
                added:   \(added.prefix(600))
                dropped: \(found.dropped.map(\.word).joined(separator: " ").prefix(300))
            """
    }
}

/// Measures how well the embellishment score tells embellished pairs from harmless ones.
///
/// Harmless are: the same text; the same in slightly other words (our own pairs, and our own
/// paraphraser on the short and the long texts of the sets); long human texts from which a part was
/// cut (from the whole to the trimmed one: less is said) or in which one word was changed. The other
/// way round, from the trimmed text to the whole one, words are really added, so that it is printed
/// for information and does not count.
func runEmbellishmentEvaluation(dataFolder: String, quiet: Bool = false) throws {
    let path = "\(dataFolder)/embellish.jsonl"
    guard FileManager.default.fileExists(atPath: path) else {
        print("There is no measuring set at \(path); nothing was measured.")
        return
    }
    let embellished = try records(in: path, of: EmbellishRecord.self)
    let long = try records(in: "\(dataFolder)/human_long.jsonl", of: LongRecord.self)
    let positives = embellished.map { ScoredPair($0.id, $0.original, $0.upsampled) }
    let korean = EmbellishPairs.koreanEmbellished.enumerated().map {
        ScoredPair("ko-\($0.offset)", $0.element.0, $0.element.1)
    }
    let groups = negatives(embellished, long)
    let all = groups.flatMap(\.1)
    print("embellished pairs: \(summary(positives)); Korean, our own: \(summary(korean))")
    for (name, pairs) in groups {
        print("\(name): \(summary(pairs)); AUC \(figure(auc(positives, pairs)))")
    }
    print("all negatives together: AUC \(figure(auc(positives, all)))")
    print("Korean pairs of our own against all negatives: AUC \(figure(auc(korean, all)))")
    let balanced = groups.map { auc(positives, $0.1) }.reduce(0, +) / Double(groups.count)
    print("mean of the groups: AUC \(figure(balanced))")
    for (name, pairs) in additions(long) {
        print("for information, \(name): \(summary(pairs)); AUC \(figure(auc(positives, pairs)))")
    }
    report(positives, all, bound: 0.3, quiet)
}

private func report(
    _ positives: [ScoredPair], _ negatives: [ScoredPair], bound: Double, _ quiet: Bool
) {
    let missed = positives.filter { $0.score < bound }.sorted { $0.score < $1.score }
    let alarms = negatives.filter { $0.score >= bound }.sorted { $0.score > $1.score }
    print(
        "at \(bound): \(missed.count + alarms.count) errors"
            + " of \(positives.count + negatives.count)")
    guard !quiet else { return }
    for pair in missed { print("MISSED \(pair.described)") }
    for pair in alarms { print("FALSE ALARM \(pair.described)") }
}

private func negatives(
    _ embellished: [EmbellishRecord], _ long: [LongRecord]
) -> [(String, [ScoredPair])] {
    var paraphraser = EmbellishParaphraser(seed: 20_261_122)
    let own = EmbellishPairs.paraphrases.enumerated().flatMap { index, pair in
        [
            ScoredPair("own-\(index)", pair.0, pair.1),
            ScoredPair("own-\(index)-back", pair.1, pair.0),
        ]
    }
    return [
        ("identity", embellished.map { ScoredPair($0.id, $0.original, $0.original) }),
        ("light paraphrase, our own pairs", own),
        (
            "light paraphrase of the originals",
            embellished.map { ScoredPair($0.id, $0.original, paraphraser.paraphrase($0.original)) }
        ),
        (
            "light paraphrase of human_long",
            long.map { ScoredPair($0.id, $0.text, paraphraser.paraphrase($0.text)) }
        ),
        (
            "human_long, whole to trimmed",
            long.flatMap { record in
                [0.9, 0.7, 0.5, 0.3].map { part in
                    ScoredPair(record.id, record.text, trimmed(record.text, to: part))
                }
            }
        ),
        ("human_long, one word changed", long.map { ScoredPair($0.id, $0.text, edited($0.text)) }),
    ]
}

/// Pairs in which words are added by a person: no errors, but worth a look.
private func additions(_ long: [LongRecord]) -> [(String, [ScoredPair])] {
    [0.9, 0.75, 0.5, 0.3].map { part in
        (
            "human_long, \(Int(part * 100)) % of it to the whole",
            long.map { ScoredPair($0.id, trimmed($0.text, to: part), $0.text) }
        )
    }
}

private func trimmed(_ text: String, to part: Double) -> String {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    return words.prefix(max(1, Int(Double(words.count) * part))).joined(separator: " ")
}

/// The text with its middle word exchanged for another and one more put in.
private func edited(_ text: String) -> String {
    var words = text.split(separator: " ").map(String.init)
    words[words.count / 2] = "purple"
    words.insert("kettle", at: words.count / 3)
    return words.joined(separator: " ")
}

/// The chance that an embellished pair scores above a harmless one; a tie is half a chance.
private func auc(_ positives: [ScoredPair], _ negatives: [ScoredPair]) -> Double {
    let low = negatives.map(\.score).sorted()
    guard !low.isEmpty, !positives.isEmpty else { return 1 }
    var wins = 0.0
    for pair in positives {
        let below = low.partitionPoint { $0 < pair.score }
        let upTo = low.partitionPoint { $0 <= pair.score }
        wins += Double(below) + Double(upTo - below) / 2
    }
    return wins / Double(low.count * positives.count)
}

extension [Double] {
    /// The first index from which a condition no longer holds, in an array sorted by it.
    fileprivate func partitionPoint(_ isBefore: (Double) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

private func summary(_ pairs: [ScoredPair]) -> String {
    let scores = pairs.map(\.score).sorted()
    guard let first = scores.first, let last = scores.last else { return "none" }
    return "\(scores.count) pairs, score \(figure(first)) … \(figure(scores[scores.count / 2]))"
        + " … \(figure(last))"
}

private func figure(_ value: Double) -> String { String(format: "%.3f", value) }
