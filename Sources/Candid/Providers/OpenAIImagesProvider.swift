import Foundation
import NIOCore

/// Any service that speaks OpenAI's `/v1/images/generations`.
///
/// The embedded engine speaks it too, so the offline default runs through the same code as a key.
public struct OpenAIImagesProvider: ImageProvider {
    /// What the service can do.
    public let engine: Engine
    private let baseURL: String
    private let headers: [String: String]

    /// Creates a provider.
    ///
    /// - Parameters:
    ///   - engine: What the service can do.
    ///   - baseURL: The address up to and including `/v1`.
    ///   - headers: Header fields for every request, such as the one that holds the key.
    public init(_ engine: Engine, baseURL: String, headers: [String: String] = [:]) {
        self.engine = engine
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.headers = headers
    }

    /// Encodes an order as a JSON body, its fields in alphabetical order.
    public func begin(_ order: Order) throws(ProviderFailure) -> WireRequest {
        do { try engine.check(order) } catch { throw .unsupported(error) }
        return WireRequest(
            "POST", baseURL + "/images/generations",
            headers: headers.merging(["content-type": "application/json"]) { $1 },
            body: try GenerationBody(order).encoded())
    }

    /// Reads the pictures out of a reply.
    public func resume(_ reply: WireReply) throws(ProviderFailure) -> Step {
        guard reply.status == 200 else { throw OpenAIError.failure(of: reply) }
        return .finish(try GenerationAnswer(reply).answer(requestID: reply.headers["x-request-id"]))
    }

    /// Reads one event of a streamed reply.
    public func resume(_ event: ServerSentEvent) throws(ProviderFailure) -> StreamStep {
        if event.data.starts(with: "[DONE]".utf8) { return .nothing }
        let picture: StreamedPicture
        do {
            picture = try JSONDecoder().decode(StreamedPicture.self, from: Data(event.data))
        } catch {
            throw .unreadable(status: 200, detail: "an event that is not JSON of a picture stream")
        }
        return try picture.step()
    }
}

/// The request's body; nil is left out.
private struct GenerationBody: Encodable {
    let model: String
    let prompt: Prompt
    let n: Int?
    let size: Size?
    let seed: UInt64?
    let quality: String?
    let style: String?
    let output_format: PictureFormat?
    let background: String?
    let stream: Bool?
    let partial_images: Int?

    init(_ order: Order) {
        model = order.model
        prompt = order.prompt
        n = order.count
        size = order.size
        seed = order.seed
        quality = order.quality
        style = order.style
        output_format = order.format
        background = order.background
        stream = order.partialPictures == nil ? nil : true
        partial_images = order.partialPictures
    }

    func encoded() throws(ProviderFailure) -> ByteBuffer {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return ByteBuffer(bytes: try encoder.encode(self))
        } catch {
            throw .unsupported(
                Refusal(
                    field: "prompt", reason: "it can't be written as JSON (\(error))",
                    wayOut: "Check the prompt for broken characters."))
        }
    }
}
