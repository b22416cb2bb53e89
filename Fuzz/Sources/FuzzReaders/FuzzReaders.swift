import Candid
import NIOCore

/// Called by libFuzzer with each text that it makes up; the first byte says who reads the rest.
func tried(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    switch choice {
    case UInt8(ascii: "j"): readJSON(bytes)
    case UInt8(ascii: "e"): readEvents(bytes)
    case UInt8(ascii: "m"): readForm(bytes)
    default: break
    }
    return 0
}

private var limits: JSONReader.Limits {
    var limits = JSONReader.Limits(bytes: 4096)
    (limits.depth, limits.values) = (8, 64)
    return limits
}

/// Cut anywhere, JSON is the same value or the same refusal; what is written reads back.
private func readJSON(_ bytes: [UInt8]) {
    let whole = json([bytes[...]])
    precondition(whole == json(bytes.indices.map { bytes[$0...$0] }), "cut, it reads differently")
    if let whole {
        let again = try? JSONReader.read(
            whole.encoded().readableBytesView, limits: .init(bytes: 1 << 16), pictureKeys: ["b64"])
        precondition(again == whole || !isPlain(whole), "written, it reads differently")
    }
}

private func json(_ pieces: [ArraySlice<UInt8>]) -> JSONValue? {
    var reader = JSONReader(limits: limits, pictureKeys: ["b64"])
    for piece in pieces {
        guard (try? reader.take(ByteBuffer(bytes: piece))) != nil else { return nil }
    }
    return try? reader.finish()
}

/// Whether a value has no decimal number, whose text may be another, and no empty picture.
private func isPlain(_ value: JSONValue) -> Bool {
    switch value {
    case .number, .bytes: false
    case .list(let list): list.allSatisfy(isPlain)
    case .object(let object): object.values.allSatisfy(isPlain)
    default: true
    }
}

private func readEvents(_ bytes: [UInt8]) {
    let whole = events([bytes[...]])
    precondition(whole == events(bytes.indices.map { bytes[$0...$0] }), "cut, it reads differently")
}

private func events(_ pieces: [ArraySlice<UInt8>]) -> [WireEvent]? {
    var reader = EventReader(limits: limits, pictureKeys: ["b64"])
    var events: [WireEvent] = []
    for piece in pieces {
        guard let more = try? reader.take(ByteBuffer(bytes: piece)) else { return nil }
        events += more
    }
    guard let last = try? reader.finish() else { return events }
    return events + [last]
}

private func readForm(_ bytes: [UInt8]) {
    let type = "multipart/form-data; boundary=X"
    guard let parts = try? MultipartReader.read(ByteBuffer(bytes: bytes), contentType: type) else {
        return
    }
    precondition(parts.reduce(0) { $0 + $1.content.readableBytes } <= bytes.count, "more than came")
}
