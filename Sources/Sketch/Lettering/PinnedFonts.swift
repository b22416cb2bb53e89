internal import CPango
#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// The font files that lettering is set in, wherever the machine's own configuration points.
enum PinnedFonts {
    struct File: Sendable {
        let path: String
        let package: String
    }

    /// First choice, Korean, and what the others lack.
    static let files = [
        File(path: "/usr/share/fonts/truetype/lato/Lato-Black.ttf", package: "fonts-lato"),
        File(path: "/usr/share/fonts/truetype/lato/Lato-Regular.ttf", package: "fonts-lato"),
        File(path: "/usr/share/fonts/truetype/nanum/NanumGothicBold.ttf", package: "fonts-nanum"),
        File(path: "/usr/share/fonts/truetype/nanum/NanumMyeongjoBold.ttf", package: "fonts-nanum"),
        File(
            path: "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf",
            package: "fonts-dejavu-core"),
    ]

    /// A configuration that knows these files and nothing else.
    static func configuration() throws(SketchError) -> OpaquePointer {
        for file in files where access(file.path, R_OK) != 0 {
            throw .missingFont(path: file.path, package: file.package)
        }
        guard let configuration = FcConfigCreate() else {
            throw .notRasterised("fontconfig could not start")
        }
        for file in files where FcConfigAppFontAddFile(configuration, file.path) == 0 {
            FcConfigDestroy(configuration)
            throw .missingFont(path: file.path, package: file.package)
        }
        return configuration
    }
}
