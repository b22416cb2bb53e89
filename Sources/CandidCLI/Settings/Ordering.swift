import Candid
import CandidIO
import Foundation
import NIOCore

/// From what is in force to an order.
extension Settings {
    /// The engine in force.
    func engine() throws -> Engine {
        do {
            return try catalogue().engine(named: values.engine ?? "")
        } catch let refusal as Refusal {
            throw CommandFailure(.badInput, "\(refusal) (\(origin("engine")))")
        }
    }

    /// The order for a prompt.
    ///
    /// - Throws: ``CommandFailure`` that names the parameter, where it came from, and what is taken.
    func order(
        _ prompt: Prompt, _ engine: Engine, _ options: PictureOptions,
        _ pictures: GivenPictures? = nil
    ) throws -> Order {
        var order = Order(prompt, engine: engine.id, model: values.model ?? engine.defaultModel)
        order.size = try read("size", values.size, Size.init, "two numbers such as 1024x1024")
        order.format = try read(
            "format", values.format, PictureFormat.init, "png, jpeg, webp, gif or svg")
        order.count = options.count
        order.seed = options.seed
        order.quality = values.quality
        order.style = values.style
        order.background = values.background
        order.partialPictures = options.partials
        order.negative = options.negative.map { Prompt($0) }
        order.allowsRewrite = options.allowRewrite ? true : nil
        order.options = try options.read(for: engine, model: order.model)
        if let pictures, !pictures.inputs.isEmpty { order.inputs = pictures.inputs }
        order.mask = pictures?.mask
        order.markup = pictures?.markup
        order.follows = options.follows
        let routes = try catalogue().engines
        do {
            try engine.check(order, among: routes)
        } catch {
            let place = origins[error.field].map { _ in " (\(origin(error.field)))" } ?? ""
            throw CommandFailure(.badInput, "\(error)\(place)")
        }
        return order
    }

    private func read<Value>(
        _ key: String, _ text: String?, _ reading: (String) -> Value?, _ form: String
    ) throws -> Value? {
        guard let text else { return nil }
        guard let value = reading(text) else {
            throw CommandFailure(
                .badInput, "\(key): “\(text)” is not \(form) (\(origin(key))).")
        }
        return value
    }
}

/// What would be sent, without sending it.
struct DryRun {
    struct Document: Encodable {
        let schema = "candid/dry-run/1"
        let method: String
        let url: String
        @Nullable var content_type: String?
        @Nullable var body: String?
        @Nullable var body_base64: String?
        let body_sha256: Digest
        let body_bytes: Int
        let engine: String
        let model: String
        @Nullable var estimate: Cost?
    }

    /// What is said of it: `docs/schemas/dry-run.v1.json`.
    let document: Document

    /// Encodes the order as the run would; no key is needed, because none is shown.
    init(
        _ order: Order, _ settings: Settings, _ engine: Engine, _ materials: Materials
    ) async throws {
        let codec = try settings.codec(for: engine)
        var exchange = Exchange(order, run: RunID(0))
        let request: WireRequest
        do {
            request = try codec.begin(&exchange, materials)
        } catch {
            throw CommandFailure(.badInput, error.message)
        }
        let text = String(validating: request.bodyBytes, as: UTF8.self)
        document = Document(
            method: request.method, url: request.publicURL,
            content_type: request.headers["content-type"], body: text,
            body_base64: text == nil ? Data(request.bodyBytes).base64EncodedString() : nil,
            body_sha256: Digest(of: request.bodyBytes),
            body_bytes: request.body.readableBytes, engine: engine.id, model: order.model,
            estimate: try await settings.estimate(order, on: engine))
    }

    func print(asJSON: Bool) throws {
        guard !asJSON else { return Console.printJSON(document) }
        let output = Terminal.output
        output.say("\(output.bold("would send")) \(document.method) \(document.url)")
        output.say(document.body ?? "(files among it; --json shows every byte)")
        output.say("\(output.bold("bytes"))      \(document.body_bytes)")
        output.say("\(output.bold("sha256"))     \(document.body_sha256)")
        output.say("\(output.bold("estimate"))   \(document.estimate?.description ?? "unpriced")")
        output.say("Nothing was sent.")
    }
}
