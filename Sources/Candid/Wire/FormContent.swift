public import NIOCore

/// A form's fields and files, as the Images API's forms have them.
public struct FormContent: Sendable {
    /// The plain fields.
    public private(set) var fields: [String: String] = [:]
    /// The files in their order; a name's `[]` is left out.
    public private(set) var files: [(name: String, bytes: [UInt8])] = []

    /// Reads a form.
    ///
    /// - Throws: ``MultipartProblem``.
    public init(_ body: ByteBuffer, contentType: String) throws(MultipartProblem) {
        for part in try MultipartReader.read(body, contentType: contentType) {
            let bytes = Array(part.content.readableBytesView)
            if part.filename != nil {
                let name = part.name.hasSuffix("[]") ? String(part.name.dropLast(2)) : part.name
                files.append((name, bytes))
            } else {
                fields[part.name] = String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    /// The files, by name.
    public var filesByName: [String: [[UInt8]]] {
        Dictionary(grouping: files, by: \.name).mapValues { $0.map(\.bytes) }
    }
}
