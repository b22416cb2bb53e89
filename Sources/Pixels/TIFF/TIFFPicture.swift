internal import CDeflate

/// Why a TIFF file was not read.
public enum TIFFError: Error, Equatable, Sendable, CustomStringConvertible {
    /// It breaks the rules of its format, or ends early.
    case malformed(String)
    /// It is larger than the limits allow.
    case tooLarge(width: Int, height: Int)
    /// It uses a part of the format that is not read here.
    case unsupported(String)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .malformed(let reason): "The TIFF file is damaged: \(reason)."
        case .tooLarge(let width, let height): "The TIFF picture is \(width)x\(height): too large."
        case .unsupported(let part):
            "The TIFF file has \(part), which is not read here; save it as a PNG."
        }
    }
}

extension Pixmap {
    /// Decodes a TIFF file as scanners write them; nil for any other file.
    ///
    /// Strips of grey, colour or black and white, 1 or 8 bits, plain, deflated or in PackBits; the
    /// first picture only. Sizes are held to the limits before anything is allocated.
    ///
    /// - Throws: ``TIFFError``.
    public init?(
        tiff file: [UInt8], limits: ImageLimits = ImageLimits()
    ) throws(TIFFError) {
        guard let fields = try TIFFFields(file) else { return nil }
        let picture = try TIFFPicture(fields, limits)
        self = try picture.pixmap()
    }
}

/// One picture of a TIFF file.
private struct TIFFPicture {
    private let fields: TIFFFields
    private let width: Int
    private let height: Int
    private let bits: Int
    private let samples: Int
    private let photometric: Int

    init(_ fields: TIFFFields, _ limits: ImageLimits) throws(TIFFError) {
        self.fields = fields
        width = fields.first(.width) ?? 0
        height = fields.first(.height) ?? 0
        guard width > 0, height > 0 else { throw .malformed("it does not say its size") }
        guard width <= limits.maxWidth, height <= limits.maxHeight,
            width * height <= limits.maxPixels
        else { throw .tooLarge(width: width, height: height) }
        bits = fields.first(.bits) ?? 1
        samples = fields.first(.samples) ?? 1
        photometric = fields.first(.photometric) ?? 0
        guard bits == 8 || bits == 1 && samples == 1 else {
            throw .unsupported("\(bits) bits for each of \(samples) samples")
        }
        guard 1...4 ~= samples, (0...2).contains(photometric), (photometric == 2) == (samples >= 3)
        else { throw .unsupported("colours of kind \(photometric)") }
        guard fields.first(.planes) ?? 1 == 1, fields.first(.predictor) ?? 1 == 1 else {
            throw .unsupported("planes or a predictor")
        }
    }

    private var rowBytes: Int { (width * bits * samples + 7) / 8 }

    func pixmap() throws(TIFFError) -> Pixmap {
        let rows = try rows()
        var rgba = [UInt8](repeating: 255, count: width * height * 4)
        for y in 0..<height {
            for x in 0..<width {
                let to = (y * width + x) * 4
                for channel in 0..<3 { rgba[to + channel] = level(rows, x, y, channel) }
                if samples == 4 { rgba[to + 3] = rows[y * rowBytes + x * 4 + 3] }
            }
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }

    private func level(_ rows: [UInt8], _ x: Int, _ y: Int, _ channel: Int) -> UInt8 {
        guard photometric != 2 else { return rows[y * rowBytes + x * samples + channel] }
        let value =
            bits == 8
            ? rows[y * rowBytes + x * samples]
            : rows[y * rowBytes + x / 8] << UInt8(x % 8) & 0x80 == 0 ? 0 : 255
        return photometric == 0 ? 255 - value : value
    }

    private func rows() throws(TIFFError) -> [UInt8] {
        let offsets = fields.all(.offsets)
        let lengths = fields.all(.lengths)
        let perStrip = min(height, max(1, fields.first(.rowsPerStrip) ?? height))
        var rows: [UInt8] = []
        for (index, offset) in offsets.enumerated() {
            let left = height - index * perStrip
            guard left > 0 else { break }
            let wanted = min(perStrip, left) * rowBytes
            let length = index < lengths.count ? lengths[index] : fields.file.count - offset
            guard offset >= 0, length >= 0, offset <= fields.file.count,
                length <= fields.file.count - offset
            else { throw .malformed("a strip runs past the end") }
            rows += try strip(Array(fields.file[offset..<offset + length]), wanted)
        }
        guard rows.count == rowBytes * height else { throw .malformed("rows are missing") }
        return rows
    }

    private func strip(_ packed: [UInt8], _ wanted: Int) throws(TIFFError) -> [UInt8] {
        let bytes: [UInt8]?
        switch fields.first(.compression) ?? 1 {
        case 1: bytes = packed.count >= wanted ? Array(packed.prefix(wanted)) : nil
        case 8, 32946: bytes = Self.inflated(packed, wanted)
        case 32773: bytes = Self.unpacked(packed, wanted)
        case let other: throw .unsupported("compression \(other)")
        }
        guard let bytes else { throw .malformed("a strip can't be unpacked") }
        return bytes
    }

    private static func inflated(_ packed: [UInt8], _ wanted: Int) -> [UInt8]? {
        guard let engine = libdeflate_alloc_decompressor() else { return nil }
        defer { libdeflate_free_decompressor(engine) }
        var bytes = [UInt8](repeating: 0, count: wanted)
        let result = libdeflate_zlib_decompress(
            engine, packed, packed.count, &bytes, wanted, nil)
        return result == LIBDEFLATE_SUCCESS ? bytes : nil
    }

    /// PackBits: a count, then so many bytes, or one byte so often.
    private static func unpacked(_ packed: [UInt8], _ wanted: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        var at = 0
        while bytes.count < wanted, at + 1 < packed.count {
            let count = Int(Int8(bitPattern: packed[at]))
            if count >= 0 {
                bytes += packed[(at + 1)..<min(packed.count, at + 2 + count)]
                at += 2 + count
            } else {
                if count > -128 { bytes += repeatElement(packed[at + 1], count: 1 - count) }
                at += count > -128 ? 2 : 1
            }
        }
        return bytes.count >= wanted ? Array(bytes.prefix(wanted)) : nil
    }
}

/// The fields of a TIFF file's first picture.
private struct TIFFFields {
    enum Tag: Int {
        case width = 256, height = 257, bits = 258, compression = 259, photometric = 262
        case offsets = 273, samples = 277, rowsPerStrip = 278, lengths = 279, planes = 284
        case predictor = 317
    }

    let file: [UInt8]
    private let isLittle: Bool
    private var values: [Int: [Int]] = [:]

    /// The most values of one field that are read: strips of a page.
    private static let mostValues = 65_536

    /// Reads the fields; nil for what is no TIFF file.
    init?(_ file: [UInt8]) throws(TIFFError) {
        guard file.count >= 8 else { return nil }
        switch Array(file.prefix(4)) {
        case [0x49, 0x49, 42, 0]: isLittle = true
        case [0x4D, 0x4D, 0, 42]: isLittle = false
        default: return nil
        }
        self.file = file
        let start = number(at: 4, 4)
        guard start + 2 <= file.count else { throw .malformed("it ends early") }
        for index in 0..<number(at: start, 2) {
            let at = start + 2 + index * 12
            guard at + 12 <= file.count else { throw .malformed("it ends early") }
            try read(at)
        }
    }

    func first(_ tag: Tag) -> Int? { values[tag.rawValue]?.first }
    func all(_ tag: Tag) -> [Int] { values[tag.rawValue] ?? [] }

    private mutating func read(_ at: Int) throws(TIFFError) {
        let tag = number(at: at, 2)
        guard Tag(rawValue: tag) != nil, let size = [1: 1, 3: 2, 4: 4][number(at: at + 2, 2)]
        else { return }
        let count = number(at: at + 4, 4)
        guard 1...Self.mostValues ~= count else { throw .malformed("a field has \(count) values") }
        let place = count * size <= 4 ? at + 8 : number(at: at + 8, 4)
        guard place <= file.count - count * size else { throw .malformed("it ends early") }
        values[tag] = (0..<count).map { number(at: place + $0 * size, size) }
    }

    private func number(at place: Int, _ size: Int) -> Int {
        let bytes = file[place..<place + size]
        return isLittle
            ? bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
            : bytes.reduce(0) { $0 << 8 | Int($1) }
    }
}
