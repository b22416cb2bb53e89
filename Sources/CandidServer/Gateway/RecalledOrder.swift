public import Candid
import Foundation
import NIOCore

/// Where equal orders are looked up, so that they are not bought again.
public struct OrderRecall: Sendable {
    /// Who gets what from it.
    public enum Sharing: String, Sendable, CaseIterable {
        /// Nobody, unless a key's policy says so.
        case off
        /// Every caller what came with the same key.
        case own
        /// Every caller what came with any key.
        case shared
    }

    /// Who gets what from it.
    public var sharing: Sharing
    /// Seconds since the end of an order from which on it is not given again; nil is never.
    public var mostAge: Double?
    /// Finished orders of a content, the newest first.
    let runs: @Sendable (Digest) async throws -> [RunID]

    /// Creates the way to the orders.
    public init(_ sharing: Sharing, runs: @escaping @Sendable (Digest) async throws -> [RunID]) {
        self.sharing = sharing
        self.runs = runs
    }

    /// Seconds since an order ended; nil where it is too old to be given again.
    func age(of ended: Timestamp, at now: Timestamp) -> Double? {
        // A clock that was set back makes nothing younger than new.
        let age = Double(max(0, now.milliseconds - ended.milliseconds)) / 1000
        return mostAge.map { age <= $0 } ?? true ? age : nil
    }
}

/// An order that may be answered from the ledger, because it says what makes its picture the same.
struct RecallableOrder: Sendable {
    /// What must be equal to the byte: the route, and everything that was asked.
    let content: Digest
    private let lock: Digest?
    private let recall: OrderRecall
    private let admitted: Admitted

    /// Nil where the order is not such a one, or nobody wants that.
    init?(
        _ order: Order, _ lock: LockUse?, content: Digest, for admitted: Admitted,
        to address: @autoclosure () -> String,
        _ wishes: Wishes, _ recall: OrderRecall?
    ) {
        guard let recall, wishes.recalls, order.seed != nil || lock != nil,
            admitted.policy.recalls ?? (recall.sharing != .off),
            // What is looked at anew, or comes by another form, is made anew.
            admitted.request.url.hasPrefix("/v1/images/"), !wishes.verifies, wishes.firewall == nil,
            order.options?["stream"] != .truth(true),
            order.options?["stream"]?.text != "true",
            order.options?["response_format"].map({ $0.text == "b64_json" }) ?? true
        else { return nil }
        self.content = Digest(of: "\(order.engine)\n\(address())\n\(content)".utf8)
        self.lock = lock?.digest
        self.recall = recall
        self.admitted = admitted
    }

    /// An order that was made before.
    struct Earlier {
        let receipt: Receipt
        let pictures: [[UInt8]]
        /// Whole seconds since it ended.
        let age: Int64
    }

    /// The earlier order with its pictures; nil where there is none.
    func earlier(in pipeline: Pipeline) async throws -> Earlier? {
        let now = Timestamp(pipeline.world.now())
        for run in try await recall.runs(content) {
            guard let receipt = Receipt(try await pipeline.ledger.entries(of: run)),
                receipt.state == .finished, !receipt.pictures.isEmpty,
                receipt.lock?.digest == lock, let age = recall.age(of: receipt.ended, at: now),
                recall.sharing == .shared || receipt.caller?.key == admitted.key?.id
            else { continue }
            var files: [[UInt8]] = []
            for picture in receipt.pictures {
                guard let bytes = try await pipeline.pictures.bytes(of: picture.digest),
                    Digest(of: bytes) == picture.digest
                else { break }
                files.append(bytes)
            }
            if files.count == receipt.pictures.count {
                return Earlier(receipt: receipt, pictures: files, age: Int64(age))
            }
        }
        return nil
    }
}

extension ImagesRoute {
    /// Answers an order from the ledger, under a receipt of its own; nil where it must be made.
    func recalled(
        _ order: RecallableOrder, _ draft: Draft, _ admitted: Admitted, _ content: Digest,
        _ wishes: Wishes, in pipeline: Pipeline
    ) async throws -> WireStream? {
        let found = try await Workplace.away { try await order.earlier(in: pipeline) }
        guard let found else { return nil }
        let earlier = found.receipt
        let run = RunID(pipeline.world.random())
        let time = Timestamp(pipeline.world.now())
        var events: [Event] = [.drafted(draft.recalling(earlier.id))]
        events += earlier.pictures.map(Event.received)
        events.append(
            .reported(EngineReport(used: earlier.report?.used ?? [:], seed: earlier.report?.seed)))
        let free = Cost(low: 0, high: 0, basis: .settled, source: "given again, nothing was sent")
        events += [.settled(free), .finished]
        let entries = events.map { Entry(run: run, time: time, event: $0) }
        return try await desk.give(to: admitted, content: content, wishes, in: pipeline.world) {
            [memory = desk.memory, ledger = pipeline.ledger] in
            RelayedRun(run, giving: found.reply(under: run, entries), keeping: memory) {
                try await ledger.append(entries)
                return entries
            }
        }
    }
}

extension RecallableOrder.Earlier {
    /// The answer, marked as one that was given before.
    fileprivate func reply(under run: RunID, _ entries: [Entry]) -> WireReply {
        var short = Receipt(entries)?.short ?? [:]
        short["cache"] = .text("\(receipt.id)")
        short["cache_age"] = .whole(age)
        let answer = receipt.answer(pictures).merging(["candid": .object(short)]) { $1 }
        let body = JSONValue.object(answer).encoded()
        return WireReply(
            status: 200,
            headers: [
                "content-type": "application/json", "content-length": "\(body.readableBytes)",
                "x-candid-cache": "hit; run=\(receipt.id); age=\(age)",
                "x-candid-receipt": "\(run)",
            ], body: body)
    }
}

extension Receipt {
    /// The answer in the shape of the Images API, as far as the ledger has it.
    fileprivate func answer(_ files: [[UInt8]]) -> [String: JSONValue] {
        var members: [String: JSONValue] = (report?.used ?? [:]).mapValues { .text($0) }
        members["created"] = .whole(ended.milliseconds / 1000)
        members["data"] = .list(
            zip(pictures, files).map { picture, bytes in
                var item: [String: JSONValue] = [
                    "b64_json": .text(Data(bytes).base64EncodedString())
                ]
                item["revised_prompt"] = picture.revised.map { .text($0.text) }
                return .object(item)
            })
        return members
    }
}
