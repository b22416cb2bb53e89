internal import CPango
internal import CRsvg
internal import Pixels

/// Turns composed SVG into pixels with librsvg and cairo.
enum Rasteriser {
    /// Draws the whole document onto a surface of the given size.
    static func pixmap(of svg: String, width: Int, height: Int) throws(SketchError) -> Pixmap {
        guard
            let surface = cairo_image_surface_create(
                CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))
        else { throw .notRasterised("cairo has no surface of \(width)x\(height)") }
        defer { cairo_surface_destroy(surface) }
        try render(svg, on: surface, width: width, height: height)
        cairo_surface_flush(surface)
        guard cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS,
            let data = cairo_image_surface_get_data(surface)
        else { throw .notRasterised("cairo could not draw \(width)x\(height)") }
        let stride = Int(cairo_image_surface_get_stride(surface))
        return straight(UnsafeRawPointer(data), stride: stride, width: width, height: height)
    }

    private static func render(
        _ svg: String, on surface: OpaquePointer, width: Int, height: Int
    ) throws(SketchError) {
        var text = svg
        var failure: UnsafeMutablePointer<GError>?
        let document = text.withUTF8 { bytes in
            rsvg_handle_new_from_data(bytes.baseAddress, gsize(bytes.count), &failure)
        }
        guard let document else { throw .notRasterised(message(of: &failure)) }
        defer { g_object_unref(UnsafeMutableRawPointer(document)) }
        let context = cairo_create(surface)
        defer { cairo_destroy(context) }
        var frame = RsvgRectangle(x: 0, y: 0, width: Double(width), height: Double(height))
        guard rsvg_handle_render_document(document, context, &frame, &failure) != 0 else {
            throw .notRasterised(message(of: &failure))
        }
    }

    private static func message(of failure: inout UnsafeMutablePointer<GError>?) -> String {
        defer {
            g_error_free(failure)
            failure = nil
        }
        guard let text = failure?.pointee.message else { return "librsvg gave no reason" }
        return String(cString: text)
    }

    /// Premultiplied native-endian BGRA to straight RGBA.
    private static func straight(
        _ data: UnsafeRawPointer, stride: Int, width: Int, height: Int
    ) -> Pixmap {
        let count = width * height * 4
        let rgba = [UInt8](unsafeUninitializedCapacity: count) { out, filled in
            for y in 0..<height {
                let row = data + y * stride
                var at = y * width * 4
                var x = 0
                // Plain steps and no ranges: a debug build runs this for every test picture.
                while x < width {
                    let pixel = row.load(fromByteOffset: x &* 4, as: UInt32.self)
                    let alpha = pixel >> 24
                    var red = pixel >> 16 & 255, green = pixel >> 8 & 255, blue = pixel & 255
                    if alpha != 255, alpha != 0 {
                        red = min(255, red * 255 / alpha)
                        green = min(255, green * 255 / alpha)
                        blue = min(255, blue * 255 / alpha)
                    }
                    out[at] = UInt8(truncatingIfNeeded: red)
                    out[at &+ 1] = UInt8(truncatingIfNeeded: green)
                    out[at &+ 2] = UInt8(truncatingIfNeeded: blue)
                    out[at &+ 3] = UInt8(truncatingIfNeeded: alpha)
                    at = at &+ 4
                    x = x &+ 1
                }
            }
            filled = count
        }
        return Pixmap(width: width, height: height, rgba: rgba)
    }

    /// The versions of the libraries that decide the pixels.
    static var versions: String {
        let rsvg = "\(LIBRSVG_MAJOR_VERSION).\(LIBRSVG_MINOR_VERSION).\(LIBRSVG_MICRO_VERSION)"
        return "librsvg \(rsvg); cairo \(String(cString: cairo_version_string()))"
    }
}
