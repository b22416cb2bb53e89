public import Candid
import Foundation

/// A request's body as a reader of its own sees it, so that what was written is not judged by the
/// code that wrote it.
public struct SentForm {
    /// The parts of a form, in order: name, file name, media type, bytes.
    public struct Part: Hashable, Sendable {
        /// The part's name.
        public var name: String
        /// The file's name, of a file.
        public var filename: String?
        /// The media type, where one is named.
        public var type: String?
        /// The content.
        public var bytes: [UInt8]
        /// The content as text.
        public var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// The parts.
    public let parts: [Part]

    /// Reads a `multipart/form-data` body; nil if it is none, or not whole.
    public init?(_ request: WireRequest) {
        guard let type = request.headers["content-type"],
            type.hasPrefix("multipart/form-data; boundary=")
        else { return nil }
        let line = Data("--\(type.dropFirst("multipart/form-data; boundary=".count))".utf8)
        let body = Data(request.bodyBytes)
        var parts: [Part] = []
        var place = body.startIndex
        guard body.starts(with: line) else { return nil }
        while let next = body.range(of: line, in: (place + line.count)..<body.endIndex) {
            guard let part = Part(body[(place + line.count)..<next.lowerBound]) else { return nil }
            parts.append(part)
            place = next.lowerBound
        }
        guard body[(place + line.count)...] == Data("--\r\n".utf8) else { return nil }
        self.parts = parts
    }

    /// The texts of the parts of a name.
    public func texts(_ name: String) -> [String] { parts.filter { $0.name == name }.map(\.text) }
}

extension SentForm.Part {
    fileprivate init?(_ data: Data) {
        let (lineEnd, blank) = (Data("\r\n".utf8), Data("\r\n\r\n".utf8))
        guard data.starts(with: lineEnd), data.suffix(2) == lineEnd,
            let head = data.range(of: blank)
        else { return nil }
        bytes = [UInt8](data[head.upperBound..<(data.endIndex - 2)])
        let lines = String(decoding: data[data.startIndex..<head.lowerBound], as: UTF8.self)
        func value(_ key: String) -> String? {
            guard let start = lines.range(of: "\(key)=\"") else { return nil }
            return String(lines[start.upperBound...].prefix { $0 != "\"" })
        }
        guard let name = value(" name") else { return nil }
        self.name = name
        filename = value(" filename")
        type = lines.range(of: "content-type: ").map {
            String(lines[$0.upperBound...].prefix { !$0.isNewline })
        }
    }
}

/// Every text that a request's body holds, read by Foundation's JSON or as a form.
public func textsSent(in request: WireRequest) -> [Prompt] {
    if let form = SentForm(request) {
        return form.parts.filter { $0.filename == nil }.map { Prompt($0.text) }
    }
    func walk(_ value: Any) -> [Prompt] {
        switch value {
        case let text as String: [Prompt(text)]
        case let array as [Any]: array.flatMap(walk)
        case let object as [String: Any]: object.values.flatMap(walk)
        default: []
        }
    }
    let object = try? JSONSerialization.jsonObject(with: Data(request.bodyBytes))
    return object.map(walk) ?? []
}
