public import Pixels

/// Where a picture may be changed, in the form that providers take: a PNG of the picture's size,
/// whose transparent pixels may change.
public struct EditMask: Hashable, Sendable {
    /// The file.
    public let file: [UInt8]
    /// The mask's size, which is the picture's.
    public let size: Size
    /// What may change.
    public let region: Mask

    /// Makes the mask of a rectangle.
    ///
    /// - Parameters:
    ///   - box: What may change.
    ///   - size: The picture's size.
    /// - Throws: ``Refusal`` where the rectangle leaves the picture or covers it whole.
    public init(_ box: PictureBox, in size: Size) throws(Refusal) {
        guard box.fits(width: size.width, height: size.height) else {
            throw Refusal(
                field: "box", reason: "\(box) leaves the picture, which is \(size)",
                wayOut: "Give x,y,w,h in pixels from the top left corner.")
        }
        guard box.area < size.width * size.height else {
            throw Refusal(
                field: "box", reason: "\(box) covers the whole picture",
                wayOut: "Leave it out: without a region everything may change.")
        }
        var pixmap = Pixmap(
            width: size.width, height: size.height,
            rgba: Array(repeating: 255, count: size.width * size.height * 4))
        for y in box.y..<box.y + box.height {
            for x in box.x..<box.x + box.width {
                let start = (y * size.width + x) * 4
                for channel in 0..<4 { pixmap.rgba[start + channel] = 0 }
            }
        }
        do {
            file = try pixmap.png()
        } catch {
            throw Refusal(
                field: "box", reason: "its mask can't be written (\(error))",
                wayOut: "Give a mask's file instead.")
        }
        self.size = size
        region = Self.region(pixmap)
    }

    /// Reads a mask's file.
    ///
    /// - Parameters:
    ///   - file: A PNG.
    ///   - size: The picture's size.
    /// - Throws: ``Refusal`` that says what is wrong with it and what to do.
    public init(file: [UInt8], for size: Size) throws(Refusal) {
        guard PictureFormat(sniffing: file) == .png else {
            throw Self.refusal(
                "it is no PNG", "Make it a PNG whose transparent pixels say where to change.")
        }
        let pixmap: Pixmap
        do {
            pixmap = try Pixmap(decoding: file)
        } catch {
            throw Self.refusal("it can't be read (\(error))", "Export it again as a PNG.")
        }
        let own = Size(width: pixmap.width, height: pixmap.height)
        guard own == size else {
            throw Self.refusal(
                "it is \(own), and the picture is \(size)", "Both must have the same size.")
        }
        let region = Self.region(pixmap)
        guard region.bits.contains(1) else {
            throw Self.refusal(
                "no pixel of it is transparent, so nothing may change",
                "Make the pixels transparent that may change; black and white mean nothing.")
        }
        guard region.bits.contains(0) else {
            throw Self.refusal(
                "every pixel of it is transparent, so everything may change",
                "Leave it out, or make opaque what must stay.")
        }
        self.file = file
        self.size = size
        self.region = region
    }

    private static func region(_ pixmap: Pixmap) -> Mask {
        // A soft edge belongs to what may change: whoever feathers a mask means it.
        let bits = stride(from: 3, to: pixmap.rgba.count, by: 4).map {
            pixmap.rgba[$0] < 255 ? UInt8(1) : 0
        }
        return Mask(width: pixmap.width, height: pixmap.height, bits: bits)
    }

    private static func refusal(_ reason: String, _ wayOut: String) -> Refusal {
        Refusal(field: "mask", reason: reason, wayOut: wayOut)
    }
}
