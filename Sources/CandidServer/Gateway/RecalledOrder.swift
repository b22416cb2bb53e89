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
    /// Finished orders of a content, the newest first.
    let runs: @Sendable (Digest) async throws -> [RunID]

    /// Creates the way to the orders.
    public init(_ sharing: Sharing, runs: @escaping @Sendable (Digest) async throws -> [RunID]) {
        self.sharing = sharing
        self.runs = runs
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

    /// The earlier order with its pictures; nil where there is none.
    func earlier(
        in pipeline: Pipeline
    ) async throws -> (receipt: Receipt, pictures: [[UInt8]])? {
        for run in try await recall.runs(content) {
            guard let receipt = Receipt(try await pipeline.ledger.entries(of: run)),
                receipt.state == .finished, !receipt.pictures.isEmpty,
                receipt.lock?.digest == lock,
                recall.sharing == .shared || receipt.caller?.key == admitted.key?.id
            else { continue }
            var files: [[UInt8]] = []
            for picture in receipt.pictures {
                guard let bytes = try await pipeline.pictures.bytes(of: picture.digest),
                    Digest(of: bytes) == picture.digest
                else { break }
                files.append(bytes)
            }
            if files.count == receipt.pictures.count { return (receipt, files) }
        }
        return nil
    }
}

extension ImagesRoute {
    /// Answers an order from the ledger, under a receipt of its own; nil where it must be made.
    func recalled(
        _ order: RecallableOrder, _ draft: Draft, _ admitted: Admitted, in pipeline: Pipeline
    ) async throws -> WireStream? {
        let found = try await Workplace.away { try await order.earlier(in: pipeline) }
        guard let (earlier, files) = found else { return nil }
        let run = RunID(pipeline.world.random())
        let time = Timestamp(pipeline.world.now())
        var events: [Event] = [.drafted(draft.recalling(earlier.id))]
        events += earlier.pictures.map(Event.received)
        events.append(
            .reported(EngineReport(used: earlier.report?.used ?? [:], seed: earlier.report?.seed)))
        let free = Cost(low: 0, high: 0, basis: .settled, source: "given again, nothing was sent")
        events += [.settled(free), .finished]
        let entries = events.map { Entry(run: run, time: time, event: $0) }
        try await pipeline.ledger.append(entries)
        admitted.trace?.note(run)
        var short = Receipt(entries)?.short ?? [:]
        short["cache"] = .text("\(earlier.id)")
        return .json(
            earlier.answer(files).merging(["candid": .object(short)]) { $1 },
            headers: [
                "x-candid-cache": "hit; run=\(earlier.id)", "x-candid-receipt": "\(run)",
            ])
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
