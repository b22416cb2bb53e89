import AsyncHTTPClient
import NIOHTTP1
import Synchronization

/// Requests without header fields and bodies, by method and address.
///
/// To take an address apart takes longer than the rest of making a request, and a service has few.
final class RequestDrafts: Sendable {
    private struct Key: Hashable {
        let method: String
        let url: String
    }

    /// More are not kept: some services have an address for each answer.
    private static let most = 64
    private let known = Mutex<[Key: HTTPClient.Request]>([:])

    /// A request to fill in.
    ///
    /// - Throws: `HTTPClientError` for an address that is none.
    func draft(_ method: String, to url: String) throws -> HTTPClient.Request {
        let key = Key(method: method, url: url)
        if let draft = known.withLock({ $0[key] }) { return draft }
        let draft = try HTTPClient.Request(url: url, method: .RAW(value: method))
        known.withLock { known in
            if known.count >= Self.most { known = [:] }
            known[key] = draft
        }
        return draft
    }
}
