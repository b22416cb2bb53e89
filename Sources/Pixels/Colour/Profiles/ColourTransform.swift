internal import CLCMS

/// A way from a profile's numbers to sRGB, four bytes a pixel.
final class ColourTransform {
    /// How the numbers lie in memory, in Little CMS's way of saying it (`TYPE_…` in `lcms2.h`).
    struct Layout {
        let code: UInt32
        let isGrey: Bool
        let isWide: Bool

        private init(
            space: Int32, inverted: UInt32 = 0, extra: UInt32, channels: UInt32, bytes: UInt32
        ) {
            let kind = UInt32(bitPattern: space) << 16 | inverted << 13
            code = kind | extra << 7 | channels << 3 | bytes
            isGrey = space == PT_GRAY
            isWide = bytes == 2
        }

        /// Red, green, blue and a byte or word that is left alone.
        static func rgb(bytes: UInt32) -> Layout {
            Layout(space: PT_RGB, extra: 1, channels: 3, bytes: bytes)
        }
        /// Grey, twice the same again and alpha.
        static func grey(bytes: UInt32) -> Layout {
            Layout(space: PT_GRAY, extra: 3, channels: 1, bytes: bytes)
        }
        static let inks = Layout(space: PT_CMYK, inverted: 1, extra: 0, channels: 4, bytes: 1)
    }

    private let handle: cmsHTRANSFORM
    /// What each level of grey becomes, four bytes each; empty for colours.
    private var greys: [UInt8] = []

    /// Nil where Little CMS finds no way.
    ///
    /// Perceptual, as browsers and Pillow's ImageCms do it: profiles of screens have no other way,
    /// and those of printers are made for this one. What Little CMS does to be quicker is exact for
    /// eight bits of colour only: grey and dark sixteen bits came out up to ten levels off.
    init?(from profile: ICCProfile, _ layout: Layout) {
        let isExact = layout.isGrey || layout.isWide
        guard let own = ICCProfile.sRGB(),
            let made = cmsCreateTransform(
                profile.handle, layout.code, own.handle, Layout.rgb(bytes: 1).code,
                UInt32(INTENT_PERCEPTUAL), isExact ? UInt32(cmsFLAGS_NOOPTIMIZE) : 0)
        else { return nil }
        handle = made
        guard layout.isGrey, !layout.isWide else { return }
        var levels: [UInt8] = (0..<1024).map { $0 % 4 == 3 ? 255 : UInt8($0 / 4) }
        convert(&levels)
        greys = levels
    }

    deinit { cmsDeleteTransform(handle) }

    /// Converts in place: a pixel is read before it is written, and alpha is not touched.
    func apply(to pixels: inout [UInt8]) {
        guard !greys.isEmpty else { return convert(&pixels) }
        pixels.withUnsafeMutableBufferPointer { pixels in
            for at in stride(from: 0, to: pixels.count, by: 4) {
                let level = Int(pixels[at]) &* 4
                for channel in 0..<3 { pixels[at &+ channel] = greys[level &+ channel] }
            }
        }
    }

    private func convert(_ pixels: inout [UInt8]) {
        pixels.withUnsafeMutableBytes { bytes in
            cmsDoTransform(handle, bytes.baseAddress, bytes.baseAddress, UInt32(bytes.count / 4))
        }
    }

    /// Converts sixteen bits to eight.
    func applied(to wide: [UInt16]) -> [UInt8] {
        wide.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: wide.count) { out, count in
                cmsDoTransform(handle, source.baseAddress, out.baseAddress, UInt32(wide.count / 4))
                for at in stride(from: 3, to: wide.count, by: 4) {
                    out[at] = UInt8((UInt32(source[at]) &* 255 &+ 32_767) / 65_535)
                }
                count = wide.count
            }
        }
    }
}
