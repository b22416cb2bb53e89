import Foundation
import Pixels

/// Takes back what an edit changed where it might not: a run of its own, with a picture of its own.
///
/// Nothing is sent and nothing is charged. The edit's picture stays as it is, and the new one's
/// receipt names it.
public struct Repair: Sendable {
    /// The edit whose pictures are repaired.
    public let edit: Receipt
    /// What it might change.
    public let mask: EditMask
    /// How many pixels wide the blend inside the region is.
    public let feather: Int
    /// Why, where it is a further attempt at the edit.
    public var attempt: FurtherAttempt?

    /// Prepares a repair.
    ///
    /// - Parameters:
    ///   - edit: A finished edit.
    ///   - mask: What it might change.
    ///   - feather: How many pixels wide the blend is, from 0 to 64.
    /// - Throws: ``Refusal`` where there is no parent or no picture.
    public init(of edit: Receipt, mask: EditMask, feather: Int = 8) throws(Refusal) {
        guard edit.state == .finished, !edit.pictures.isEmpty, edit.order.isEdit else {
            throw Refusal(
                field: "receipt", reason: "\(edit.id) is no finished edit of a picture",
                wayOut: "candid log lists the receipts; those of candid edit have a parent.")
        }
        guard 0...64 ~= feather else {
            throw Refusal(
                field: "feather", reason: "\(feather) is not from 0 to 64",
                wayOut: "Give a width in pixels.")
        }
        self.edit = edit
        self.mask = mask
        self.feather = feather
    }

    /// The region under which an edit ran; nil where it had none.
    ///
    /// - Parameters:
    ///   - edit: The edit.
    ///   - pictures: Where the pictures lie.
    /// - Returns: The region.
    /// - Throws: ``Refusal`` where the mask is no longer what it was; whatever the store throws.
    public static func region(
        of edit: Receipt, in pictures: any PictureStore
    ) async throws -> EditMask? {
        guard let size = edit.order.inputs?.first?.size, let mask = edit.order.mask,
            let file = try await pictures.bytes(of: mask.digest)
        else { return nil }
        return try EditMask(file: file, for: size)
    }

    /// Pastes the parent's pixels back, keeps what comes of it, and writes it down.
    ///
    /// - Parameters:
    ///   - ledger: Where it is written down.
    ///   - pictures: Where the pictures lie.
    ///   - world: For the time and the run's name.
    ///   - verification: Judges each picture; nil where nobody asked for it.
    /// - Returns: The new receipt.
    /// - Throws: ``Refusal`` where sizes differ or a picture is no longer in the store, `ImageError`
    ///   for one that can't be decoded, and whatever ledger and store throw.
    public func carryOut(
        in ledger: any Ledger, _ pictures: any PictureStore, _ world: World,
        _ verification: Verification? = nil
    ) async throws -> Receipt {
        var files: [Digest: [UInt8]] = [:]
        for picture in edit.order.pictures {
            files[picture.digest] = try await pictures.bytes(of: picture.digest)
        }
        let materials = Materials(files)
        let parent = try Pixmap(decoding: try await parentFile(pictures))
        var events: [Event] = [.drafted(Draft(repairing: edit, attempt))]
        var repaired: [[UInt8]] = []
        for picture in edit.pictures {
            let file = try await file(of: picture.digest, pictures)
            let pasted = try PixelRepair(
                try Pixmap(decoding: file), from: parent, mask: mask, feather: feather)
            let bytes = try pasted.picture.png()
            repaired.append(bytes)
            events.append(.received(try await keep(bytes, pictures)))
        }
        events.append(.reported(EngineReport(said: words)))
        events.append(
            .settled(Cost(low: 0, high: 0, basis: .settled, source: "nothing was sent")))
        for bytes in repaired {
            guard let verification else { break }
            let judgement = await verification.judgement(
                of: .whole(bytes), edit.order, materials, said: nil)
            events.append(.judged(judgement))
        }
        return try await write(events + [.finished], ledger, world)
    }

    private var words: String {
        "outside the region the pixels of the picture before were pasted back, \(feather) pixels "
            + "blended inside"
    }

    private func parentFile(_ pictures: any PictureStore) async throws -> [UInt8] {
        guard let parent = edit.order.inputs?.first else {
            throw Refusal(
                field: "receipt", reason: "\(edit.id) names no picture before",
                wayOut: "Repair an edit.")
        }
        return try await file(of: parent.digest, pictures)
    }

    private func file(of digest: Digest, _ pictures: any PictureStore) async throws -> [UInt8] {
        guard let bytes = try await pictures.bytes(of: digest) else {
            throw Refusal(
                field: "picture", reason: "\(digest) is no longer in the store",
                wayOut: "Restore it from a backup of the ledger.")
        }
        return bytes
    }

    private func keep(_ bytes: [UInt8], _ pictures: any PictureStore) async throws -> Picture {
        Picture(
            digest: try await pictures.put(bytes, as: .png), format: .png, bytes: bytes.count,
            size: mask.size, revised: nil, flaw: PictureFlaw(in: bytes))
    }

    private func write(
        _ events: [Event], _ ledger: any Ledger, _ world: World
    ) async throws -> Receipt {
        let run = RunID(world.random())
        let time = Timestamp(world.now())
        let entries = events.map { Entry(run: run, time: time, event: $0) }
        try await ledger.append(entries)
        guard let receipt = Receipt(entries) else {
            throw Refusal(
                field: "receipt", reason: "the repair left no record", wayOut: "Try again.")
        }
        return receipt
    }
}
