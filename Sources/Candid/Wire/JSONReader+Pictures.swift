extension JSONReader {
    /// Begins a picture.
    mutating func beginPicture() {
        picture = ArrivingPicture(expected: max(0, expected) / 4 * 3, into: store)
        pictureHead = []
        state = .picture
    }

    /// Takes the bytes of a picture up to its end, an escape, or the chunk's end.
    mutating func takePicture(
        _ chunk: UnsafeRawBufferPointer, from start: Int
    ) throws(JSONProblem) -> Int {
        var index = start
        while pictureHead != nil, index < chunk.count, chunk[index] != 0x5C {
            if chunk[index] == 0x22 {
                try endHead()
            } else {
                try takeHead(chunk[index])
                index += 1
            }
        }
        if pictureHead == nil {
            // Nothing looks for the end first: it is where base64 ends.
            index += picture?.take(base64: UnsafeRawBufferPointer(rebasing: chunk[index...])) ?? 0
        }
        guard index < chunk.count else { return index }
        switch chunk[index] {
        case 0x22: try endPicture()
        case 0x5C: state = .pictureEscape
        default: throw .notBase64(path)
        }
        return index + 1
    }

    /// Some servers escape the slash, some break lines; nothing else can stand in base64.
    mutating func takePictureEscape(_ byte: UInt8) throws(JSONProblem) {
        state = .picture
        switch byte {
        case 0x6E, 0x72: break
        case 0x2F: if pictureHead != nil { try takeHead(byte) } else { try decode([byte]) }
        default: throw .notBase64(path)
        }
    }

    /// Takes a byte of a data URL's head, up to its comma, or of what only looks like one.
    private mutating func takeHead(_ byte: UInt8) throws(JSONProblem) {
        let head = (pictureHead ?? []) + [byte]
        guard head.count < 200 else { throw .notBase64(path) }
        pictureHead = head
        if !Self.scheme.starts(with: head.prefix(Self.scheme.count)) {
            try endHead()
        } else if byte == 0x2C {
            pictureHead = nil
        }
    }

    /// What looked like a data URL's head is base64.
    private mutating func endHead() throws(JSONProblem) {
        let head = pictureHead ?? []
        pictureHead = nil
        try decode(head)
    }

    private static let scheme = Array("data:".utf8)

    private mutating func decode(_ text: [UInt8]) throws(JSONProblem) {
        let used = text.withUnsafeBytes { picture?.take(base64: $0) }
        guard used == text.count else { throw .notBase64(path) }
    }

    private mutating func endPicture() throws(JSONProblem) {
        guard let file = picture?.finish() else { throw .notBase64(path) }
        picture = nil
        switch file {
        case .whole(let bytes): add(.bytes(bytes))
        case .shelved(let picture): add(.shelved(picture))
        }
    }
}
