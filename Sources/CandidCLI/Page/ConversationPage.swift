import Candid
import CandidIO
import Foundation

/// A conversation with a speaker or a judge as one page: every word that was said.
struct ConversationPage {
    let record: ConversationRecord
    /// The pictures that are still in the store.
    let files: [Digest: [UInt8]]

    /// Gathers what the page shows.
    init(_ record: ConversationRecord, _ settings: Settings) async throws {
        self.record = record
        var files: [Digest: [UInt8]] = [:]
        for picture in record.turns.flatMap(\.questioning.question.pictures) {
            files[picture.digest] = try await settings.pictureStore.bytes(of: picture.digest)
        }
        self.files = files
    }

    /// The file.
    var text: String {
        let purpose = record.turns.first?.questioning.purpose.rawValue ?? ""
        return Page(
            title: "Conversation \(record.id)", style: ReceiptPageStyle.text + Self.style,
            body: """
                <header class="top">\(Page.brand)<span>Conversation \
                <span class="digest">\(record.id)</span></span>\
                <span class="end">\(ReceiptPage.day(record.began))</span></header>
                <main class="sheet"><div class="left"><div class="panel proof"><section>\
                <h1>\(purpose.prefix(1).uppercased() + purpose.dropFirst())</h1>\
                <ol class="talk">\(messages)</ol></section></div></div>
                <div class="right"><div class="panel record">\(facts)\(digests)</div></div></main>
                """
        ).text
    }

    /// Each turn repeats what was said before, so only what is new in it is shown.
    private var messages: [HTML] {
        var pieces: [HTML] = []
        for (index, turn) in record.turns.enumerated() {
            let question = turn.questioning.question
            if index == 0, let system = question.system {
                pieces.append(said("System text", system, by: "person"))
            }
            if let message = question.messages.last {
                pieces.append(
                    said("Candid asked", message.text, by: "person", pictures: message.pictures))
            }
            let who = "\(turn.questioning.speaker) answered"
            if let saying = turn.saying {
                let ending = saying.ending == .complete ? "" : " (\(saying.ending.rawValue))"
                pieces.append(said(who + ending, saying.text, by: "speaker"))
            } else {
                pieces.append("<li class=\"speaker\"><h2>No answer came</h2></li>")
            }
        }
        return pieces
    }

    private func said(
        _ who: String, _ text: String, by role: String, pictures: [InputPicture] = []
    ) -> HTML {
        let shown: [HTML] = pictures.map { picture in
            guard let file = files[picture.digest] else {
                return "<p class=\"digest\">picture, sha256 \(picture.digest)</p>"
            }
            return "<img alt=\"The picture that was shown\" src=\"\(Page.address(file))\">"
        }
        return """
            <li class="\(role)"><h2>\(who)</h2>\(shown)<p class="wire" dir="auto">\(text)</p></li>

            """
    }

    private var facts: HTML {
        let first = record.turns.first?.questioning
        var rows: [(String, HTML)] = [
            ("Speaker", "\(first?.speaker ?? "")"), ("Model", "\(first?.model ?? "")"),
            ("State", "\(record.state.rawValue)"),
            ("Cost", "\(record.cost?.figure ?? "unpriced")"),
            ("Questions", "\(record.turns.count)"),
        ]
        if first?.isRuleBased == true { rows.append(("Kind", "rules, no language model")) }
        if let url = first?.url { rows.append(("Sent to", "\(url)")) }
        if let failure = record.failure { rows.append(("Failed", "\(failure.message)")) }
        return ReceiptPage.section("Record", ReceiptPage.facts(rows))
    }

    private var digests: HTML {
        let rows: [HTML] = record.turns.enumerated().map { index, turn in
            """
            <dt>Body \(index + 1)</dt><dd class="digest">\(turn.questioning.body)</dd>
            """
        }
        return ReceiptPage.section("SHA-256", "<dl class=\"digests\">\(rows)</dl>")
    }

    private static let style = """
        .talk{display:grid;gap:16px}
        .talk li{display:grid;gap:6px;padding-left:14px;border-left:3px solid var(--edge)}
        .talk .speaker{border-left-color:var(--add-line)}
        .talk img{max-height:320px;width:auto}
        """
}
