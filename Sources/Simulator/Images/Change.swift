import Candid
import Pixels
import Sketch

/// How a delivered picture came about, so that it can be changed again whatever was done to it.
struct Origin: Sendable {
    enum Source: Sendable {
        /// A new picture, which can be drawn again.
        case request(SketchRequest)
        /// A file with its own record, before any damage.
        case file([UInt8])
    }

    let source: Source
    /// How often a drifting editor had it in hands.
    var damage: [DriftKind: Int] = [:]

    init(_ source: Source) { self.source = source }

    /// A PNG that carries its record.
    func file() throws -> [UInt8] {
        switch source {
        case .file(let bytes): return bytes
        case .request(var request):
            (request.format, request.compression) = (.png, nil)
            return try Studio.illustrator.draw(request).bytes
        }
    }
}

/// One change of a picture, with what is to go wrong in it.
struct Change {
    let order: ImageOrder
    let base: EditBase
    let origin: Origin?
    let faults: StruckFaults
    let instruction: String
    let seed: UInt64
    /// Decides where a leak goes.
    let choice: UInt64

    /// - Throws: ``SketchError`` for a change that can't be made, ``ImageError`` for a picture that
    ///   can't be read.
    func picture() throws -> MadePicture {
        let before = try Pixmap(decoding: base.pictures[0])
        if faults[.flat] {
            return try delivered(.flat(Size(width: before.width, height: before.height)), before)
        }
        if faults[.unchanged] || faults[.lie] { return try same(before) }
        let mask = faults[.ignoreMask] ? nil : base.mask
        let clean = try origin?.file() ?? base.pictures[0]
        let drawing = try Studio.illustrator.edit(
            SketchEdit(picture: clean, instruction: instruction, mask: mask, seed: seed))
        var next = Origin(.file(drawing.bytes))
        next.damage = origin?.damage ?? [:]
        if let kind = faults.value(.drift).flatMap(DriftKind.init) {
            next.damage[kind, default: 0] += 1
        }
        let subject = drawing.scene.things.last?.box
        var shown = try Pixmap(decoding: drawing.bytes).damaged(next.damage, subject: subject)
        var leak: PixelArea?
        if let percent = faults.number(.leak) {
            leak = shown.leakPlace(percent: percent, before: before, choice: choice)
            if let leak { shown.blot(leak) }
        }
        let isPlain =
            leak == nil && next.damage.isEmpty && order.format == .png && isSameSize(shown)
        var made = try delivered(shown, before, file: isPlain ? drawing.bytes : nil)
        made.truth["scene"] = drawing.scene.json
        made.truth["leak"] = leak.map(\.json) ?? .null
        made.origin = next
        return made
    }

    private func isSameSize(_ picture: Pixmap) -> Bool {
        order.asksSize.map { $0 == Size(width: picture.width, height: picture.height) } ?? true
    }

    private func same(_ before: Pixmap) throws -> MadePicture {
        var made: MadePicture
        if faults.value(.unchanged) == "recompressed" {
            made = try delivered(Pixmap(decoding: before.jpeg(quality: 85)), before)
        } else {
            let isFormat = MediaType.of(base.pictures[0]) == "image/\(order.format.rawValue)"
            made = try delivered(before, before, file: isFormat ? base.pictures[0] : nil)
        }
        made.origin = origin
        return made
    }

    private func delivered(
        _ shown: Pixmap, _ before: Pixmap, file: [UInt8]? = nil
    ) throws -> MadePicture {
        let bytes = try file ?? order.file(of: shown, size: order.asksSize)
        let mask = try base.mask.map { try Pixmap(decoding: $0) }
        return MadePicture(
            bytes: bytes,
            truth: [
                "sha256": .text(Digest(of: bytes).description),
                "parent_sha256": .text(Digest(of: base.pictures[0]).description),
                "prompt_used": .text(instruction),
                "mask_used": .truth(base.mask != nil && !faults[.ignoreMask]),
                "scene": .null, "leak": .null,
                "changed": shown.difference(from: before, mask: mask).json,
            ])
    }
}
