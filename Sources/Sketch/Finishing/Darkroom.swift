internal import Pixels

/// Makes the file that was asked for out of composed SVG.
struct Darkroom {
    let request: SketchRequest
    let style: Style

    func bytes(of svg: String) throws(SketchError) -> [UInt8] {
        if request.format == .svg { return Array(svg.utf8) }
        return try file(of: try pixmap(of: svg))
    }

    /// The pixels as a file.
    func file(of pixmap: Pixmap) throws(SketchError) -> [UInt8] {
        do {
            switch request.format {
            case .png, .svg: return try pixmap.png()
            case .jpeg: return try pixmap.jpeg(quality: request.compression ?? 90)
            case .webp: return try pixmap.webp(quality: request.compression ?? 90)
            }
        } catch {
            throw .notEncoded(error)
        }
    }

    func pixmap(of svg: String) throws(SketchError) -> Pixmap {
        let (width, height) = (request.width, request.height)
        switch style {
        case .pixelArt:
            let grid = PixelArt.grid(width: width, height: height)
            let small = try Rasteriser.pixmap(of: svg, width: grid.width, height: grid.height)
            return PixelArt.finished(small, width: width, height: height)
        case .watercolour:
            let full = try Rasteriser.pixmap(of: svg, width: width, height: height)
            return Watercolour(seed: request.seed).finished(full)
        default:
            return try Rasteriser.pixmap(of: svg, width: width, height: height)
        }
    }
}
