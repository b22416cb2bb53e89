/// The record in a PNG file: an uncompressed `iTXt` chunk before the first `IDAT`.
enum PNGRecord {
    /// Keyword, end of keyword, not compressed, method 0, no language, no translated keyword.
    private static func prefix(_ keyword: String) -> [UInt8] {
        Array(keyword.utf8) + [0, 0, 0, 0, 0]
    }

    static func embed(
        _ json: String, keyword: String = "candid", in file: [UInt8]
    ) throws(ImageError) -> [UInt8] {
        let prefix = prefix(keyword)
        let spans = try PNGChunk.spans(in: file)
        guard spans.first?.type == "IHDR", let picture = spans.first(where: { $0.type == "IDAT" })
        else { throw .malformed(.png, reason: "it has no picture data") }
        var out: [UInt8] = []
        out.reserveCapacity(file.count + json.utf8.count + 64)
        out += PNGChunk.signature
        for span in spans {
            if span.whole == picture.whole {
                PNGChunk(type: "iTXt", data: prefix + Array(json.utf8)).append(to: &out)
            }
            if !isOurs(span, prefix, in: file) { out += file[span.whole] }
        }
        out += file[(spans.last?.whole.upperBound ?? file.count)...]
        return out
    }

    /// The record among a file's first bytes; nil if the picture does not begin there.
    static func embed(_ json: String, inHead head: [UInt8]) throws(ImageError) -> [UInt8]? {
        guard let start = PNGChunk.pictureStart(in: head) else { return nil }
        // With an empty chunk where the picture begins, the bytes before it are a file of their own.
        var front = Array(head[..<start])
        PNGChunk(type: "IDAT", data: []).append(to: &front)
        return try embed(json, in: front).dropLast(12) + head[start...]
    }

    static func read(
        from file: [UInt8], keyword: String = "candid"
    ) throws(ImageError) -> String? {
        let prefix = prefix(keyword)
        let spans = try PNGChunk.spans(in: file)
        guard let span = spans.first(where: { isOurs($0, prefix, in: file) }) else { return nil }
        let text = file[span.data].dropFirst(prefix.count)
        guard let json = String(validating: text, as: UTF8.self) else {
            throw .malformed(.png, reason: "its \(keyword) record is not UTF-8")
        }
        return json
    }

    private static func isOurs(
        _ span: PNGChunk.Span, _ prefix: [UInt8], in file: [UInt8]
    ) -> Bool {
        span.type == "iTXt" && file[span.data].starts(with: prefix)
    }
}
