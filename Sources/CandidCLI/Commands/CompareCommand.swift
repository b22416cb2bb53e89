import ArgumentParser
import Candid
import CandidIO
import Foundation
import Pixels

/// `candid compare`: what really differs between two pictures.
struct CompareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Tell whether two pictures really differ, and where.",
        discussion: """
            Lays one picture over the other, takes off a cast of the whole, and judges the worst of \
            many small cells: what recompression and resampling make is no change. The answer is \
            identical, no_visible_change, changed (with a mask changed_where_asked or \
            changed_elsewhere) or recomposed. Beside it stand the figures of other tools.

            With --jsonl it reads lines {"id": …, "before": FILE, "after": FILE, "mask": FILE?} from \
            standard input and writes one line for each, in order.

            Exit code 0 where nothing visible changed, 1 where something did.

            Examples:
              candid compare before.png after.png
              candid compare before.png after.jpg --mask asked.png --json
              candid compare before.png after.png --heat heat.png
              candid compare before.png after.png --format html > compared.html
              candid compare --jsonl < pairs.jsonl > answers.jsonl
            """)

    enum Form: String, ExpressibleByArgument, CaseIterable {
        case text, json, html
    }

    @Argument(help: "The first picture: PNG, JPEG or WebP.")
    var before: String?

    @Argument(help: "The second picture.")
    var after: String?

    @Option(
        help: ArgumentHelp(
            "Where a change was asked for: light pixels, or transparent ones where there are any.",
            valueName: "file"))
    var mask: String?

    @Option(
        help: ArgumentHelp(
            "A part of the first picture that is not looked at; may be repeated.",
            valueName: "x,y,w,h"))
    var ignore: [String] = []

    @Option(
        help: ArgumentHelp(
            "The colour distance, 0 to 1, that pixelmatch's counts forgive.", valueName: "number"))
    var threshold = 0.1

    @Option(
        help: ArgumentHelp(
            "How many times more the answer forgives; below 1 it forgives less.",
            valueName: "factor"))
    var tolerance = 1.0

    @Flag(help: "Let pixelmatch's counts hold what differs only by anti-aliasing.")
    var countAntialiasing = false

    @Flag(help: "Read pairs from standard input, one JSON object a line.")
    var jsonl = false

    @Option(
        help: ArgumentHelp(
            "Write a PNG of where they differ: the first picture in grey, changes in colour.",
            valueName: "file"))
    var heat: String?

    @Option(help: "text, json, or html: one page with slider, blink and heat map.")
    var format: Form = .text

    @Option(
        help: ArgumentHelp(
            "The route that made the second picture, as ENGINE or ENGINE/MODEL: what it changes unasked "
                + "(candid calibrate route) is no change then.",
            valueName: "route"))
    var route: String?

    @OptionGroup(title: "Settings") var common: CommonOptions

    func validate() throws {
        guard jsonl ? before == nil : after != nil else {
            throw ValidationError(
                jsonl
                    ? "--jsonl reads pairs from standard input: give no files."
                    : "Give two pictures.")
        }
        guard !jsonl || (heat == nil && format != .html) else {
            throw ValidationError("--heat and --format html show one pair, and --jsonl reads many.")
        }
        guard (0...1).contains(threshold) else {
            throw ValidationError("--threshold takes a number from 0 to 1, not \(threshold).")
        }
        guard tolerance > 0, tolerance <= 100 else {
            throw ValidationError("--tolerance takes a number above 0 up to 100, not \(tolerance).")
        }
    }

    func run() throws {
        var task = ComparisonTask(
            ignored: try ignore.map(Self.box), threshold: threshold, tolerance: tolerance,
            countsAntialiasing: countAntialiasing)
        if let route { task.floor = try common.settings().floor(ofRoute: route) }
        let isSame: Bool
        if jsonl {
            isSame = try ComparisonStream(task: task).run()
        } else if let before, let after {
            let result = try task.result(before, after, mask: mask)
            if let heat {
                try DurableFile.write(
                    result.heat(), to: URL(filePath: Settings.expanded(heat)))
            }
            try tell(result, before, after)
            isSame = result.isSame
        } else {
            return
        }
        if !isSame { throw ExitStatus.answerIsNo.code }
    }

    private func tell(_ result: ComparisonResult, _ before: String, _ after: String) throws {
        if common.json || format == .json {
            Console.printJSON(ComparisonDocument(result))
        } else if format == .html {
            let names = [before, after].map { URL(filePath: $0).lastPathComponent }
            Terminal.output.write(
                ComparisonPage(
                    result: result, names: (names[0], names[1]), heat: try result.heat()
                ).html)
        } else {
            for line in ComparisonText(result, Terminal.output).lines { Terminal.output.say(line) }
        }
    }

    private static func box(_ text: String) throws -> PictureBox {
        guard let box = PictureBox(text) else {
            throw CommandFailure(
                .badInput,
                "--ignore: “\(text)” is not x,y,w,h in pixels, such as 20,20,64,64.")
        }
        return box
    }
}

extension Settings {
    /// The noise floor of a route, as ENGINE or ENGINE/MODEL.
    ///
    /// - Throws: ``CommandFailure`` where it was never measured.
    func floor(ofRoute name: String) throws -> RouteFloor {
        let route = try route(named: name)
        let floors = hasLedger ? try openLedger().calibrations().floors : []
        guard let floor = floors.floor(of: route.engine.id, route.model) else {
            throw CommandFailure(
                .badInput,
                "the noise floor of \(route.engine.id)/\(route.model) was never measured. candid "
                    + "calibrate route \(name) does it.")
        }
        return floor
    }
}
