import CLCMS

@testable import Pixels

/// Colour profiles made for the tests, and files that carry them.
enum Profiles {
    static let displayP3 = ColourSpace(
        name: "Display P3", red: .init(x: 0.68, y: 0.32), green: .init(x: 0.265, y: 0.69),
        blue: .init(x: 0.15, y: 0.06), white: ColourSpace.d65, curve: .sRGB)

    /// sRGB whose red is called green: a picture's first two channels change places.
    static let swapped = ColourSpace(
        name: "swapped", red: ColourSpace.sRGB.green, green: ColourSpace.sRGB.red,
        blue: ColourSpace.sRGB.blue, white: ColourSpace.d65, curve: .sRGB)

    static func bytes(of space: ColourSpace, words: Int = 0) -> [UInt8] {
        guard let profile = ICCProfile(space) else { return [] }
        return saved(profile.handle, words: words)
    }

    /// Grey whose numbers are light itself.
    static func linearGrey() -> [UInt8] {
        guard let curve = cmsBuildGamma(nil, 1) else { return [] }
        defer { cmsFreeToneCurve(curve) }
        var white = cmsCIExyY(x: ColourSpace.d65.x, y: ColourSpace.d65.y, Y: 1)
        return closed(cmsCreateGrayProfile(&white, curve))
    }

    /// Four inks of which only black can be seen, as grey of the same lightness.
    static func blackInk() -> [UInt8] {
        guard let profile = cmsCreateProfilePlaceholder(nil),
            let pipeline = cmsPipelineAlloc(nil, 4, 3),
            let table = cmsStageAllocCLut16bit(nil, 9, 4, 3, nil)
        else { return [] }
        defer { cmsPipelineFree(pipeline) }
        cmsStageSampleCLut16bit(
            table,
            { inks, lab, _ in
                guard let inks, let lab else { return 0 }
                (lab[0], lab[1], lab[2]) = (65_535 - inks[3], 0x8000, 0x8000)
                return 1
            }, nil, 0)
        cmsPipelineInsertStage(pipeline, cmsAT_END, table)
        cmsSetProfileVersion(profile, 2.1)
        cmsSetDeviceClass(profile, cmsSigOutputClass)
        cmsSetColorSpace(profile, cmsSigCmykData)
        cmsSetPCS(profile, cmsSigLabData)
        cmsWriteTag(profile, cmsSigAToB0Tag, UnsafeRawPointer(pipeline))
        return closed(profile)
    }

    private static func closed(_ profile: cmsHPROFILE?) -> [UInt8] {
        guard let profile else { return [] }
        defer { cmsCloseProfile(profile) }
        return saved(profile, words: 0)
    }

    /// The profile's file, made as long as wanted by what it says of its copyright.
    private static func saved(_ profile: cmsHPROFILE, words: Int) -> [UInt8] {
        if words > 0, let text = cmsMLUalloc(nil, 1) {
            defer { cmsMLUfree(text) }
            cmsMLUsetASCII(text, "en", "US", String(repeating: "word ", count: words))
            cmsWriteTag(profile, cmsSigCopyrightTag, UnsafeRawPointer(text))
        }
        var count: UInt32 = 0
        cmsSaveProfileToMem(profile, nil, &count)
        var bytes = [UInt8](repeating: 0, count: Int(count))
        cmsSaveProfileToMem(profile, &bytes, &count)
        return bytes
    }

    /// A PNG with more chunks behind its header.
    static func png(_ file: [UInt8], _ chunks: [PNGChunk]) -> [UInt8] {
        var out = Array(file[..<33])
        for chunk in chunks { chunk.append(to: &out) }
        return out + file[33...]
    }

    static func iCCP(_ profile: [UInt8]) -> PNGChunk {
        PNGChunk(type: "iCCP", data: Array("test".utf8) + [0, 0] + stored(profile))
    }

    /// zlib without compression.
    static func stored(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = [0x78, 0x01]
        var (low, high): (UInt32, UInt32) = (1, 0)
        for byte in bytes {
            low = (low + UInt32(byte)) % 65521
            high = (high + low) % 65521
        }
        var rest = bytes[...]
        repeat {
            let part = rest.prefix(65_535)
            rest = rest.dropFirst(part.count)
            let count = [UInt8(part.count & 255), UInt8(part.count >> 8)]
            out += [rest.isEmpty ? 1 : 0] + count + count.map { ~$0 } + part
        } while !rest.isEmpty
        out.append(bigEndian: high << 16 | low)
        return out
    }

    /// A JPEG with the profile in as many segments as it takes.
    static func jpeg(_ file: [UInt8], _ profile: [UInt8], without missing: Int? = nil) -> [UInt8] {
        var out = Array(file[..<2])
        let parts = (profile.count + 65_518) / 65_519
        for part in 0..<parts where part != missing {
            let bytes = profile[(part * 65_519)..<min(profile.count, (part + 1) * 65_519)]
            let length = bytes.count + 16
            out += [0xFF, 0xE2, UInt8(length >> 8), UInt8(length & 255)]
            out += Array("ICC_PROFILE".utf8) + [0, UInt8(part + 1), UInt8(parts)] + bytes
        }
        return out + file[2...]
    }

    /// A simple WebP with the profile before its picture.
    static func webp(_ file: [UInt8], _ profile: [UInt8], width: Int, height: Int) -> [UInt8] {
        var body = Array("WEBPVP8X".utf8) + [10, 0, 0, 0, 0x20, 0, 0, 0]
        for side in [width - 1, height - 1] {
            body += [0, 8, 16].map { UInt8(truncatingIfNeeded: side >> $0) }
        }
        body += Array("ICCP".utf8)
        body.append(littleEndian: UInt32(profile.count))
        body += profile + [UInt8](repeating: 0, count: profile.count % 2) + file[12...]
        var out = Array("RIFF".utf8)
        out.append(littleEndian: UInt32(body.count))
        return out + body
    }
}
