import Candid
import CandidIO
import Foundation
import NIOCore
import Synchronization
import Testing

@testable import CandidServer

@Suite struct BatchErrandTests {
    private static let line =
        #"{"custom_id":"a","url":"/v1/images/generations","#
        + #""body":{"model":"gpt-image-2","prompt":"a pear"}}"#

    /// Whether a loop of the host's would have waited, for each address that was asked.
    private final class Places: Sendable {
        private let known = Mutex<[String: Bool]>([:])

        var isOnLoop: [String: Bool] { known.withLock(\.self) }

        var world: World {
            World(
                stream: { request throws(ProviderFailure) in
                    let name = request.url.split(separator: "/").last.map(String.init) ?? ""
                    let isOnLoop = Workplace.executor != nil
                    self.known.withLock { $0[name] = isOnLoop }
                    let body = name == "content" ? line : #"{"id":"batch_1"}"#
                    return WireStream(
                        WireReply(status: 200, headers: [:], body: ByteBuffer(string: body)))
                },
                pause: { _ in }, now: { Date(timeIntervalSince1970: 0) },
                random: { UInt64.random(in: 1...UInt64.max) })
        }
    }

    @Test func `a file is read where no other client waits for it`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (places, access) = (Places(), Access("https://a.example/v1", key: "k"))
        let codec = try #require(
            try Catalogue.included().engine(named: "openai").provider(access)
                as? any ForwardingProvider)
        let pipeline = Pipeline(
            provider: codec, ledger: try SQLiteLedger(folder: folder),
            pictures: FilePictureStore(folder: folder), world: places.world)
        var options = Gateway.Options(routes: [GatewayRoute(pipeline, codec)])
        var errands = Gateway.Errands(access, places.world)
        errands.engine = "openai"
        options.errands = errands
        let responder = Gateway(options).responder
        let asked = #"{"input_file_id":"file-1","endpoint":"/v1/images/generations"}"#
        let answer = try await Workplace.$executor.withValue(globalConcurrentExecutor) {
            try await responder.respond(
                WireRequest(
                    "POST", "/v1/batches", headers: ["content-type": "application/json"],
                    body: ByteBuffer(string: asked)))
        }
        #expect(answer.status == 200)
        #expect(places.isOnLoop == ["content": false, "batches": true])
    }
}
