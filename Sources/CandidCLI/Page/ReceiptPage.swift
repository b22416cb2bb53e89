import Candid
import CandidIO
import Foundation

/// A receipt as one page: the picture, the three texts as word diffs, and everything that is known.
struct ReceiptPage {
    /// The request as a curl command, or why it can't be one.
    enum Curl {
        case command(String)
        case none(String)
    }

    /// What is shown of one judgement.
    struct Proof {
        let judgement: Judgement
        let crops: [Judgement.Crop]
    }

    let receipt: Receipt
    /// The files that are still in the store.
    let files: [Digest: [UInt8]]
    let findings: [Finding]
    let proofs: [Proof]
    let curl: Curl
    let hashes: (previous: Digest?, own: Digest)?

    /// Gathers what the page shows.
    init(_ receipt: Receipt, _ ledger: SQLiteLedger, _ settings: Settings) async throws {
        self.receipt = receipt
        hashes = try await ledger.hashes(of: receipt.id)
        let digests = receipt.pictures.map(\.digest) + receipt.order.pictures.map(\.digest)
        var files: [Digest: [UInt8]] = [:]
        for digest in digests where files[digest] == nil {
            files[digest] = try await settings.pictureStore.bytes(of: digest)
        }
        self.files = files
        findings = receipt.asked.findings(under: try settings.lint(count: receipt.order.count))
        proofs = receipt.judgements.map { judgement in
            Proof(judgement: judgement, crops: Self.crops(of: judgement, files))
        }
        do {
            let text = CurlText(receipt: receipt, settings: settings)
            curl = .command(try await text.command())
        } catch {
            curl = .none(CommandFailure(error).message)
        }
    }

    /// Evidence can't be shown of a picture that is gone.
    private static func crops(
        of judgement: Judgement, _ files: [Digest: [UInt8]]
    ) -> [Judgement.Crop] {
        guard let picture = files[judgement.picture] else { return [] }
        let subject = Verifier.Subject(picture, from: judgement.parent.flatMap { files[$0] })
        return (try? judgement.crops(of: subject)) ?? []
    }

    /// The file.
    var text: String {
        Page(
            title: "Receipt \(receipt.id)", style: ReceiptPageStyle.text,
            body: """
                <header class="top">\(Page.brand)<span>Receipt \
                <span class="digest">\(receipt.id)</span></span>\
                <span class="end">\(Self.day(receipt.began))</span></header>
                <main class="sheet"><div class="left">\(stage)
                <div class="panel proof">\(checks)\(descriptions)\(lint)\(attempts)\(request)\
                \(digests)</div></div>
                <div class="right"><div class="panel words">\(headline)\(lanes)\(alsoSent)</div>
                <div class="panel record">\(money)\(record)</div></div></main>
                """
        ).text
    }

    static func day(_ time: Timestamp) -> String {
        time.description.prefix(19).replacing("T", with: " ") + " UTC"
    }

    /// A part of the page; nothing where it has nothing to say.
    static func section(_ title: String, _ body: HTML) -> HTML {
        body.text.isEmpty ? .none : "<section><h2>\(title)</h2>\(body)</section>\n"
    }

    /// Names and values, one under the other.
    static func facts(_ rows: [(name: String, value: HTML)]) -> HTML {
        guard !rows.isEmpty else { return .none }
        let rows: [HTML] = rows.map { "<dt>\($0.name)</dt><dd>\($0.value)</dd>" }
        return "<dl class=\"facts\">\(rows)</dl>"
    }
}
