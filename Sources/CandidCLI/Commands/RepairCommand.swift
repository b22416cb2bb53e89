import ArgumentParser
import Candid
import CandidIO
import Foundation
import Pixels

/// `candid repair`: the parent's pixels again where an edit might not change them.
struct RepairCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "repair",
        abstract: "Paste back what an edit changed outside its region, as a new picture.",
        discussion: """
            Outside the region every pixel is the parent's again, to the level; inside, along the \
            border, both are blended. Nothing is sent and nothing is charged. The edit's picture is \
            kept, and the new one has a receipt of its own, which names it and is written into the \
            file. Both pictures must have the same size.

            Exit code 1 where a claim is refuted, such as that the region did not change at all.

            Examples:
              candid repair 304a0c -o repaired.png
              candid repair clean.png --box 40,60,200,120 --feather 16
            """)

    @Argument(help: "The start of an edit's receipt's name, or its picture file.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "What might change, where the edit had no region: x,y,w,h in pixels.",
            valueName: "box"))
    var box: String?

    @Option(
        help: ArgumentHelp(
            "What might change, where the edit had no region: a PNG's transparent pixels.",
            valueName: "file"))
    var mask: String?

    @Option(help: ArgumentHelp("How many pixels wide the blend is.", valueName: "pixels"))
    var feather = 8

    @OptionGroup(title: "The result") var result: ResultOptions
    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard box == nil || mask == nil else {
            throw ValidationError("Give --mask or --box, not both.")
        }
    }

    func run() async throws {
        let settings = try common.settings(result.flags)
        let ledger = try settings.openExistingLedger()
        let edit = try await Recall(ledger: ledger).receipt(named: name)
        let store = settings.pictureStore
        let receipt: Receipt
        let destination: PictureDestination
        do {
            let region = try await region(edit, store)
            let repair = try Repair(of: edit, mask: region, feather: feather)
            var order = edit.order
            order.format = .png
            order.count = edit.pictures.count
            destination = try PictureDestination(
                settings.values.output ?? ".", order: order, overwrites: result.force,
                embeds: result.embed ?? true)
            let claims = (try edit.contract ?? EditContract()).claims(
                for: edit.asked, hasRegion: true)
            let verifier = try settings.verifier(of: edit.order) { ledger }
            receipt = try await repair.carryOut(
                in: ledger, store, try settings.world(), Verification(verifier, of: claims))
        } catch let refusal as Refusal {
            throw CommandFailure(refusal)
        }
        try await tell(receipt, destination, ledger, store)
        try receipt.answer(requiringConfirmed: false)
    }

    private func region(_ edit: Receipt, _ store: FilePictureStore) async throws -> EditMask {
        guard let size = edit.order.inputs?.first?.size else {
            throw CommandFailure(
                .badInput, "\(edit.id) has no picture before, so there is nothing to paste back.")
        }
        if let mask { return try EditMask(file: try PictureFile.bytes(of: mask), for: size) }
        if let text = box {
            guard let box = PictureBox(text) else {
                throw CommandFailure(
                    .badInput, "--box: “\(text)” is not x,y,w,h in pixels, such as 20,20,64,64.")
            }
            return try EditMask(box, in: size)
        }
        guard let own = try await Repair.region(of: edit, in: store) else {
            throw CommandFailure(
                .badInput,
                "the edit \(edit.id) had no region, so nothing says what might change. Give --box "
                    + "or --mask.")
        }
        return own
    }

    private func tell(
        _ receipt: Receipt, _ destination: PictureDestination, _ ledger: SQLiteLedger,
        _ store: FilePictureStore
    ) async throws {
        var files: [String] = []
        for (index, picture) in receipt.pictures.enumerated() {
            let kept = store.path(of: picture.digest, picture.format)
            guard FileManager.default.fileExists(atPath: kept.path) else { continue }
            if let file = try destination.write(kept, picture, at: index, of: receipt) {
                files.append(file)
            }
        }
        try await Outcome(
            receipt: receipt, files: files, ledger: ledger,
            form: common.json ? .json : result.quiet ? .quiet : .words,
            usesOutput: !destination.isStandardOutput
        ).tell()
    }
}
