/// One edit as the drift meter sees it: what it changed, and how far the rest has drifted.
public struct StyleReading: Sendable {
    /// The cells that the edit changed; all of them where it made another picture.
    public let edited: CellMap
    /// Whether the picture still shows what the one before it shows.
    public let isPaired: Bool
    private let keepsForms: Bool
    private let picture: StyleRecord
    private let size: (width: Int, height: Int)

    /// Compares a picture with the one that it was made from.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - base: The picture that was edited.
    ///   - mask: Where it was edited, in any size; nil where nobody said so.
    ///   - others: The pictures that its distance will be asked from: all are measured in the size
    ///     of the smallest.
    public init(
        of picture: StyleSample, editedFrom base: StyleSample, excluding mask: Mask? = nil,
        besides others: [StyleSample] = []
    ) {
        size = Canonical.size(base.pixmap, ([picture] + others).map(\.pixmap))
        self.picture = StyleRecord(picture.pixmap, size)
        let pairing = CellPairing(
            StyleRecord(base.pixmap, size), self.picture, excluding: mask)
        (isPaired, keepsForms) = (pairing.isPaired, pairing.keepsForms)
        edited =
            isPaired
            ? pairing.edited
            : CellMap(columns: pairing.edited.columns, rows: pairing.edited.rows, all: true)
    }

    /// How far the picture is from what it should look like.
    ///
    /// - Parameters:
    ///   - first: The picture that drift is measured against.
    ///   - patches: What edits changed since, the oldest first.
    ///   - lost: Cells of which nobody knows what they should look like.
    /// - Returns: The distance; of the whole pictures, where the edit made another picture.
    public func distance(
        from first: StyleSample, patches: [StylePatch] = [], except lost: CellMap? = nil
    ) -> StyleDistance {
        let first = StyleRecord(first.pixmap, size)
        guard isPaired else { return StyleDistance(wholes: first, picture) }
        let kept = edited.inverted
        return StyleDistance(
            from: patchwork(first, patches), to: picture,
            among: lost.map(kept.subtracting) ?? kept)
    }

    /// How far the rendering is from what it should be, where the edit asked for other light.
    ///
    /// That changes colours, contrast and soft forms by rights. So only what it leaves alone is measured,
    /// all over the picture: edges that grow softer, slopes that grow fewer, noise that no more light
    /// explains, and how the finest octave stands to the second in flat cells.
    ///
    /// - Parameters:
    ///   - first: The picture that drift is measured against.
    ///   - patches: What edits changed since, the oldest first.
    ///   - lost: Cells of which nobody knows what they should look like.
    /// - Returns: The distance in multiples of the spread; nil where the picture shows something else, or
    ///   too little is left to tell.
    public func renderingInOtherLight(
        from first: StyleSample, patches: [StylePatch] = [], except lost: CellMap? = nil
    ) -> Double? {
        guard keepsForms else { return nil }
        let all = CellMap(columns: edited.columns, rows: edited.rows, all: true)
        let reference = patchwork(StyleRecord(first.pixmap, size), patches)
        return StyleDistance.renderingInOtherLight(
            from: reference, to: picture, among: lost.map(all.subtracting) ?? all)
    }

    private func patchwork(_ first: StyleRecord, _ patches: [StylePatch]) -> StylePatchwork {
        var reference = StylePatchwork(first)
        for patch in patches {
            reference.lay(
                StyleRecord(patch.picture.pixmap, size), over: patch.cells, without: patch.shift)
        }
        return reference
    }
}
