public import NIOCore

/// Writes a `multipart/form-data` body (RFC 7578): plain parts first, then files.
///
/// A part's text is written as its UTF-8 bytes and nothing else, so a prompt arrives unchanged. The
/// boundary is made from the content's digest: the same form is the same bytes, and no content can
/// hold it, because it would have to hold its own SHA-256.
public struct MultipartWriter: Sendable {
    private struct Part {
        var head: String
        var content: Content
    }

    private enum Content {
        case text(String)
        case file([UInt8])

        var count: Int {
            switch self {
            case .text(let text): text.utf8.count
            case .file(let bytes): bytes.count
            }
        }
    }

    private var fields: [Part] = []
    private var files: [Part] = []
    private var seals: [String] = []

    /// Creates an empty form.
    public init() {}

    /// Adds a value: an object's as `name[key]`, a list's as `name[]`, null not at all.
    public mutating func add(_ name: String, _ value: JSONValue) {
        switch value {
        case .null: break
        case .text(let text): addField(name, text)
        case .list(let list): for item in list { add("\(name)[]", item) }
        case .object(let object):
            for key in object.keys.sorted() { add("\(name)[\(key)]", object[key] ?? .null) }
        case .picture(let format, let bytes):
            addFile(
                name, bytes, named: "\(name).\(format.fileExtension)", type: format.mediaType)
        case .whole, .natural, .number, .truth: addField(name, String(buffer: value.encoded()))
        case .bytes, .shelved: addField(name, String(buffer: value.encoded()))
        }
    }

    /// Adds a file.
    ///
    /// - Parameters:
    ///   - name: The part's name, such as `image[]`.
    ///   - bytes: The file.
    ///   - filename: The file's name.
    ///   - type: The media type.
    ///   - digest: The file's digest, where it is known already.
    public mutating func addFile(
        _ name: String, _ bytes: [UInt8], named filename: String, type: String,
        digest: Digest? = nil
    ) {
        let head =
            "content-disposition: form-data; name=\"\(Self.quoted(name))\"; "
            + "filename=\"\(Self.quoted(filename))\"\r\ncontent-type: \(type)\r\n\r\n"
        files.append(Part(head: head, content: .file(bytes)))
        seals += [head, "\(digest ?? Digest(of: bytes))"]
    }

    private mutating func addField(_ name: String, _ text: String) {
        let head = "content-disposition: form-data; name=\"\(Self.quoted(name))\"\r\n\r\n"
        fields.append(Part(head: head, content: .text(text)))
        seals += [head, text]
    }

    /// The body, and the header field that goes with it.
    ///
    /// Files are copied once, into a buffer of exactly the body's size.
    public func finished() -> (body: ByteBuffer, contentType: String) {
        // 70 characters, which is the most there may be (RFC 2046, section 5.1.1).
        let boundary = "candid\(Digest(of: seals.joined(separator: "\r\n").utf8))"
        let parts = fields + files
        let frame = boundary.utf8.count + 6
        let size = parts.reduce(frame) { $0 + frame + $1.head.utf8.count + $1.content.count }
        var body = ByteBuffer()
        body.reserveCapacity(size)
        for part in parts {
            body.writeString("--\(boundary)\r\n")
            body.writeString(part.head)
            switch part.content {
            case .text(let text): body.writeString(text)
            case .file(let bytes): body.writeBytes(bytes)
            }
            body.writeString("\r\n")
        }
        body.writeString("--\(boundary)--\r\n")
        return (body, "multipart/form-data; boundary=\(boundary)")
    }

    /// What would end the quotation is escaped as browsers do it (WHATWG HTML, multipart form data).
    private static func quoted(_ name: String) -> String {
        // By scalars: to `String`, a carriage return and a line feed are one character.
        name.unicodeScalars.reduce(into: "") { quoted, scalar in
            switch scalar {
            case "\"": quoted += "%22"
            case "\r": quoted += "%0D"
            case "\n": quoted += "%0A"
            default: quoted.unicodeScalars.append(scalar)
            }
        }
    }
}
