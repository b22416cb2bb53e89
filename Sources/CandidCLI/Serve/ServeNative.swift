import Candid
import CandidIO
import CandidServer
import Foundation
import Pixels

extension Settings {
    /// What the gateway's native API gives: the same documents as the command's `--json`.
    ///
    /// - Throws: ``CommandFailure`` where the settings for linting are wrong.
    func nativeAccess(_ ledger: SQLiteLedger) throws -> NativeAccess {
        let (linting, store, world) = (try lint(count: nil), pictureStore, try world())
        var access = NativeAccess(
            lint: { prompt in
                let item = LintItem(place: "prompt", prompt: prompt)
                let findings = prompt.findings(under: linting)
                return Console.json(LintDocument([LintResult(item: item, findings: findings)]))
            },
            runs: { search in
                let receipts = try await ledger.receipts(LedgerSearch(search))
                var documents: [ReceiptDocument] = []
                for receipt in receipts {
                    documents.append(try await ledger.document(of: receipt))
                }
                return Console.json(LogDocument(receipts: documents, conversations: []))
            },
            run: { run in
                guard let receipt = Receipt(try await ledger.entries(of: run)) else { return nil }
                return Console.json(try await ledger.document(of: receipt))
            },
            entries: { try await ledger.entries(of: $0) },
            picture: { digest in
                guard let bytes = try await store.bytes(of: digest),
                    let format = PictureFormat(sniffing: bytes)
                else { return nil }
                return NativeAccess.StoredPicture(bytes, mediaType: format.mediaType)
            },
            isPicture: { try await ledger.runs(of: $0, orderedBy: $1) != .none },
            pause: { try await world.pause($0) })
        let longest = try network().timeout
        access.cutOff = { CutOff($0, at: world.now(), longest: longest) }
        access.orders = try nativeOrders(ledger, linting)
        access.sessions = nativeSessions(ledger, linting)
        access.compare = { pair in try usable { Console.json(try compared(pair)) } }
        access.verify = { wanted in
            let finding = try await usable {
                try await VerificationTask(wanted).finding(self, ledger)
            }
            let record = try await finding.judgement.kept(
                in: ledger, with: finding.receipt, world)
            return Console.json(
                VerificationDocument(record, isInReceipt: finding.receipt != nil))
        }
        return access
    }

    private func compared(_ pair: NativeAccess.Comparison) throws -> ComparisonDocument {
        var task = ComparisonTask()
        task.ignored = try pair.ignored.map { text in
            guard let box = PictureBox(text) else {
                throw CommandFailure(
                    .badInput, "ignore: “\(text)” is not x,y,w,h in pixels, such as 20,20,64,64.")
            }
            return box
        }
        if let threshold = pair.threshold {
            guard 0...1 ~= threshold else {
                throw CommandFailure(
                    .badInput, "threshold takes a number from 0 to 1, not \(threshold).")
            }
            task.threshold = threshold
        }
        if let tolerance = pair.tolerance {
            guard tolerance > 0, tolerance <= 100 else {
                throw CommandFailure(
                    .badInput, "tolerance takes a number above 0 up to 100, not \(tolerance).")
            }
            task.tolerance = tolerance
        }
        task.countsAntialiasing = pair.countsAntialiasing ?? false
        if let route = pair.route { task.floor = try floor(ofRoute: route) }
        return ComparisonDocument(
            try task.result(
                .init(name: "before", bytes: pair.before), .init(name: "after", bytes: pair.after),
                mask: pair.mask.map { .init(name: "mask", bytes: $0) }))
    }

    /// What a request brought and can't be used is told to its sender, and nothing else.
    func usable<Value>(_ act: () throws -> Value) throws -> Value {
        do { return try act() } catch let failure as CommandFailure {
            guard failure.status == .badInput else { throw failure }
            throw NativeAccess.Unusable(failure.message)
        }
    }

    /// The same for what takes its time.
    private func usable<Value>(_ act: () async throws -> Value) async throws -> Value {
        do { return try await act() } catch let failure as CommandFailure {
            guard failure.status == .badInput else { throw failure }
            throw NativeAccess.Unusable(failure.message)
        } catch let refusal as Refusal {
            throw NativeAccess.Unusable(refusal.description)
        }
    }

    /// The ways to every engine that can be reached, as commands go.
    private func nativeOrders(
        _ ledger: SQLiteLedger, _ linting: LintConfiguration
    ) throws -> NativeAccess.Orders {
        var orders = NativeAccess.Orders()
        orders.standard = values.engine
        orders.pipelines = try catalogue().engines.compactMap { engine in
            guard isReachable(engine) else { return nil }
            return try pipeline(for: engine, ledger: ledger)
        }
        orders.preview = { draft, pipeline in
            Console.json(try await OrderPreview(draft, pipeline, self, linting))
        }
        return orders
    }
}

extension VerificationTask {
    /// - Throws: ``CommandFailure`` for a colour or a ground that is none.
    fileprivate init(_ wanted: NativeAccess.Examination) throws {
        self.init(picture: wanted.picture, parent: wanted.parent)
        brief = wanted.prompt.map { BriefReading($0) }
        (said, contract) = (wanted.said, wanted.contract)
        looks = try WantedLooks.claims(wanted.colours, wanted.grounds)
        (mask, box, route) = (wanted.mask, wanted.box, wanted.route)
        (payer, viewer) = (wanted.payer, wanted.viewer)
        guard parent != nil || (contract == nil && mask == nil && box == nil) else {
            throw CommandFailure(
                .badInput, "contract, mask and box need against, the picture before.")
        }
        guard mask == nil || box == nil else {
            throw CommandFailure(.badInput, "Give mask or box, not both.")
        }
    }
}

extension LedgerSearch {
    fileprivate init(_ search: NativeAccess.Search) {
        self.init()
        (words, engine, model, state) = (search.words, search.engine, search.model, search.state)
        caller = search.caller
        (since, before, limit) = (search.since, search.before, search.limit)
        beforeRun = search.beforeRun
    }
}

/// What an order would send, and what is to be known of that before: `docs/schemas/order.v1.json`.
struct OrderPreview: Encodable {
    /// What the route says of the words before they are sent.
    struct Words: Encodable {
        let keeps_words: Bool
        let read_back: Promises.ReadBack
        @Nullable var verbatim_refused_because: String?
    }

    let schema = "candid/order/1"
    let asked: Prompt
    let sent: Prompt
    let delivery: Words
    let findings: [FindingDocument]
    let request: DryRun.Document

    init(
        _ draft: Draft, _ pipeline: Pipeline, _ settings: Settings, _ linting: LintConfiguration
    ) async throws {
        let engine = pipeline.provider.engine
        var refusal: String?
        do { try engine.checkVerbatim(among: pipeline.routes) } catch { refusal = error.reason }
        (asked, sent) = (draft.asked, draft.order.prompt)
        delivery = Words(
            keeps_words: engine.promises.keepsWords, read_back: engine.promises.readBack,
            verbatim_refused_because: refusal)
        let offsets = ScalarOffsets(draft.asked)
        findings = draft.asked.findings(under: linting).map { FindingDocument($0, offsets) }
        var materials: [Digest: [UInt8]] = [:]
        for picture in draft.order.pictures {
            materials[picture.digest] = try await pipeline.pictures.bytes(of: picture.digest)
        }
        request = try await DryRun(draft.order, settings, engine, Materials(materials)).document
    }
}
