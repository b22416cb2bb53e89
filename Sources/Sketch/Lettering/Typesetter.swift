internal import CPango
internal import Synchronization

/// Sets lettering with Pango and hands it out as outlines, so that a picture needs no font.
///
/// Pango's font map belongs to one thread at a time: a mutex guards the only one.
final class Typesetter: Sendable {
    private let state = Mutex<FontMap?>(nil)

    /// Lettering as a path at a size of 100 pixels, its ink starting at 0, 0.
    struct Outline: Sendable {
        let path: String
        let width: Double
        let height: Double
        /// Characters that no pinned font can draw.
        let missing: [Character]
    }

    enum Face: String, Sendable {
        case strong = "Lato Black, NanumGothic Bold, DejaVu Sans Bold"
        case plain = "Lato, NanumGothic, DejaVu Sans"
        case serif = "NanumMyeongjo Bold, Lato Black, DejaVu Sans Bold"

        /// The name that goes into the scene record.
        var font: String {
            switch self {
            case .strong: "Lato Black / NanumGothic Bold"
            case .plain: "Lato Regular / NanumGothic"
            case .serif: "NanumMyeongjo Bold"
            }
        }
    }

    func outline(_ text: String, face: Face) throws(SketchError) -> Outline {
        try state.withLock { map throws(SketchError) in
            if map == nil { map = try FontMap() }
            guard let map else { throw .notRasterised("pango has no font map") }
            return try map.outline(text, face: face)
        }
    }
}

/// Pango's font map over the pinned fonts.
private final class FontMap {
    private let map: UnsafeMutablePointer<PangoFontMap>

    init() throws(SketchError) {
        let configuration = try PinnedFonts.configuration()
        defer { FcConfigDestroy(configuration) }
        guard let map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT) else {
            throw .notRasterised("pango was built without FreeType")
        }
        pango_fc_font_map_set_config(OpaquePointer(map), configuration)
        self.map = map
    }

    deinit { g_object_unref(map) }

    func outline(_ text: String, face: Typesetter.Face) throws(SketchError) -> Typesetter.Outline {
        guard let context = pango_font_map_create_context(map) else {
            throw .notRasterised("pango has no context")
        }
        defer { g_object_unref(UnsafeMutableRawPointer(context)) }
        var missing: [Character] = []
        for character in text where !missing.contains(character) {
            let layout = layout(String(character), face: face, context)
            defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
            if pango_layout_get_unknown_glyphs_count(layout) > 0 { missing.append(character) }
        }
        let layout = layout(text.filter { !missing.contains($0) }, face: face, context)
        defer { g_object_unref(UnsafeMutableRawPointer(layout)) }
        var ink = PangoRectangle()
        pango_layout_get_pixel_extents(layout, &ink, nil)
        let path = Self.path(of: layout, left: Double(ink.x), top: Double(ink.y))
        return Typesetter.Outline(
            path: path, width: Double(ink.width), height: Double(ink.height), missing: missing)
    }

    private func layout(
        _ text: String, face: Typesetter.Face, _ context: OpaquePointer
    ) -> OpaquePointer? {
        let layout = pango_layout_new(context)
        let font = pango_font_description_from_string(face.rawValue)
        pango_font_description_set_absolute_size(font, 100 * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, font)
        pango_font_description_free(font)
        pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        pango_layout_set_line_spacing(layout, 0.95)
        pango_layout_set_text(layout, text, Int32(text.utf8.count))
        return layout
    }

    private static func path(of layout: OpaquePointer?, left: Double, top: Double) -> String {
        let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
        defer { cairo_surface_destroy(surface) }
        let drawing = cairo_create(surface)
        defer { cairo_destroy(drawing) }
        pango_cairo_layout_path(drawing, layout)
        guard let path = cairo_copy_path(drawing) else { return "" }
        defer { cairo_path_destroy(path) }
        guard let data = path.pointee.data else { return "" }
        var out = ""
        var at = 0
        while at < Int(path.pointee.num_data) {
            let header = data[at].header
            let points = (1..<max(1, Int(header.length))).map { data[at + $0].point }
            let text = points.map { "\($0.x - left) \($0.y - top)" }.joined(separator: " ")
            switch header.type {
            case CAIRO_PATH_MOVE_TO: out += "M" + text
            case CAIRO_PATH_LINE_TO: out += "L" + text
            case CAIRO_PATH_CURVE_TO: out += "C" + text
            default: out += "Z"
            }
            at += Int(header.length)
        }
        return out
    }
}
