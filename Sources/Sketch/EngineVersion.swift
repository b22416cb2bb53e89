internal import CPango
internal import CRsvg
internal import Pixels
internal import Synchronization

/// What decides the pixels besides the request: the engine, the art, the libraries, the fonts.
enum EngineVersion {
    /// Raised whenever the same request may give another picture.
    static let engine = "1"

    static let description: String = {
        let parts = [
            "sketch \(engine)", "art \(art)", Rasteriser.versions,
            "pango \(String(cString: pango_version_string()))", PixelsVersion.description,
            "fonts \(fonts)",
        ]
        return parts.joined(separator: "; ")
    }()

    private static let art: String = {
        var sum = Checksum()
        for file in EmbeddedArt.all.sorted(by: { "\($0.path)" < "\($1.path)" }) {
            file.path.withUTF8Buffer { sum.add($0) }
            file.text.withUTF8Buffer { sum.add($0) }
        }
        return sum.text()
    }()

    /// The digests of the pinned fonts; one that is missing says so.
    private static let fonts: String = {
        PinnedFonts.files.map { file in
            let name = file.path.split(separator: "/").last ?? ""
            return "\(name) \(Checksum.ofFile(file.path) ?? "missing")"
        }.joined(separator: ", ")
    }()
}

/// The first 16 digits of a SHA-256, through GLib, which librsvg brings along anyway.
struct Checksum: ~Copyable {
    private let state = g_checksum_new(G_CHECKSUM_SHA256)

    mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
        g_checksum_update(state, bytes.baseAddress, gssize(bytes.count))
    }

    func text() -> String {
        g_checksum_get_string(state).map { String(String(cString: $0).prefix(16)) } ?? ""
    }

    deinit { g_checksum_free(state) }

    /// The digest of a file, or nil when it can't be read.
    static func ofFile(_ path: String) -> String? {
        var contents: UnsafeMutablePointer<CChar>?
        var count: gsize = 0
        guard g_file_get_contents(path, &contents, &count, nil) != 0, let contents else {
            return nil
        }
        defer { g_free(contents) }
        var sum = Checksum()
        contents.withMemoryRebound(to: UInt8.self, capacity: Int(count)) {
            sum.add(UnsafeBufferPointer(start: $0, count: Int(count)))
        }
        return sum.text()
    }
}
