public import NIOCore

/// A form's fields and files, as the Images API's forms have them.
public struct FormContent: Sendable {
    /// The plain fields.
    public private(set) var fields: [String: String] = [:]
    /// The files in their order; a name's `[]` is left out.
    public private(set) var files: [(name: String, bytes: [UInt8])] = []

    /// Reads a form, in which nothing stands twice that has one value: who gets the bytes might go by
    /// another one than we.
    ///
    /// - Throws: ``MultipartProblem``.
    public init(_ body: ByteBuffer, contentType: String) throws(MultipartProblem) {
        var isList: [String: Bool] = [:]
        for part in try MultipartReader.read(body, contentType: contentType) {
            try Self.refuseRepeat(of: part.name, &isList)
            let bytes = Array(part.content.readableBytesView)
            if part.filename != nil {
                let name = part.name.hasSuffix("[]") ? String(part.name.dropLast(2)) : part.name
                files.append((name, bytes))
            } else {
                fields[part.name] = String(decoding: bytes, as: UTF8.self)
            }
        }
    }

    /// Pictures come one by one under one name, and so does what a name's `[]` calls a list.
    private static func refuseRepeat(
        of name: String, _ isList: inout [String: Bool]
    ) throws(MultipartProblem) {
        let plain = name.hasSuffix("[]") ? String(name.dropLast(2)) : name
        let mayRepeat = plain == "image" || name != plain
        if let earlier = isList[plain], !earlier || !mayRepeat { throw .repeated(plain) }
        isList[plain] = mayRepeat
    }

    /// The files, by name.
    public var filesByName: [String: [[UInt8]]] {
        Dictionary(grouping: files, by: \.name).mapValues { $0.map(\.bytes) }
    }
}
