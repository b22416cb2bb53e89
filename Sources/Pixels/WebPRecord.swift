/// The record in a WebP file: in its `XMP ` chunk, with a `VP8X` header made where it is missing.
enum WebPRecord {
    private static let xmpFlag: UInt8 = 0x04
    private static let alphaFlag: UInt8 = 0x10

    static func embed(_ json: String, in file: [UInt8]) throws(ImageError) -> [UInt8] {
        let (chunks, end) = try chunks(of: file)
        let old = chunks.first { $0.type == "XMP " }
        let packet = try XMPPacket.embed(json, in: old.map { Array(file[$0.data]) }, format: .webp)
        var body: [UInt8] = Array("WEBP".utf8)
        body.reserveCapacity(file.count + packet.count + 64)
        if chunks.first?.type != "VP8X" { append("VP8X", try header(of: file), to: &body) }
        for chunk in chunks where chunk.type != "XMP " {
            let start = body.count
            body += file[chunk.whole]
            if chunk.type == "VP8X" { body[start + 8] |= xmpFlag }
        }
        append("XMP ", packet, to: &body)
        guard body.count <= Int(UInt32.max) - 8 else {
            throw .recordTooLong(count: json.utf8.count, limit: Int(UInt32.max))
        }
        var out: [UInt8] = Array("RIFF".utf8)
        out.append(littleEndian: UInt32(body.count))
        return out + body + Array(file[end...])
    }

    static func read(from file: [UInt8]) throws(ImageError) -> String? {
        guard let chunk = try chunks(of: file).chunks.first(where: { $0.type == "XMP " }) else {
            return nil
        }
        return XMPPacket.record(in: Array(file[chunk.data]))
    }

    private static func header(of file: [UInt8]) throws(ImageError) -> [UInt8] {
        let size = try WebPCodec.size(of: file)
        var data: [UInt8] = [xmpFlag | (WebPCodec.hasAlpha(file) ? alphaFlag : 0), 0, 0, 0]
        for side in [size.width - 1, size.height - 1] {
            data += [0, 8, 16].map { UInt8(truncatingIfNeeded: side >> $0) }
        }
        return data
    }

    private static func append(_ type: String, _ data: [UInt8], to body: inout [UInt8]) {
        body += type.utf8
        body.append(littleEndian: UInt32(data.count))
        body += data
        if data.count % 2 == 1 { body.append(0) }
    }

    private static func chunks(of file: [UInt8]) throws(ImageError) -> (chunks: [Chunk], end: Int) {
        guard file.count >= 20 else { throw .malformed(.webp, reason: "it ends in its header") }
        let end = 8 + Int(file.littleEndian32(at: 4))
        guard end <= file.count, end >= 20 else {
            throw .malformed(.webp, reason: "it is shorter than it says")
        }
        var chunks: [Chunk] = []
        var at = 12
        while at < end {
            guard end - at >= 8 else { throw .malformed(.webp, reason: "it ends inside a chunk") }
            let length = Int(file.littleEndian32(at: at + 4))
            let padded = length + length % 2
            guard padded <= end - at - 8 else {
                throw .malformed(.webp, reason: "a chunk runs past the end of the file")
            }
            let type = String(decoding: file[at..<(at + 4)], as: UTF8.self)
            chunks.append(Chunk(type: type, whole: at..<(at + 8 + padded), count: length))
            at += 8 + padded
        }
        if let first = chunks.first, first.type == "VP8X", first.count < 10 {
            throw .malformed(.webp, reason: "its header is too short")
        }
        return (chunks, end)
    }

    private struct Chunk {
        let type: String
        let whole: Range<Int>
        let count: Int

        var data: Range<Int> { (whole.lowerBound + 8)..<(whole.lowerBound + 8 + count) }
    }
}
