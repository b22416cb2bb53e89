internal import CDeflate
internal import CSpng
internal import CWebP

/// The versions of the codecs that decide the bytes of a written picture.
public enum PixelsVersion {
    /// Names and versions, such as `libdeflate 1.14; libspng 0.7.3; libwebp 1.2.4`.
    public static var description: String {
        let webp = WebPGetEncoderVersion()
        let parts = [
            "libdeflate \(LIBDEFLATE_VERSION_STRING)",
            "libspng \(String(cString: spng_version_string()))",
            "libwebp \(webp >> 16).\(webp >> 8 & 255).\(webp & 255)",
            "libjpeg-turbo \(JPEGCodec.version)",
        ]
        return parts.joined(separator: "; ")
    }

    /// Name and version of what brings pictures that are read to sRGB, such as `lcms 2.14`.
    public static var colours: String { "lcms \(ICCProfile.version)" }
}
