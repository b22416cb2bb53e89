/// The record in a JPEG file: in the XMP packet of an APP1 segment.
enum JPEGRecord {
    private static let name: [UInt8] = Array("http://ns.adobe.com/xap/1.0/".utf8) + [0]
    /// A segment's length counts its own two bytes.
    private static let limit = 65_533

    static func embed(_ json: String, in file: [UInt8]) throws(ImageError) -> [UInt8] {
        let segments = try segments(of: file)
        let old = segments.first { isXMP($0, in: file) }
        let packet = try XMPPacket.embed(
            json, in: old.map { Array(file[$0.data].dropFirst(name.count)) }, format: .jpeg)
        let body = name + packet
        guard body.count <= limit else {
            throw .recordTooLong(
                count: json.utf8.count, limit: limit - (body.count - json.utf8.count))
        }
        let length = body.count + 2
        let segment = [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + body
        let hole = old?.whole ?? emptyHole(after: segments)
        return Array(file[..<hole.lowerBound]) + segment + Array(file[hole.upperBound...])
    }

    static func read(from file: [UInt8]) throws(ImageError) -> String? {
        guard let segment = try segments(of: file).first(where: { isXMP($0, in: file) }) else {
            return nil
        }
        return XMPPacket.record(in: Array(file[segment.data].dropFirst(name.count)))
    }

    /// Behind JFIF and EXIF, which readers expect first.
    private static func emptyHole(after segments: [Segment]) -> Range<Int> {
        let leading = segments.prefix { $0.marker == 0xE0 || $0.marker == 0xE1 }
        let at = leading.last?.whole.upperBound ?? 2
        return at..<at
    }

    private static func isXMP(_ segment: Segment, in file: [UInt8]) -> Bool {
        segment.marker == 0xE1 && file[segment.data].starts(with: name)
    }

    /// The marker segments before the first scan.
    private static func segments(of file: [UInt8]) throws(ImageError) -> [Segment] {
        var segments: [Segment] = []
        var at = 2
        while true {
            guard at + 4 <= file.count, file[at] == 0xFF else {
                throw .malformed(.jpeg, reason: "it ends before its picture begins")
            }
            let marker = file[at + 1]
            if marker == 0xFF {
                at += 1
                continue
            }
            if marker == 0xDA { return segments }
            let length = file.bigEndian16(at: at + 2)
            guard length >= 2, at + 2 + length <= file.count else {
                throw .malformed(.jpeg, reason: "a segment runs past the end of the file")
            }
            segments.append(Segment(marker: marker, whole: at..<(at + 2 + length)))
            at += 2 + length
        }
    }

    private struct Segment {
        let marker: UInt8
        let whole: Range<Int>

        var data: Range<Int> { (whole.lowerBound + 4)..<whole.upperBound }
    }
}
