/// The XML packet in which JPEG and WebP files carry metadata.
enum XMPPacket {
    private static let open: [UInt8] = Array(
        "<rdf:Description rdf:about=\"\" xmlns:candid=\"urn:candid:1\"><candid:record>".utf8)
    private static let close: [UInt8] = Array("</candid:record></rdf:Description>".utf8)
    private static let end: [UInt8] = Array("</rdf:RDF>".utf8)

    /// A new packet, or the old one with the record added to what it says.
    static func embed(
        _ json: String, in old: [UInt8]?, format: ImageFormat
    ) throws(ImageError) -> [UInt8] {
        let record = open + escaped(json) + close
        guard let old else {
            let head = """
                <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>\
                <x:xmpmeta xmlns:x="adobe:ns:meta/">\
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
                """
            let tail = "</x:xmpmeta><?xpacket end=\"w\"?>"
            return Array(head.utf8) + record + end + Array(tail.utf8)
        }
        var packet = old
        if let ours = span(in: packet) { packet.removeSubrange(ours) }
        guard let at = packet.lastRange(of: end) else {
            throw .malformed(format, reason: "its XMP packet has no rdf:RDF to add a record to")
        }
        packet.insert(contentsOf: record, at: at.lowerBound)
        return packet
    }

    static func record(in packet: [UInt8]) -> String? {
        guard let span = span(in: packet) else { return nil }
        let text = packet[(span.lowerBound + open.count)..<(span.upperBound - close.count)]
        return String(validating: text, as: UTF8.self).map(unescaped)
    }

    private static func span(in packet: [UInt8]) -> Range<Int>? {
        guard let start = packet.firstRange(of: open),
            let stop = packet[start.upperBound...].firstRange(of: close)
        else { return nil }
        return start.lowerBound..<stop.upperBound
    }

    private static func escaped(_ text: String) -> [UInt8] {
        text.utf8.flatMap { byte -> [UInt8] in
            switch byte {
            case UInt8(ascii: "&"): Array("&amp;".utf8)
            case UInt8(ascii: "<"): Array("&lt;".utf8)
            case UInt8(ascii: ">"): Array("&gt;".utf8)
            default: [byte]
            }
        }
    }

    private static func unescaped(_ text: String) -> String {
        var out: [UInt8] = []
        var rest = Array(text.utf8)[...]
        let entities: [(name: [UInt8], byte: UInt8)] = [
            (Array("&amp;".utf8), 0x26), (Array("&lt;".utf8), 0x3C), (Array("&gt;".utf8), 0x3E),
        ]
        while let byte = rest.first {
            let entity = byte == 0x26 ? entities.first { rest.starts(with: $0.name) } : nil
            out.append(entity?.byte ?? byte)
            rest = rest.dropFirst(entity?.name.count ?? 1)
        }
        return String(decoding: out, as: UTF8.self)
    }
}

extension RandomAccessCollection<UInt8> where Index == Int {
    /// Where a run of bytes first occurs.
    func firstRange(of needle: [UInt8]) -> Range<Int>? {
        guard let first = needle.first, count >= needle.count else { return nil }
        var at = startIndex
        while at <= endIndex - needle.count {
            if self[at] == first, self[at..<(at + needle.count)].elementsEqual(needle) {
                return at..<(at + needle.count)
            }
            at += 1
        }
        return nil
    }

    /// Where a run of bytes last occurs.
    func lastRange(of needle: [UInt8]) -> Range<Int>? {
        var found: Range<Int>?
        var rest = self[startIndex..<endIndex]
        while let range = rest.firstRange(of: needle) {
            found = range
            rest = self[range.upperBound..<endIndex]
        }
        return found
    }
}
