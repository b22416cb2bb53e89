import Pixels

/// Called by libFuzzer with each file that it makes up; the first byte says who reads the rest.
func tried(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let choice = input.first else { return 0 }
    let bytes = Array(input.dropFirst())
    switch choice {
    case UInt8(ascii: "p"): readPicture(PNGSums.mended(bytes))
    case UInt8(ascii: "t"): readScan(bytes)
    case UInt8(ascii: "i"): applyProfile(bytes)
    case UInt8(ascii: "r"): carryRecord(PNGSums.mended(bytes))
    default: break
    }
    return 0
}

/// Small, so that a thousand files a second are tried.
private let limits = ImageLimits(
    maxWidth: 256, maxHeight: 256, maxPixels: 16_384, maxInputBytes: 1 << 20)

/// Read twice a file is the same picture, and its header tells the size.
private func readPicture(_ bytes: [UInt8]) {
    glance(bytes)
    guard let picture = try? Pixmap(decoding: bytes, limits: limits) else { return }
    precondition(
        picture.rgba.count == picture.width * picture.height * 4, "the pixels don't fill it")
    precondition(
        picture.width <= limits.maxWidth && picture.height <= limits.maxHeight, "beyond the limits")
    let header = try? ImageHeader(of: bytes, limits: limits)
    precondition(
        header?.width == picture.width && header?.height == picture.height,
        "the header tells another size")
    precondition((try? Pixmap(decoding: bytes, limits: limits)) == picture, "read differently")
    let stored = try? Pixmap(decoding: bytes, limits: limits, colours: .asStored)
    precondition(
        stored?.width == picture.width && stored?.height == picture.height,
        "without its profile it is no picture of this size")
}

/// What is said in passing, piece by piece, is said of the whole file.
private func glance(_ bytes: [UInt8]) {
    var glance = FileGlance()
    var rest = bytes[...]
    while !rest.isEmpty {
        rest.prefix(1000).withUnsafeBytes { glance.see($0) }
        rest = rest.dropFirst(1000)
    }
    guard case .known(let end) = glance.end else { return }
    precondition(end == FileEnd(of: bytes), "in passing its end looks otherwise")
}

private func readScan(_ bytes: [UInt8]) {
    guard let picture = try? Pixmap(tiff: bytes, limits: limits) else { return }
    precondition(
        picture.rgba.count == picture.width * picture.height * 4, "the pixels don't fill it")
}

private let photograph: [UInt8] = {
    let rgba = (0..<256).map { UInt8($0 % 4 == 3 ? 255 : $0) }
    return (try? Pixmap(width: 8, height: 8, rgba: rgba).jpeg(quality: 95)) ?? []
}()

/// A picture is read whatever its profile is.
private func applyProfile(_ profile: [UInt8]) {
    guard !profile.isEmpty, profile.count < 65_000 else { return }
    let length = profile.count + 16
    let segment =
        [0xFF, 0xE2, UInt8(length >> 8), UInt8(length & 255)]
        + Array("ICC_PROFILE".utf8) + [0, 1, 1] + profile
    let file = photograph.prefix(2) + segment + photograph.dropFirst(2)
    let picture = try? DecodedPicture(Array(file), limits: limits)
    precondition(picture?.pixmap.width == 8, "a profile broke the picture")
}

/// A record that was put in is read again, and the picture stays.
private func carryRecord(_ bytes: [UInt8]) {
    let record = #"{"n":1}"#
    _ = try? PictureRecord.read(from: bytes, limits: limits)
    guard let carrying = try? PictureRecord.embed(record, in: bytes, limits: limits) else { return }
    precondition(
        (try? PictureRecord.read(from: carrying, limits: limits)) == record, "the record is lost")
    guard !hasTail(bytes), let picture = try? Pixmap(decoding: bytes, limits: limits) else {
        return
    }
    precondition(
        (try? Pixmap(decoding: carrying, limits: limits)) == picture, "the record changed it")
}

/// Whether bytes follow a WebP's end: libwebp reads on into them, and a record comes before them.
private func hasTail(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= 12, bytes.starts(with: "RIFF".utf8) else { return false }
    let length = bytes[4..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    return bytes.count > length + 8
}
