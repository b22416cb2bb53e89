import Candid
import Foundation

/// `docs/drift.md` and its two charts.
struct DriftReport {
    let chats: DriftedChats
    let joined: JoinedConversations?
    let pixels: [InjectedDrift: PixelDriftEvaluation.Score]
    let clean: PixelDriftEvaluation.Score
    let command: String

    private typealias Manner = DriftedChat.Manner

    /// Writes the page and the charts.
    func write(to folder: URL) throws {
        let gallery = folder.appending(path: "gallery")
        try FileManager.default.createDirectory(at: gallery, withIntermediateDirectories: true)
        try Data(wordPlot.svg.utf8).write(to: gallery.appending(path: "drift-words.svg"))
        try Data(pixelPlot.svg.utf8).write(to: gallery.appending(path: "drift-pixels.svg"))
        try Data(page.utf8).write(to: folder.appending(path: "drift.md"))
    }

    private var wordPlot: DriftPlot {
        DriftPlot(
            title: "Words that neither brief nor person said",
            unit: "share of the different words that are sent",
            lines: Manner.allCases.map { manner in
                .init(name: manner.rawValue, points: chats.middle(manner) { $0.words.share })
            },
            mark: (0.05, "5 %: no longer low"),
            label: { String(format: "%.0f %%", $0 * 100) })
    }

    private var pixelPlot: DriftPlot {
        DriftPlot(
            title: "A colour cast that grows with each change",
            unit: "palette, × the reference's own spread",
            lines: Manner.allCases.map { manner in
                .init(
                    name: manner.rawValue,
                    points: chats.middle(manner, drift: "cast") { $0.pixels?.palette })
            },
            mark: (PixelDrift.alarm, "2.5: the alarm"),
            label: { String(format: "%.0f×", $0) })
    }

    /// The page, as Markdown.
    var page: String {
        """
        # Drift, measured

        Made by `\(command)` (also `make eval-drift`), against the simulator in process, offline. Every
        figure here is of pictures that sketch drew; what a model does to a picture differs.

        ## Conversations with a service that drifts, lies and leaks

        Each has \(turns) turns in words that sketch knows, from seeds that no threshold was chosen
        on. The service damages the picture a little more with every change (a cast, a blur, or the
        last thing's look), lies in 15 of 100 turns (changes nothing and says it did) and leaks in 15
        (changes something else as well). *Naive chat*: the whole transcript is sent each time, with
        what the assistant said, and the last picture is fed back. *Ours*: the session composes the
        order. *One reset*: the same, reset once when the meter first says high.

        \(conversationTable)

        <img src="gallery/drift-words.svg" width="480" alt="Share of strange words for each turn">
        <img src="gallery/drift-pixels.svg" width="480" alt="Palette drift for each turn">

        Words stay the person's with ours because nothing is sent but the message, the brief and the
        edits. Pixels drift with ours exactly as with the naive chat as long as the last picture is
        changed again: the session can't heal a service, it can tell you. A reset draws anew from the
        merged prompt, without any picture.

        ## Is it seen by the second turn that drifts?

        \(seenTable)

        A thing that changes its look looks like an edit of that thing, and is measured from that edit
        on: the meter does not see it. The check of an edit may (*changed elsewhere too*,
        [verify.md](verify.md)).

        ## Drift of our own making

        The thresholds were chosen on sessions about one half of the things that sketch knows; these
        are sessions about the other half, with other seeds, of \(turns) turns. Drift sets in at turn
        2 to 8. Every picture, drifting or not, is handed back in one of ten ways: as it is, JPEG 95,
        85 or 75, WebP 90 or 80, scaled to 0.9, 1.1 or 2 and back, or shifted by up to a pixel.

        \(injectedTable)

        ## Words alone

        \(joinedTable)

        """
    }

    private var turns: Int { chats.middle(.ours) { $0.words.share }.count }

    private var conversationTable: String {
        let rows = Manner.allCases.map { manner in
            let strange = Self.percent(chats.mostStrange(manner))
            let growth = chats.middle(manner) { $0.words.growth }.last ?? nil
            let worst = chats.middle(manner) { $0.pixels?.worst?.value }
            return "| \(manner.rawValue) | \(strange) | "
                + "\(growth.map { String(format: "%.1f ×", $0) } ?? "–") | "
                + [2, 5, 8, 11].map { turn in
                    (worst.indices.contains(turn) ? worst[turn] : nil)
                        .map { String(format: "%.1f", $0) } ?? "–"
                }.joined(separator: " | ") + " |"
        }
        return """
            | | most strange words in any turn | text at the last turn | pixels, turn 3 | 6 | 9 | 12 |
            | --- | --- | --- | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))

            Text is in words for each word of the brief. Pixels are the worst channel, the middle
            conversation, in multiples of the pinned picture's own spread; 2.5 is the alarm.
            """
    }

    private var seenTable: String {
        let rows = DriftedChats.drifts.map { drift in
            let (seen, all) = chats.seen(drift)
            return "| \(drift) | \(Self.ratio(seen, all)) |"
        }
        let (alarms, all) = chats.falseAlarms
        return """
            | the simulator's drift | alarm by the second turn |
            | --- | --- |
            \(rows.joined(separator: "\n"))
            | none (it lies and leaks) | \(Self.ratio(alarms, all)) with any alarm |
            """
    }

    private var injectedTable: String {
        let rows = InjectedDrift.allCases.compactMap { kind in
            pixels[kind].map {
                "| \(kind.rawValue) | \(kind.dose) | \(Self.ratio($0.seen, $0.of)) "
                    + "| \(Self.ratio($0.seen, $0.of - $0.blind)) |"
            }
        }
        return """
            | drift | each turn | alarm by the second turn | where either could be measured |
            | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))
            | none | | \(Self.ratio(clean.seen, clean.of)) with any alarm | |

            Where both turns ask for another light (“make it night”, then “make it foggy”) nobody knows
            which colours and contrast they should have, and the meter says “as asked” of these. The
            rendering is measured there, too, by what light leaves alone.
            """
    }

    private var joinedTable: String {
        guard let joined else { return "The measuring set was not there; nothing was measured." }
        let rows = [
            ("naive chat", joined.naive), ("ours", joined.ours), ("ours, one reset", joined.reset),
        ].map { name, sessions in
            let all = sessions.joined()
            let mean = all.reduce(0) { $0 + $1.share } / Double(max(1, all.count))
            let growth = sessions.compactMap { $0.last?.growth }.sorted()
            return "| \(name) | \(Self.percent(mean)) | "
                + "\(Self.percent(all.map(\.share).max() ?? 0)) | "
                + String(format: "%.2f ×", growth.isEmpty ? 0 : growth[growth.count / 2])
                + " | \(all.count { !$0.contradictions.isEmpty }) |"
        }
        return """
            \(joined.ours.count) conversations of twelve edits, each of four records of EdiVal of a kind
            (`DATA/drift_edival.jsonl`, read in place).

            | | strange words, mean | most in any turn | text at the last turn | turns with a contradiction |
            | --- | --- | --- | --- | --- |
            \(rows.joined(separator: "\n"))
            """
    }

    private static func percent(_ share: Double) -> String {
        String(format: "%.1f %%", share * 100)
    }

    private static func ratio(_ part: Int, _ whole: Int) -> String {
        "\(part) of \(whole) (\(percent(whole == 0 ? 0 : Double(part) / Double(whole))))"
    }
}
