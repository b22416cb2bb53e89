public import Pixels

extension TurnDraft {
    /// How far the pixels of this turn's picture have drifted.
    ///
    /// Each cell of the picture is measured against the pinned picture, or against the picture of the
    /// edit that last changed it.
    ///
    /// - Parameters:
    ///   - picture: The picture.
    ///   - store: Where the earlier pictures lie.
    /// - Returns: nil for a new picture, which others are measured against, and where the picture
    ///   that it is measured against can't be read any more.
    /// - Throws: Whatever the store throws.
    public func pixelDrift(
        of picture: Pixmap, _ store: any PictureStore
    ) async throws -> PixelDrift? {
        guard kind != .new, let pinned = start.pinned else { return nil }
        let changed = PixelDrift.Channel.changed(by: newFacets)
        let known = try await samples(pinned, in: store)
        guard let first = known[pinned.file.digest] else { return nil }
        let mask = try await edited(in: picture, store)
        let reading = StyleReading(
            of: StyleSample(picture), editedFrom: base.flatMap { known[$0.file.digest] } ?? first,
            excluding: mask, besides: Array(known.values))
        var drift = PixelDrift(reading)
        var measured: [SessionPicture: StyleDistance] = [:]
        for channel in PixelDrift.Channel.allCases {
            let reference = start.references[channel.rawValue] ?? pinned
            guard let sample = known[reference.file.digest] else { continue }
            let layers = layers(since: reference, known)
            if changed.contains(channel) {
                guard channel == .rendering, asksOnlyForLight else { continue }
                drift.rendering = reading.renderingInOtherLight(
                    from: sample, patches: layers.patches, except: layers.lost
                )
                drift.compared = 1 - (layers.lost?.share ?? 0)
            } else {
                let distance =
                    measured[reference]
                    ?? reading.distance(from: sample, patches: layers.patches, except: layers.lost)
                measured[reference] = distance
                drift.take(channel, of: distance)
            }
            guard let value = drift[channel], let built = start.built?[channel.rawValue] else {
                continue
            }
            drift[channel] = max(value, built)
        }
        return drift
    }

    /// Whether nothing that this turn changes by rights keeps the rendering from being measured.
    private var asksOnlyForLight: Bool {
        newFacets.allSatisfy { facet in
            switch facet {
            case .lighting, .palette, .lettering, .subject: true
            case .style, .place, .composition, .everythingElse: false
            }
        }
    }

    /// What edits changed since a picture, and where nobody knows any more what they did.
    private func layers(
        since reference: SessionPicture, _ known: [Digest: StyleSample]
    ) -> (patches: [StylePatch], lost: CellMap?) {
        var patches: [StylePatch] = []
        var lost: CellMap?
        for patch in start.patches ?? []
        where (patch.picture.turn ?? 0) > (reference.turn ?? 0) {
            if let picture = known[patch.picture.file.digest] {
                patches.append(StylePatch(picture, patch.cells, shift: patch.shift))
            } else {
                lost = lost.map { $0.union(patch.cells) } ?? patch.cells
            }
        }
        return (patches, lost)
    }

    /// The pictures that this turn's is compared with, as far as they can be read.
    private func samples(
        _ pinned: SessionPicture, in store: any PictureStore
    ) async throws -> [Digest: StyleSample] {
        let pictures =
            [pinned] + [base].compactMap(\.self) + start.references.values
            + (start.patches ?? []).map(\.picture)
        var known: [Digest: StyleSample] = [:]
        for digest in pictures.map(\.file.digest) where known[digest] == nil {
            guard let bytes = try await store.bytes(of: digest),
                let pixmap = try? Pixmap(decoding: bytes)
            else { continue }
            known[digest] = StyleSample(pixmap)
        }
        return known
    }

    /// Where the picture was edited, as far as a mask or a box says so.
    private func edited(in picture: Pixmap, _ store: any PictureStore) async throws -> Mask? {
        if let mask, let size = mask.size, let file = try await store.bytes(of: mask.digest) {
            return (try? EditMask(file: file, for: size))?.region
                .resized(width: picture.width, height: picture.height)
        }
        return contract?.box.map {
            Mask(width: picture.width, height: picture.height, boxes: [$0])
        }
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
