import Candid
import CandidIO
import Foundation

/// Tells the result of a run, and ends the command with the status that it means.
struct Outcome {
    enum Form {
        case words, json, quiet
    }

    let receipt: Receipt
    let files: [String]
    let ledger: SQLiteLedger
    let form: Form
    /// Whether standard output is free for words; it is not where the picture goes there.
    let usesOutput: Bool
    /// Whether anything but proved verbatim delivery is a no.
    var requiresVerbatim = false

    /// Prints the result.
    ///
    /// - Throws: The exit code, unless the run finished.
    func tell() async throws {
        let place = usesOutput && receipt.state == .finished ? Terminal.output : Terminal.error
        switch form {
        case .json:
            let text = Console.json(try await document())
            (usesOutput ? Terminal.output : Terminal.error).say(text)
        case .quiet: for file in files where usesOutput { Terminal.output.say(file) }
        case .words:
            let text = ReceiptText(receipt: receipt, terminal: place, files: files)
            for line in text.lines { place.say(line) }
        }
        if form == .quiet, let failure = receipt.failure {
            Terminal.error.say("\(Terminal.error.red("error:")) \(failure.message)")
        }
        if form != .words { tellFlaws() }
        if isUnproved {
            Terminal.error.say(
                "\(Terminal.error.red("error:")) --require verbatim: the delivery is "
                    + "\(receipt.delivery?.rawValue ?? "unknown"). The picture and the proof are "
                    + "kept: candid show \(receipt.id)")
        }
        guard status == .done else { throw status.code }
    }

    /// In words they stand in the receipt.
    private func tellFlaws() {
        for (index, picture) in receipt.pictures.enumerated() {
            guard let flaw = picture.flaw else { continue }
            Terminal.error.say(
                "\(Terminal.error.yellow("warning:")) picture \(index + 1) is \(flaw.words)")
        }
    }

    /// The pictures that can be opened and seen to their end.
    private var wholePictures: Int {
        receipt.pictures.count { $0.flaw == nil || $0.flaw == .blank }
    }

    /// Whether a finished run did not bring what was required of it.
    private var isUnproved: Bool {
        requiresVerbatim && receipt.state == .finished
            && !(receipt.delivery == .verbatim && receipt.sentAsAsked == true)
    }

    private var status: ExitStatus {
        switch receipt.state {
        case .finished where isUnproved: .answerIsNo
        case .finished: wholePictures < (receipt.order.count ?? 1) ? .partial : .done
        case .failed: receipt.failure.map { ExitStatus($0) } ?? .unreachable
        case .cancelled: .cancelled
        case .open: .unreachable
        }
    }

    private func document() async throws -> ReceiptDocument {
        var document = try await ledger.document(of: receipt)
        for (index, file) in files.enumerated() where index < document.pictures.count {
            document.pictures[index].file = file
        }
        return document
    }
}

extension SQLiteLedger {
    /// A receipt with its place in the chain.
    func document(of receipt: Receipt) async throws -> ReceiptDocument {
        let hashes = try await hashes(of: receipt.id)
        return ReceiptDocument(receipt, hash: hashes?.own, previous: hashes?.previous)
    }
}
