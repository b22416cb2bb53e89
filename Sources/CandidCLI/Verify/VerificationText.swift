import Candid
import Foundation

/// What was found out about a picture, for people and for programs.
struct VerificationText {
    private let record: VerificationRecord
    private let isInReceipt: Bool

    init(_ record: VerificationRecord, isInReceipt: Bool) {
        self.record = record
        self.isInReceipt = isInReceipt
    }

    /// Prints it.
    func tell(asJSON: Bool) {
        guard !asJSON else {
            return Console.printJSON(VerificationDocument(record, isInReceipt: isInReceipt))
        }
        for line in lines(Terminal.output) { Terminal.output.say(line) }
    }

    /// The lines, the last of which says where it is kept.
    private func lines(_ terminal: Terminal) -> [String] {
        let name = (isInReceipt ? "receipt" : "kept as").padding(
            toLength: 13, withPad: " ", startingAt: 0)
        let place = isInReceipt ? "" : "  (no receipt knows this picture)"
        return JudgementText(record.judgement, terminal).lines
            + [terminal.bold(name) + record.id.description + terminal.dim(place)]
    }
}

/// The verdicts as other programs read them: `docs/schemas/verification.v1.json`.
struct VerificationDocument: Encodable {
    let schema = "candid/verification/1"
    let outcome: Verdict.Outcome
    let picture: Digest
    @Nullable var parent: Digest?
    @Nullable var comparison: String?
    @Nullable var floor: FloorNote?
    let verdicts: [Verdict]
    @Nullable var judge: JudgeNote?
    @Nullable var judged: String?
    let uncovered: [String]
    @Nullable var contradiction: String?
    /// The run that holds it: the receipt's, or its own.
    let run: RunID
    let in_receipt: Bool
    @Nullable var time: Timestamp?

    init(_ record: VerificationRecord, isInReceipt: Bool) {
        let judgement = record.judgement
        outcome = judgement.outcome
        picture = judgement.picture
        floor = judgement.floor
        verdicts = judgement.verdicts
        uncovered = judgement.uncovered
        parent = judgement.parent
        comparison = judgement.comparison
        judge = judgement.judge
        judged = judgement.seenWords
        contradiction = judgement.contradiction
        run = record.id
        in_receipt = isInReceipt
        time = judgement.time
    }
}
