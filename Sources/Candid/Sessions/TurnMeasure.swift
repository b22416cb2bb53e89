public import Pixels

extension TurnDraft {
    /// How far the pixels of this turn's picture have drifted from the pinned one.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - store: Where the pinned picture lies.
    /// - Returns: nil for a new picture, which others are measured against, and where no picture
    ///   that it is measured against can be read any more.
    /// - Throws: Whatever the store throws.
    public func pixelDrift(
        of picture: Pixmap, _ store: any PictureStore
    ) async throws -> PixelDrift? {
        guard kind != .new, let pinned = start.pinned else { return nil }
        let changed = PixelDrift.Channel.changed(by: newFacets)
        var files: [Digest: Pixmap] = [:]
        var references: [PixelDrift.Channel: Pixmap] = [:]
        for channel in PixelDrift.Channel.allCases where !changed.contains(channel) {
            let file = start.references[channel.rawValue]?.file ?? pinned.file
            if files[file.digest] == nil, let bytes = try await store.bytes(of: file.digest) {
                files[file.digest] = try? Pixmap(decoding: bytes)
            }
            references[channel] = files[file.digest]
        }
        var edited: Mask?
        if let mask, let size = mask.size, let file = try await store.bytes(of: mask.digest) {
            edited = (try? EditMask(file: file, for: size))?.region
                .resized(width: picture.width, height: picture.height)
        } else if let box = contract?.box {
            edited = Mask(
                width: picture.width, height: picture.height,
                boxes: [box])
        }
        var drift = PixelDrift(of: picture, against: references, edited: edited)
        for channel in PixelDrift.Channel.allCases {
            guard let reading = drift[channel], let built = start.built?[channel.rawValue] else {
                continue
            }
            drift[channel] = max(reading, built)
        }
        return drift
    }

    /// How far the pixels of a run's picture have drifted.
    ///
    /// - Parameters:
    ///   - receipt: The run that carried the turn out.
    ///   - store: Where its picture and the pinned one lie.
    /// - Returns: nil also where there is no picture, or it has no pixels to measure.
    /// - Throws: Whatever the store throws.
    public func pixelDrift(
        of receipt: Receipt, in store: any PictureStore
    ) async throws -> PixelDrift? {
        guard receipt.state == .finished, let picture = receipt.pictures.first,
            let bytes = try await store.bytes(of: picture.digest),
            // An SVG has none.
            let pixmap = try? Pixmap(decoding: bytes)
        else { return nil }
        return try await pixelDrift(of: pixmap, store)
    }

    /// That the picture to change is there, as it was.
    ///
    /// - Throws: ``Refusal`` where it was deleted or altered; whatever the store throws.
    public func checkBase(_ store: any PictureStore) async throws {
        guard let base else { return }
        let name = base.turn.map { "the picture of turn \($0)" } ?? "the picture to change"
        try await Self.check(base.file.digest, name, "go back to another turn", in: store)
        guard let mask else { return }
        try await Self.check(mask.digest, "the mask", "drop it with :mask none", in: store)
    }

    private static func check(
        _ digest: Digest, _ name: String, _ other: String, in store: any PictureStore
    ) async throws {
        guard let bytes = try await store.bytes(of: digest) else {
            throw Refusal(
                field: "picture", reason: "\(name) is no longer in the store",
                wayOut: "Put the file with the digest \(digest) back, or \(other); the session is "
                    + "as it was.")
        }
        guard Digest(of: bytes) == digest else {
            throw Refusal(
                field: "picture", reason: "\(name) was altered in the store",
                wayOut: "Restore the file from a backup, or \(other); the session is as it was.")
        }
    }
}
