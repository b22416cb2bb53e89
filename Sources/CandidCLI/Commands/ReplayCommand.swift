import ArgumentParser
import Candid
import CandidIO
import Foundation

/// `candid replay`: the same request again.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Send a receipt's request again, and say whether the pictures are equal.",
        discussion: """
            The body that goes out is the recorded one, byte for byte; otherwise nothing is sent. \
            Exit code 0 if every picture is equal, 1 if one differs.
            """)

    @Argument(help: "The start of a receipt's name, or a picture file.")
    var name: String

    @OptionGroup(title: "Settings") var common: CommonOptions

    func run() async throws {
        let settings = try common.settings()
        let ledger = try settings.openExistingLedger()
        let original = try await Recall(ledger: ledger).receipt(named: name)
        let engine = try settings.catalogue().engine(named: original.order.engine)
        let pipeline = try settings.pipeline(for: engine, ledger: ledger)
        var order = original.order
        // A seed that the engine chose is the one thing that makes its picture repeatable.
        if order.seed == nil, try engine.model(named: order.model).takesSeed {
            order.seed = original.report?.seed
        }
        let draft = try pipeline.draft(order, replays: original.id)
        if order.seed == original.order.seed {
            try await checkBody(draft, original, pipeline)
        }
        let receipt = try await Making(
            pipeline: pipeline, ledger: ledger, store: settings.pictureStore,
            showsProgress: !common.json
        ).carryOut(draft)
        let verdict = ReplayVerdict(original: original, replay: receipt)
        try tell(verdict)
    }

    private func checkBody(
        _ draft: Draft, _ original: Receipt, _ pipeline: Pipeline
    ) async throws {
        var bytes: [Digest: [UInt8]] = [:]
        for picture in draft.order.pictures {
            bytes[picture.digest] = try await pipeline.pictures.bytes(of: picture.digest)
        }
        var exchange = Exchange(draft.order, run: original.id)
        let request = try pipeline.provider.begin(&exchange, Materials(bytes))
        guard let sent = original.sent, sent.body == Digest(of: request.bodyBytes) else {
            throw CommandFailure(
                .refusedByUs,
                "this version writes another body for the same order, so it would be another "
                    + "request. Nothing was sent.")
        }
    }

    private func tell(_ verdict: ReplayVerdict) throws {
        if common.json {
            Console.printJSON(verdict.document)
        } else {
            Terminal.output.say(verdict.words)
            Terminal.output.say("receipt    \(verdict.replay.id)")
        }
        guard verdict.replay.state == .finished else {
            throw (verdict.replay.failure.map { ExitStatus($0) } ?? .cancelled).code
        }
        guard verdict.isEqual else { throw ExitStatus.answerIsNo.code }
    }
}

/// Whether a replay made the same pictures, and if not, whether anything else differs.
struct ReplayVerdict {
    struct Document: Encodable {
        let schema = "candid/replay/1"
        let original: RunID
        let replay: RunID
        let equal: Bool
        let environment_differs: Bool
        let original_version: String?
        let replay_version: String?
        let original_pictures: [Digest]
        let replay_pictures: [Digest]
        let explanation: String
    }

    let original: Receipt
    let replay: Receipt

    var isEqual: Bool {
        replay.state == .finished
            && original.pictures.map(\.digest) == replay.pictures.map(\.digest)
    }

    private var environmentDiffers: Bool { original.report?.version != replay.report?.version }

    var words: String {
        if replay.state != .finished {
            return "The replay did not finish: \(replay.failure?.message ?? replay.state.rawValue)"
        }
        if isEqual { return "Equal: the pictures are the same, byte for byte." }
        if environmentDiffers {
            return """
                The environment differs, so equal pictures can't be expected.
                then       \(original.report?.version ?? "not reported")
                now        \(replay.report?.version ?? "not reported")
                """
        }
        return original.report?.version == nil
            ? "Different pictures. \(original.order.engine) does not promise the same twice."
            : "Different pictures, although engine, version and seed are the same."
    }

    var document: Document {
        Document(
            original: original.id, replay: replay.id, equal: isEqual,
            environment_differs: environmentDiffers, original_version: original.report?.version,
            replay_version: replay.report?.version,
            original_pictures: original.pictures.map(\.digest),
            replay_pictures: replay.pictures.map(\.digest), explanation: words)
    }
}
