public import Foundation

/// How everything came through a gateway.
public struct AuditReport: Sendable {
    /// The gateway's address.
    public let gateway: String
    /// The model's name there.
    public let model: String
    /// When it began.
    public let began: Date
    /// The results, the worst first, otherwise as the canaries flew.
    public let results: [CanaryResult]

    /// Creates a report.
    public init(gateway: String, model: String, began: Date, results: [CanaryResult]) {
        self.gateway = gateway
        self.model = model
        self.began = began
        self.results = Passage.allCases.flatMap { passage in
            results.filter { $0.passage == passage }
        }
    }

    /// Whether everything was kept.
    public var isClean: Bool { results.allSatisfy { $0.passage == .kept } }

    /// How many canaries came through in a way.
    public func count(_ passage: Passage) -> Int { results.count { $0.passage == passage } }

    /// The tally, such as `1 doubled, 3 altered, 18 kept`; nothing that did not happen.
    public var tally: String {
        Passage.allCases.filter { count($0) > 0 }.map { "\(count($0)) \($0.rawValue)" }
            .joined(separator: ", ")
    }
}
