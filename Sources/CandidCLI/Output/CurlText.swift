import Candid
import CandidIO
import NIOCore

/// A run's request as a curl command, without the key.
struct CurlText {
    let receipt: Receipt
    let settings: Settings

    /// The command.
    ///
    /// - Throws: ``CommandFailure`` where the body can't be made again to the byte, because the
    ///   ledger keeps its digest and not the body.
    func command() async throws -> String {
        guard let sent = receipt.sent else {
            throw CommandFailure(.badInput, "nothing was sent in the run \(receipt.id).")
        }
        let engine = try settings.catalogue().engine(named: receipt.order.engine)
        guard !engine.isEmbedded else {
            throw CommandFailure(
                .badInput, "\(engine.id) runs inside Candid, where curl can't reach it.")
        }
        let request = try await request(to: engine)
        guard Digest(of: request.bodyBytes) == sent.body,
            let body = String(validating: request.bodyBytes, as: UTF8.self)
        else {
            throw CommandFailure(
                .badInput,
                "the body of the run \(receipt.id) (sha256 \(sent.body)) can't be made again as "
                    + "text: it holds files, or the catalogue has changed since.")
        }
        // Where it went then, which is not where the settings point now.
        var lines = ["curl -X \(request.method) \(Self.quoted(sent.url))"]
        let known = ["authorization", "x-goog-api-key"].first { request.headers[$0] != nil }
        let usual = engine.dialect == .gemini ? "x-goog-api-key" : "authorization"
        if let name = known ?? (engine.needsKey ? usual : nil) {
            let scheme = name == "authorization" ? "Bearer " : ""
            lines.append("-H \"\(name): \(scheme)$\(engine.keyVariable ?? "KEY")\"")
        }
        lines.append("-H 'content-type: application/json'")
        lines.append("--data-binary \(Self.quoted(body))")
        return lines.joined(separator: " \\\n  ")
    }

    private func request(to engine: Engine) async throws -> WireRequest {
        var files: [Digest: [UInt8]] = [:]
        for picture in receipt.order.pictures {
            files[picture.digest] = try await settings.pictureStore.bytes(of: picture.digest)
        }
        var exchange = Exchange(receipt.order, run: receipt.id)
        do {
            return try settings.codec(for: engine).begin(&exchange, Materials(files))
        } catch let failure as ProviderFailure {
            throw CommandFailure(.badInput, failure.message)
        }
    }

    private static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "'\\''") + "'"
    }
}
