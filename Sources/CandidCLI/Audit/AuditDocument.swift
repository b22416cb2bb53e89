import Candid
import Foundation

/// An audit as other programs read it: `docs/schemas/audit.v1.json`.
struct AuditDocument: Encodable {
    let schema = "candid/audit/1"
    let candid = Version.text
    let gateway: String
    let model: String
    let began: String
    let clean: Bool
    let counts: [String: Int]
    let canaries: [Item]

    /// One canary.
    struct Item: Encodable {
        let name: String
        let title: String
        let subject: Canary.Subject
        let passage: Passage
        let ordersMeant: Int
        let ordersArrived: Int
        @Nullable var byteForByte: Bool?
        let parts: [Part]

        private enum CodingKeys: String, CodingKey {
            case name, title, subject, passage, parts
            case ordersMeant = "orders_meant"
            case ordersArrived = "orders_arrived"
            case byteForByte = "byte_for_byte"
        }
    }

    /// One thing that was looked at.
    struct Part: Encodable {
        let name: String
        let passage: Passage
        let detail: String
        @Nullable var diff: WordDiff?
    }

    init(_ report: AuditReport) {
        gateway = report.gateway
        model = report.model
        began = report.began.formatted(.iso8601)
        clean = report.isClean
        counts = Dictionary(
            uniqueKeysWithValues: Passage.allCases.map { ($0.rawValue, report.count($0)) })
        canaries = report.results.map(Self.item)
    }

    private static func item(_ result: CanaryResult) -> Item {
        Item(
            name: result.canary.name, title: result.canary.title, subject: result.canary.subject,
            passage: result.passage, ordersMeant: result.canary.orders,
            ordersArrived: result.arrived, byteForByte: result.isExact,
            parts: result.parts.map {
                Part(name: $0.name, passage: $0.passage, detail: $0.detail, diff: $0.diff)
            })
    }
}
