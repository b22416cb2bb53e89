#if Lettering
import ArgumentParser
import Candid
import Foundation
import Lettering
import Pixels

/// `candid read`: the lettering in a picture, and whether it is what was asked for.
struct ReadCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read the lettering in a picture, and compare it with a text.",
        discussion: """
            Every word comes with its place, how sure the reader is of it, and how many separate \
            looks read the same. Words that only one look saw in a texture are doubtful and are \
            not counted as lettering.

            Texts are compared without case, blanks and marks, and 0 and O, 1, I and l count as \
            the same letter. The distance is the share of letters that differ. --contains takes \
            up to 0.2, because readers err; --equals takes 0 only.

            Exit code 0, or 1 if what was asked is not so. Reading is advisory: curved, tiny or \
            hand-drawn lettering is often missed.

            Examples:
              candid read poster.png
              candid read poster.png --contains "GRAND OPENING"
              candid read logo.png --none --json
            """)

    @Argument(help: "A PNG, JPEG, WebP or TIFF picture.")
    var picture: String

    @Option(help: ArgumentHelp("Must be read, among other words.", valueName: "text"))
    var contains: String?

    @Option(help: ArgumentHelp("Must be all that is read.", valueName: "text"))
    var equals: String?

    @Flag(help: "There must be no lettering.")
    var none = false

    @OptionGroup(title: "Settings") var common: CommonOptions

    private struct Document: Encodable {
        let schema = "candid/lettering/1"
        let picture: String
        let width: Int
        let height: Int
        let lettering: Bool
        let text: String
        let words: [FoundLettering.Word]
        let rows: [PictureBox]
        let languages: [String]
        @Nullable var asked: String?
        @Nullable var distance: Double?
        @Nullable var missing_words: [String]?
        @Nullable var holds: Bool?
    }

    func validate() throws {
        let asked = [contains != nil, equals != nil, none].count { $0 }
        guard asked <= 1 else {
            throw ValidationError("give one of --contains, --equals and --none.")
        }
    }

    func run() async throws {
        let settings = try common.settings()
        let pixmap = try PictureFile.pixmap(picture)
        let tesseract = try settings.tesseract()
        let found = try await tesseract.read(pixmap)
        let answer = try answer(found)
        if common.json {
            Console.printJSON(
                Document(
                    picture: picture, width: pixmap.width, height: pixmap.height,
                    lettering: found.isPresent, text: found.text, words: found.words,
                    rows: found.rows, languages: tesseract.languages, asked: contains ?? equals,
                    distance: answer.distance, missing_words: answer.missing,
                    holds: answer.holds))
        } else {
            tell(found, answer)
        }
        guard answer.holds ?? true else { throw ExitStatus.answerIsNo.code }
    }

    private struct Answer {
        var distance: Double?
        var missing: [String]?
        var holds: Bool?
    }

    private func answer(_ found: FoundLettering) throws -> Answer {
        if none { return Answer(holds: !found.isPresent) }
        guard let asked = contains ?? equals else { return Answer() }
        guard let match = found.match(asked) else {
            throw CommandFailure(
                .badInput, "“\(asked)” holds no letters or digits, so nothing can be compared.")
        }
        guard contains == nil else {
            return Answer(
                distance: match.distance, missing: match.missingWords, holds: match.isFound)
        }
        let distance = found.wholeDistance(asked)
        return Answer(distance: distance, missing: match.missingWords, holds: distance == 0)
    }

    private func tell(_ found: FoundLettering, _ answer: Answer) {
        let output = Terminal.output
        let sure = found.words.filter(\.isSure)
        output.say(
            sure.isEmpty
                ? "no lettering that can be read"
                : output.bold(Terminal.visible(found.text)))
        for word in sure {
            let looks = word.looks == 1 ? "1 look" : "\(word.looks) looks"
            output.say(
                output.dim(
                    "  \(Terminal.visible(word.text))  at \(word.box), "
                        + "\(Int(word.confidence)) of 100, \(looks)"))
        }
        let doubtful = found.words.count - sure.count
        if doubtful > 0 { output.say(output.dim("  and \(doubtful) doubtful, see --json")) }
        guard let holds = answer.holds else { return }
        let mark = holds ? output.green("yes") : output.red("no")
        let distance = answer.distance.map { String(format: ", distance %.2f", $0) } ?? ""
        let asked =
            contains.map { "“\(Terminal.visible($0))” is there" }
            ?? equals.map { "it says “\(Terminal.visible($0))” and nothing else" }
            ?? "no lettering"
        output.say("\(mark): \(asked)\(distance)")
    }
}
#endif
