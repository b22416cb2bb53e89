/// The ICC profile inside JPEG and WebP files.
enum EmbeddedProfile {
    private static let name: [UInt8] = Array("ICC_PROFILE".utf8) + [0]

    /// The profile in the APP2 segments of a JPEG: ICC.1:2022, annex B.4.
    ///
    /// Each segment says which it is and how many there are, both from 1.
    static func ofJPEG(_ file: [UInt8], limits: ImageLimits) -> ColourDescription {
        var parts: [Int: Range<Int>] = [:]
        var total = 0
        var at = 2
        while at + 4 <= file.count, file[at] == 0xFF, file[at + 1] != 0xDA {
            if file[at + 1] == 0xFF {
                at += 1
                continue
            }
            let length = file.bigEndian16(at: at + 2)
            guard length >= 2, at + 2 + length <= file.count else { break }
            let body = (at + 4)..<(at + 2 + length)
            if file[at + 1] == 0xE2, body.count > name.count + 2, file[body].starts(with: name) {
                let number = Int(file[body.lowerBound + name.count])
                total = Int(file[body.lowerBound + name.count + 1])
                parts[number] = (body.lowerBound + name.count + 2)..<body.upperBound
            }
            at = body.upperBound
        }
        guard !parts.isEmpty else { return .sRGB }
        let ordered = (1...max(1, total)).compactMap { parts[$0] }
        guard ordered.count == total, parts.count == total else {
            return .unusable("a part of its colour profile is missing")
        }
        guard ordered.reduce(0, { $0 + $1.count }) <= limits.maxProfileBytes else {
            return .tooLong(limits)
        }
        return .profile(ordered.flatMap { file[$0] })
    }

    /// The profile in the ICCP chunk of a WebP.
    static func ofWebP(_ file: [UInt8], limits: ImageLimits) -> ColourDescription {
        var at = 12
        while file.count - at >= 8 {
            let length = Int(file.littleEndian32(at: at + 4))
            guard length <= file.count - at - 8 else { break }
            if file[at..<(at + 4)].elementsEqual("ICCP".utf8) {
                guard length <= limits.maxProfileBytes else { return .tooLong(limits) }
                return .profile(Array(file[(at + 8)..<(at + 8 + length)]))
            }
            at += 8 + length + length % 2
        }
        return .sRGB
    }
}
