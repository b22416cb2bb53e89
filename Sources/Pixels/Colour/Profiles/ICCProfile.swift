internal import CLCMS

/// A colour profile, opened by Little CMS.
final class ICCProfile {
    let handle: cmsHPROFILE

    /// Opens a profile that came with a picture; nil where Little CMS can't read it.
    init?(_ bytes: [UInt8]) {
        let opened = bytes.withUnsafeBytes {
            cmsOpenProfileFromMem($0.baseAddress, UInt32($0.count))
        }
        guard let opened else { return nil }
        handle = opened
    }

    /// Makes the profile of a space that is told by numbers.
    init?(_ space: ColourSpace) {
        let made =
            switch space.curve {
            case .sRGB:
                cmsBuildParametricToneCurve(
                    nil, 4, [2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
            case .video:
                cmsBuildParametricToneCurve(
                    nil, 4, [1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081])
            case .power(let exponent): cmsBuildGamma(nil, exponent)
            }
        guard let curve = made else { return nil }
        defer { cmsFreeToneCurve(curve) }
        func place(_ place: ColourSpace.Place) -> cmsCIExyY {
            cmsCIExyY(x: place.x, y: place.y, Y: 1)
        }
        var white = place(space.white)
        var primaries = cmsCIExyYTRIPLE(
            Red: place(space.red), Green: place(space.green), Blue: place(space.blue))
        var curves: [OpaquePointer?] = [curve, curve, curve]
        guard let made = cmsCreateRGBProfile(&white, &primaries, &curves) else { return nil }
        handle = made
    }

    private init(owning handle: cmsHPROFILE) {
        self.handle = handle
    }

    static func sRGB() -> ICCProfile? { cmsCreate_sRGBProfile().map(ICCProfile.init(owning:)) }

    deinit { cmsCloseProfile(handle) }

    /// What it calls itself: untrusted, so only plain letters of it, and not many.
    var name: String {
        var letters = [CChar](repeating: 0, count: 128)
        cmsGetProfileInfoASCII(
            handle, cmsInfoDescription, "en", "US", &letters, UInt32(letters.count))
        let plain = letters.lazy.prefix { $0 != 0 }.filter { (0x20...0x7E).contains($0) }
        let name = String(decoding: plain.map(UInt8.init), as: UTF8.self)
        return name.isEmpty ? "a profile without a name" : name
    }

    /// Whether it describes the colours of a device or a space, as a picture's profile must.
    var isOfColours: Bool {
        [cmsSigInputClass, cmsSigDisplayClass, cmsSigOutputClass, cmsSigColorSpaceClass]
            .contains(cmsGetDeviceClass(handle))
    }

    /// Whether it is made of more steps than any real profile: each costs time at every node of
    /// the table that the transform is sampled into.
    var isEndless: Bool {
        [cmsSigDToB0Tag, cmsSigDToB1Tag, cmsSigDToB2Tag, cmsSigDToB3Tag].contains { tag in
            guard cmsIsTag(handle, tag) != 0, let read = cmsReadTag(handle, tag) else {
                return false
            }
            return cmsPipelineStageCount(OpaquePointer(read)) > 16
        }
    }

    func fits(_ stored: StoredColour) -> Bool {
        let space = cmsGetColorSpace(handle)
        return switch stored {
        case .rgb: space == cmsSigRgbData
        case .grey: space == cmsSigRgbData || space == cmsSigGrayData
        case .inks: space == cmsSigCmykData
        }
    }

    var isGrey: Bool { cmsGetColorSpace(handle) == cmsSigGrayData }
}

extension ICCProfile {
    /// Little CMS's version, such as 2.14.
    static var version: String {
        let number = cmsGetEncodedCMMversion()
        return "\(number / 1000).\(number % 1000 / 10)"
    }
}
