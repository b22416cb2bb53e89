import Candid
import Foundation

/// One page that needs nothing else: no network, no files, no fonts.
///
/// Its policy forbids every address but its own data, and every script but its own.
struct Page {
    /// The words in the browser's tab.
    var title: String
    /// What the page's own parts look like, beside the frame's.
    var style = ""
    /// What stands in it.
    var body: HTML
    /// What it does; nil for a page that does nothing.
    var script: String?

    /// The file.
    var text: String {
        let head: HTML = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="\(policy)">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>

            """
        let script = script.map { "<script>\($0)</script>" } ?? ""
        return head.text + "<style>\(PageStyle.frame)\(style)</style></head>\n<body>\n" + body.text
            + "\n\(script)</body></html>\n"
    }

    private var policy: String {
        var policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        if let script { policy += "script-src 'sha256-\(Self.base64(Digest(of: script.utf8)))'; " }
        return policy + "base-uri 'none'; form-action 'none'"
    }

    private static func base64(_ digest: Digest) -> String {
        let digits = Array(digest.description.utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
            UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16)
        }
        return Data(bytes).base64EncodedString()
    }

    /// A picture's address: the picture itself.
    static func address(_ file: [UInt8]) -> HTML {
        let type = PictureFormat(sniffing: file)?.mediaType ?? "application/octet-stream"
        return HTML(escaped: "data:\(type);base64,\(Data(file).base64EncodedString())")
    }

    /// The mark and the name, for the top of a page.
    static let brand: HTML = """
        <span class="brand"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 4h11v11H4z"/>\
        <path d="M9 9h11v11H9z"/></svg>Candid</span>
        """
}
