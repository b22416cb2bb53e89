/// A picture, shrunk to what drift is measured on: at most 512 pixels a side.
public struct StyleSample: Sendable {
    let pixmap: Pixmap

    /// Shrinks a picture by averaging areas; a small one stays as it is.
    public init(_ picture: Pixmap) {
        let size = Canonical.size(picture, [])
        if size == (picture.width, picture.height), picture.isOpaque {
            pixmap = picture
        } else {
            pixmap = StylePlanes(picture, size).pixmap
        }
    }
}

/// A patch of what a picture is measured against: what an edit changed, as it left it.
public struct StylePatch: Sendable {
    /// The picture that the edit made.
    public let picture: StyleSample
    /// The cells that it changed.
    public let cells: CellMap
    /// How far the rendering of the rest had moved by then; nil where nobody knows.
    public let shift: RenderingShift?

    /// Notes a patch.
    public init(_ picture: StyleSample, _ cells: CellMap, shift: RenderingShift? = nil) {
        (self.picture, self.cells, self.shift) = (picture, cells, shift)
    }
}
