internal import CDeflate

/// What reading and writing zip archives share (PKWARE, APPNOTE.TXT 6.3.10, section 4.3).
enum ZipFormat {
    static let localHeader: UInt32 = 0x0403_4B50
    static let centralHeader: UInt32 = 0x0201_4B50
    static let end: UInt32 = 0x0605_4B50

    static let localLength = 30
    static let centralLength = 46
    static let endLength = 22

    /// Names are UTF-8.
    static let utf8: UInt16 = 1 << 11
    /// 1980-01-01, the first day that the format can say: exports of the same are the same bytes.
    static let firstDay: UInt16 = 0x0021

    static func checksum(of bytes: [UInt8]) -> UInt32 {
        bytes.withUnsafeBytes { libdeflate_crc32(0, $0.baseAddress, $0.count) }
    }
}

/// Numbers as zip archives write them: the lowest byte first.
struct LittleEndian {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Two bytes at a place inside.
    func short(_ place: Int) -> UInt16 { UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8 }

    /// Four bytes at a place inside.
    func long(_ place: Int) -> UInt32 {
        UInt32(short(place)) | UInt32(short(place + 2)) << 16
    }
}

extension [UInt8] {
    mutating func append(little value: UInt16) {
        append(UInt8(truncatingIfNeeded: value))
        append(UInt8(truncatingIfNeeded: value >> 8))
    }

    mutating func append(little value: UInt32) {
        append(little: UInt16(truncatingIfNeeded: value))
        append(little: UInt16(truncatingIfNeeded: value >> 16))
    }
}
