/// Sums of PNG chunks made right again, or hardly any made-up file would get past them.
enum PNGSums {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { sum, _ in
            sum & 1 == 1 ? 0xEDB8_8320 ^ sum >> 1 : sum >> 1
        }
    }

    /// The file with right sums; any other file as it is.
    static func mended(_ file: [UInt8]) -> [UInt8] {
        guard file.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return file }
        var out = file
        var at = 8
        while out.count - at >= 12 {
            let length = out[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) }
            guard length <= out.count - at - 12 else { break }
            let sum = ~out[(at + 4)..<(at + 8 + length)].reduce(UInt32.max) {
                table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8
            }
            for byte in 0..<4 {
                out[at + 8 + length + byte] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * byte))
            }
            at += 12 + length
        }
        return out
    }
}
